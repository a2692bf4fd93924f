import * as z from 'zod';
import { grafana } from '../connection.ts';
import { asIncident, incidentArguments } from '../incidents/aliases.ts';
import { incidentsFor } from '../incidents/choose-backend.ts';
import { type Activity, activity, backendName, incident } from '../incidents/incident.ts';
import { incidentId } from '../incidents/inputs.ts';

export const getIncident = grafana.read({
  name: 'get_incident',
  title: 'Show an incident',
  toolset: 'incidents',
  description: 'Show one incident and its activity, by event_time, latest first. Use list_incidents to find its id.',
  input: z.strictObject({
    incident_id: incidentId,
    activity_limit: z.int().min(1).max(100).default(20).describe('Activity at most'),
  }),
  output: z.object({
    backend: backendName,
    incident,
    activity: z.array(activity),
    has_more_activity: z.boolean(),
  }),
  aliases: [{ name: 'mcp_grafana_get_incident', input: incidentArguments, output: asIncident }],
  async run(call) {
    const { incident_id: id, activity_limit: limit } = call.input;
    const backend = await incidentsFor(call);
    const found = await backend.get(id);
    // What is kept in the order of its writing is shown in the order in which it happened, so a short answer needs the whole page too.
    const { activity: items, hasMore } = await backend.activity({ id, limit: mostActivity });
    const shown = items.toSorted((one, other) => timeOf(other) - timeOf(one)).slice(0, limit);
    return { backend: backend.name, incident: found, activity: shown, has_more_activity: hasMore || items.length > limit };
  },
});

/** As much as the incident plugin gives at once. */
const mostActivity = 100;

/** What has no time that can be read stands at the end. */
const timeOf = ({ event_time }: Activity): number => Date.parse(event_time) || 0;
