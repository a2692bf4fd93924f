import { quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { grafana } from '../connection.ts';
import { incidentArguments, writtenActivity } from '../incidents/aliases.ts';
import { incidentsFor, openBackend } from '../incidents/choose-backend.ts';
import { activity, backendName } from '../incidents/incident.ts';
import { incidentId, note } from '../incidents/inputs.ts';
import { notesSaying } from '../incidents/notes.ts';
import { notedFor, noteWrite } from '../lost-answers/write-note.ts';
import { parseTime } from '../time/parse-time.ts';

export const addActivityToIncident = grafana.write({
  name: 'add_activity_to_incident',
  title: 'Add a note to an incident',
  toolset: 'incidents',
  risk: 'additive',
  description: 'Add a note to the activity of an incident. Use resolve_incident when it is over.',
  input: z.strictObject({
    incident_id: incidentId,
    body: note.describe('The note'),
    event_time: z.string().optional().describe('now-10m; default: now'),
  }),
  output: z.object({ backend: backendName, incident_id: z.string(), activity }),
  aliases: [{ name: 'mcp_grafana_add_activity_to_incident', input: incidentArguments, output: writtenActivity }],
  async preview(call) {
    const { input, profile } = call;
    const nowMs = call.clock.now();
    const eventMs = timeOf({ input, nowMs });
    const backend = await incidentsFor(call);
    const incident = await backend.get(input.incident_id);
    const equal = await notesSaying({ backend, id: incident.id, body: input.body });
    return {
      description: `Add a note to the incident ${quoted(incident.title)} (${profile.name}).`,
      // Another note that says the same changes whether this one is wanted, and which of the two it is when its answer is lost.
      guard: { backend: backend.name, status: incident.status, equal_notes: equal.length },
      changes: [`+ ${input.body}`],
      ...(input.event_time !== undefined && { details: { event_time: new Date(eventMs).toISOString() } }),
      warnings: [
        ...(eventMs > nowMs ? ['Its time has not come yet.'] : []),
        ...(incident.status === 'resolved' ? ['The incident is resolved.'] : []),
        ...equal.slice(0, 1).map(({ event_time }) => `The same note is there already, of ${quoted(event_time)}.`),
      ],
    };
  },
  async execute(call) {
    const { input, guard, writer, idempotencyKey } = call;
    const backend = openBackend({ name: guard.backend, reader: writer.reader, call });
    const eventTime = new Date(timeOf({ input, nowMs: call.clock.now() })).toISOString();
    // Notes take no id from outside: were the answer lost, text and time are what tells this one from others.
    await noteWrite({
      state: call.state,
      kind: 'incident-note',
      planId: idempotencyKey,
      value: eventTime,
      nowMs: call.clock.now(),
    });
    const added = await backend.addNote({ id: input.incident_id, body: input.body, eventTime });
    return { backend: backend.name, incident_id: input.incident_id, activity: added };
  },
  // One that is not there may still come: a request that was given up may be at work.
  async reconcile(call) {
    const { input, guard, reader, idempotencyKey } = call;
    const eventTime = await notedFor({ state: call.state, kind: 'incident-note', planId: idempotencyKey });
    if (eventTime === undefined) return 'unknown';
    const backend = openBackend({ name: guard.backend, reader, call });
    const equal = await notesSaying({ backend, id: input.incident_id, body: input.body });
    const added = equal.find(({ event_time }) => Math.abs(Date.parse(event_time) - Date.parse(eventTime)) < 1_000);
    if (added === undefined || equal.length <= guard.equal_notes) return 'unknown';
    return { result: { backend: backend.name, incident_id: input.incident_id, activity: added } };
  },
});

const timeOf = ({ input, nowMs }: { input: { readonly event_time?: string | undefined }; nowMs: number }): number =>
  parseTime({ text: input.event_time ?? 'now', field: 'event_time', nowMs });
