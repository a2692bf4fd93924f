import * as z from 'zod';
import { operationAliases } from '../aliases/operation-aliases.ts';
import { renameArguments } from '../aliases/rename-arguments.ts';
import { askAll } from '../client/ask-all.ts';
import { wantedPlaces } from '../alertmanager/place.ts';
import { needsAlertmanager } from '../alertmanager/needs-alertmanager.ts';
import { grafana } from '../connection.ts';
import { readRoute } from '../notifications/read-route.ts';
import { flattenRoute, type Policy } from '../notifications/route.ts';

export const listNotificationPolicies = grafana.read({
  name: 'list_notification_policies',
  title: 'List notification policies',
  toolset: 'alerting',
  offered: needsAlertmanager,
  description:
    'List who is notified of which alerts: the tree of policies, parents first. An alert has to fit the parents too. Use list_contact_points for receivers.',
  input: z.strictObject({
    receiver: z.string().optional().describe('Only its policies'),
    alertmanager: z.string().optional().describe('grafana or a uid; default all'),
    limit: z.int().min(1).max(500).default(100).describe('At most'),
  }),
  output: z.object({
    policies: z.array(
      z.object({
        alertmanager: z.string(),
        path: z.string().describe('0 is the root, 0.1 its second child'),
        matchers: z.array(z.string()),
        receiver: z.string(),
        continue: z.boolean().describe('Whether later siblings are tried too'),
        group_by: z.array(z.string()),
        mute_time_intervals: z.array(z.string()),
        active_time_intervals: z.array(z.string()),
        group_wait: z.string().optional(),
        group_interval: z.string().optional(),
        repeat_interval: z.string().optional(),
      }),
    ),
    left_out: z.int(),
    unavailable: z.array(z.object({ uid: z.string(), code: z.string() })).optional(),
    hints: z.array(z.string()).optional(),
  }),
  aliases: [
    ...operationAliases({
      tool: 'alerting_manage_routing',
      operations: ['get_notification_policies'],
      input: renameArguments({ datasourceUid: 'alertmanager', datasource_uid: 'alertmanager' }),
    }),
  ],
  async run({ input, reader, signal }) {
    const places = await wantedPlaces({ uid: input.alertmanager, reader, signal });
    const { found, unavailable } = await askAll({ targets: places, ask: (place) => readRoute({ place, reader, signal }) });
    const fitting = found
      .flatMap(({ target: place, answer }) =>
        flattenRoute(answer).map((policy) => ({ alertmanager: place.uid, ...shown(policy) })),
      )
      .filter(({ receiver }) => input.receiver === undefined || receiver === input.receiver);
    return {
      policies: fitting.slice(0, input.limit),
      left_out: Math.max(0, fitting.length - input.limit),
      ...(unavailable.length > 0 && { unavailable }),
      ...(fitting.length === 0 && {
        hints: [
          input.receiver === undefined
            ? 'There are no policies here.'
            : 'No policy notifies this receiver; list_contact_points has the names.',
        ],
      }),
    };
  },
});

const shown = ({ path, matchers, receiver, node }: Policy) => ({
  path,
  matchers,
  receiver,
  continue: node.continue,
  group_by: node.group_by,
  mute_time_intervals: node.mute_time_intervals,
  active_time_intervals: node.active_time_intervals,
  ...(typeof node.group_wait === 'string' && { group_wait: node.group_wait }),
  ...(typeof node.group_interval === 'string' && { group_interval: node.group_interval }),
  ...(typeof node.repeat_interval === 'string' && { repeat_interval: node.repeat_interval }),
});
