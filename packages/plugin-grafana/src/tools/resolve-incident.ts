import { LineclearError, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { grafana } from '../connection.ts';
import { incidentArguments, writtenIncident } from '../incidents/aliases.ts';
import { incidentsFor, openBackend } from '../incidents/choose-backend.ts';
import { backendName, type Incident, incident } from '../incidents/incident.ts';
import { incidentId, note } from '../incidents/inputs.ts';
import { notesSaying } from '../incidents/notes.ts';
import { showSpan } from '../time/show-span.ts';

export const resolveIncident = grafana.write({
  name: 'resolve_incident',
  title: 'Resolve an incident',
  toolset: 'incidents',
  risk: 'reversible',
  description: 'Resolve an incident, with a summary as its last note. Use update_incident with status=active to open it again.',
  input: z.strictObject({
    incident_id: incidentId,
    summary: note.describe('What it was, and what ended it'),
  }),
  output: z.object({ backend: backendName, incident }),
  aliases: [{ name: 'mcp_grafana_resolve_incident', input: incidentArguments, output: writtenIncident }],
  async preview(call) {
    const { input, profile } = call;
    const backend = await incidentsFor(call);
    const now = await backend.get(input.incident_id);
    const isNoted = (await notesSaying({ backend, id: now.id, body: input.summary })).length > 0;
    return {
      description: `Resolve the incident ${quoted(now.title)} (${profile.name}) after ${openFor({ now, nowMs: call.clock.now() })}.`,
      guard: { backend: backend.name, status: now.status, is_noted: isNoted },
      before: now,
      changes: [
        ...(isNoted ? [] : [`+ ${input.summary}`]),
        `status: ${/^\w{1,40}$/.test(now.status) ? now.status : quoted(now.status)} → resolved`,
      ],
      warnings: isNoted ? ['The summary is there already, and is not added again.'] : [],
      ...(now.status === 'resolved' && { refusal: resolvedAlready(now) }),
    };
  },
  async execute(call) {
    const { input, guard, writer, step } = call;
    const backend = openBackend({ name: guard.backend, reader: writer.reader, call });
    const id = input.incident_id;
    // The summary first: where the second request fails, it can be repeated, and finds the note.
    if (!guard.is_noted) {
      await backend.addNote({ id, body: input.summary, eventTime: new Date(call.clock.now()).toISOString() });
      step('the summary is noted');
    }
    const resolved = await backend.change({ id, field: 'status', from: guard.status, to: 'resolved' });
    return { backend: backend.name, incident: resolved };
  },
  async reconcile(call) {
    const { input, guard, reader } = call;
    const backend = openBackend({ name: guard.backend, reader, call });
    const now = await backend.get(input.incident_id);
    const noted = await notesSaying({ backend, id: now.id, body: input.summary });
    return now.status === 'resolved' && noted.length > 0 ? { result: { backend: backend.name, incident: now } } : 'unknown';
  },
});

const openFor = ({ now, nowMs }: { now: Incident; nowMs: number }): string =>
  showSpan(Math.max(0, nowMs - Date.parse(now.created_at)));

const resolvedAlready = ({ id, closed_at }: Incident): LineclearError =>
  new LineclearError('conflict', `The incident is resolved already${closed_at === undefined ? '' : `, since ${closed_at}`}.`, {
    hint: 'Add what is missing with add_activity_to_incident, or open it again with update_incident.',
    details: { reason: 'already_resolved', incident_id: id },
  });
