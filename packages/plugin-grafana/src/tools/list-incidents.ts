import * as z from 'zod';
import { bare } from '../aliases/bare.ts';
import { grafana } from '../connection.ts';
import { incidentsFor } from '../incidents/choose-backend.ts';
import { backendName, incident } from '../incidents/incident.ts';
import { status } from '../incidents/inputs.ts';
import { tryOther } from '../schemas/try-other.ts';

export const listIncidents = grafana.read({
  name: 'list_incidents',
  title: 'List incidents',
  toolset: 'incidents',
  description:
    "List incidents, newest first: Grafana's, or lineclear's own where Grafana has no incident plugin. Use get_incident for what happened in one.",
  input: z.strictObject({
    status: status.optional().describe('Default: both'),
    drill: z.boolean().optional().describe('Drills too'),
    limit: z.int().min(1).max(100).default(10).describe('At most'),
  }),
  output: z.object({
    backend: backendName,
    incidents: z.array(incident),
    has_more: z.boolean(),
    hints: z.array(z.string()).optional(),
  }),
  aliases: [{ name: 'mcp_grafana_list_incidents', output: ({ incidents }) => bare(incidents) }],
  async run(call) {
    const { input } = call;
    const backend = await incidentsFor(call);
    const { incidents, hasMore } = await backend.list({ status: input.status, drills: input.drill ?? false, limit: input.limit });
    return {
      backend: backend.name,
      incidents,
      has_more: hasMore,
      ...(incidents.length === 0 && { hints: [nothing(input)] }),
    };
  },
});

const nothing = ({ status: asked, drill }: { status?: string | undefined; drill?: boolean | undefined }): string =>
  asked === undefined && drill === true
    ? 'There is no incident yet; create_incident declares one.'
    : `No incident fits${tryOther([asked !== undefined && 'no status', drill !== true && 'drill=true for drills too'])}`;
