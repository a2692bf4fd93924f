import * as z from 'zod';
import { bare } from '../aliases/bare.ts';
import { operationAliases } from '../aliases/operation-aliases.ts';
import { fitsLabels, parseMatcher } from '../alertmanager/matcher.ts';
import { askAll } from '../client/ask-all.ts';
import { needsPrometheus } from '../prometheus/needs-prometheus.ts';
import { grafana } from '../connection.ts';
import { listArguments } from '../rules/list-arguments.ts';
import { PrometheusClient } from '../prometheus/prometheus-client.ts';
import { readRuleStates } from '../rules/read-rules.ts';
import { grafanaRow, prometheusRow, type RuleRow, ruleRow } from '../rules/rule-row.ts';
import { ruleSources } from '../rules/rule-sources.ts';
import { counted } from '../schemas/counted.ts';

export const listAlertRules = grafana.read({
  name: 'list_alert_rules',
  title: 'List alert rules',
  toolset: 'alerting',
  offered: needsPrometheus,
  description:
    'List alert rules of Grafana and Prometheus with state and health, firing first. Use get_alert_rule for one of them.',
  input: z.strictObject({
    state: z.enum(['firing', 'pending', 'normal', 'paused', 'error', 'nodata']).optional().describe('Default all'),
    folder: z.string().optional().describe('Uid or title'),
    group: z.string().optional().describe('Exact name'),
    name: z.string().optional().describe('Part of the title'),
    matchers: z.array(z.string()).max(20).default([]).describe('severity="critical"'),
    datasource_uid: z.string().optional().describe('grafana or a Prometheus'),
    limit: z.int().min(1).max(500).default(100).describe('At most'),
  }),
  output: z.object({
    rules: z.array(ruleRow),
    left_out: z.int(),
    states: z.record(z.string(), z.int()),
    unavailable: z.array(z.object({ uid: z.string(), code: z.string() })).optional(),
    hints: z.array(z.string()).optional(),
  }),
  aliases: [
    { name: 'mcp_grafana_list_alert_rules', input: listArguments, output: ({ rules }) => bare(rules) },
    ...operationAliases({ tool: 'alerting_manage_rules', operations: ['list'], list: 'rules', input: listArguments }),
  ],
  async run({ input, reader, signal }) {
    const matchers = input.matchers.map(parseMatcher);
    const targets = await ruleSources({ uid: input.datasource_uid, reader, signal });
    const { found, unavailable } = await askAll({
      targets,
      ask: async ({ uid, datasource }) => {
        if (datasource === undefined) {
          const standing = await readRuleStates({ reader, signal });
          return standing.filter(({ rule }) => rule.type !== 'recording').map(grafanaRow);
        }
        const groups = await new PrometheusClient(reader.target(datasource)).rules({ type: 'alert', signal });
        return groups.flatMap(({ name: group, rules }) =>
          rules.filter(({ type }) => type === 'alerting').map((rule) => prometheusRow({ rule, group, source: uid })),
        );
      },
    });
    const wanted = input.name?.toLowerCase() ?? '';
    const all = found.flatMap(({ answer }) => answer);
    const fitting = all.filter(
      (row) =>
        (input.state === undefined || row.state === input.state || row.health === input.state) &&
        (input.folder === undefined || row.folder_uid === input.folder || row.folder === input.folder) &&
        (input.group === undefined || row.group === input.group) &&
        row.title.toLowerCase().includes(wanted) &&
        matchers.every((matcher) => fitsLabels({ matcher, labels: row.labels })),
    );
    return {
      rules: fitting.toSorted((one, other) => urgency(one) - urgency(other)).slice(0, input.limit),
      left_out: Math.max(0, fitting.length - input.limit),
      states: Object.fromEntries([...Map.groupBy(fitting, ({ state }) => state)].map(([state, rows]) => [state, rows.length])),
      ...(unavailable.length > 0 && { unavailable }),
      ...(fitting.length === 0 && {
        hints: [
          all.length === 0 ? 'There are no alert rules here.' : `None of ${counted({ count: all.length, one: 'rule' })} fits.`,
        ],
      }),
    };
  },
});

const urgency = ({ state, health }: RuleRow): number => {
  if (state === 'firing') return 0;
  if (health === 'error' || health === 'nodata') return 1;
  return state === 'pending' ? 2 : 3;
};
