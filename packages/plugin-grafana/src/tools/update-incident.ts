import { LineclearError, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { grafana } from '../connection.ts';
import { incidentArguments, writtenIncident } from '../incidents/aliases.ts';
import { changesOf, differs, fieldFailed, isDone, wantedOf } from '../incidents/changes.ts';
import { incidentsFor, openBackend } from '../incidents/choose-backend.ts';
import { backendName, incident } from '../incidents/incident.ts';
import { incidentId, severity, status, title } from '../incidents/inputs.ts';

export const updateIncident = grafana.write({
  name: 'update_incident',
  title: 'Change an incident',
  toolset: 'incidents',
  risk: 'reversible',
  description: 'Change title, severity or status of an incident. Use resolve_incident to resolve it with a summary.',
  input: z.strictObject({
    incident_id: incidentId,
    title: title.optional().describe('The new one'),
    severity: severity.optional(),
    status: status.optional().describe('active opens it again'),
  }),
  output: z.object({ backend: backendName, incident }),
  aliases: [{ name: 'mcp_grafana_update_incident', input: incidentArguments, output: writtenIncident }],
  async preview(call) {
    const { input, profile } = call;
    const backend = await incidentsFor(call);
    const now = await backend.get(input.incident_id);
    const wanted = wantedOf(input);
    const changes = changesOf({ wanted, now });
    return {
      description: `Change the ${changes.map(({ field }) => field).join(' and ')} of the incident ${quoted(now.title)} (${profile.name}).`,
      guard: { backend: backend.name, current: Object.fromEntries(wanted.map(({ field }) => [field, now[field]])) },
      before: now,
      changes: changes.map(({ field, from, to }) => `${field}: ${wordOf(from)} → ${wordOf(to)}`),
      warnings:
        changes.length > 1 && backend.name === 'grafana-irm'
          ? [`These are ${changes.length} requests: if one fails, those before it stay.`]
          : [],
      ...(changes.length === 0 && { refusal: nothingToChange(now.id) }),
    };
  },
  async execute(call) {
    const { input, guard, writer, step } = call;
    const backend = openBackend({ name: guard.backend, reader: writer.reader, call });
    let latest = undefined;
    for (const { field, to } of wantedOf(input)) {
      const from = guard.current[field] ?? '';
      if (!differs({ field, one: from, other: to })) continue;
      try {
        latest = await backend.change({ id: input.incident_id, field, from, to });
      } catch (error) {
        throw fieldFailed({ error, field });
      }
      step(`${field} is ${to}`);
    }
    return { backend: backend.name, incident: latest ?? (await backend.get(input.incident_id)) };
  },
  async reconcile(call) {
    const { input, guard, reader } = call;
    const backend = openBackend({ name: guard.backend, reader, call });
    const now = await backend.get(input.incident_id);
    return isDone({ wanted: wantedOf(input), now }) ? { result: { backend: backend.name, incident: now } } : 'unknown';
  },
});

/** A word such as major stands as it is; everything else is the text of somebody. */
const wordOf = (value: string): string => (/^\w{1,40}$/.test(value) ? value : quoted(value));

const nothingToChange = (id: string): LineclearError =>
  new LineclearError('conflict', 'The incident is like that already.', {
    hint: 'Read it with get_incident, and name a field with another value.',
    details: { reason: 'no_change', incident_id: id },
  });
