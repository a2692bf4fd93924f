import * as z from 'zod';
import { bare } from '../aliases/bare.ts';
import { operationAliases } from '../aliases/operation-aliases.ts';
import { renameArguments } from '../aliases/rename-arguments.ts';
import { askAll } from '../client/ask-all.ts';
import { wantedPlaces } from '../alertmanager/place.ts';
import { needsAlertmanager } from '../alertmanager/needs-alertmanager.ts';
import { grafana } from '../connection.ts';
import { tryOther } from '../schemas/try-other.ts';
import { readContactPoints } from '../notifications/contact-points.ts';

export const listContactPoints = grafana.read({
  name: 'list_contact_points',
  title: 'List contact points',
  toolset: 'alerting',
  offered: needsAlertmanager,
  description: 'List whom alerts can notify, by name and type. Use list_notification_policies for who is told of what.',
  input: z.strictObject({
    name: z.string().optional().describe('Part of the name'),
    alertmanager: z.string().optional().describe('grafana or a uid; default all'),
    limit: z.int().min(1).max(500).default(100).describe('At most'),
  }),
  output: z.object({
    contact_points: z.array(
      z.object({
        alertmanager: z.string(),
        name: z.string(),
        type: z.string().optional(),
        uid: z.string().optional(),
        provenance: z.string().optional(),
      }),
    ),
    left_out: z.int(),
    unavailable: z.array(z.object({ uid: z.string(), code: z.string() })).optional(),
    hints: z.array(z.string()).optional(),
  }),
  aliases: [
    { name: 'mcp_grafana_list_contact_points', output: ({ contact_points }) => bare(contact_points) },
    ...operationAliases({
      tool: 'alerting_manage_routing',
      operations: ['get_contact_points', 'get_contact_point'],
      list: 'contact_points',
      input: renameArguments({
        contact_point_title: 'name',
        title: 'name',
        datasourceUid: 'alertmanager',
        datasource_uid: 'alertmanager',
      }),
    }),
  ],
  async run({ input, reader, signal }) {
    const places = await wantedPlaces({ uid: input.alertmanager, reader, signal });
    const { found, unavailable } = await askAll({
      targets: places,
      ask: (place) => readContactPoints({ place, reader, signal }),
    });
    const wanted = input.name?.toLowerCase() ?? '';
    const fitting = found
      .flatMap(({ target: place, answer }) => answer.map((point) => ({ alertmanager: place.uid, ...point })))
      .filter(({ name }) => name.toLowerCase().includes(wanted));
    return {
      contact_points: fitting.slice(0, input.limit),
      left_out: Math.max(0, fitting.length - input.limit),
      ...(unavailable.length > 0 && { unavailable }),
      ...(fitting.length === 0 && {
        hints: [`There is no such contact point${tryOther([input.name !== undefined && 'no name'])}`],
      }),
    };
  },
});
