import * as z from 'zod';
import { queryArguments, renameArguments } from '../aliases/rename-arguments.ts';
import { grafana } from '../connection.ts';
import { datasourceUid } from '../prometheus/inputs.ts';
import { needsPrometheus } from '../prometheus/needs-prometheus.ts';
import { openPrometheus } from '../prometheus/open-prometheus.ts';
import { type RuleRow, ruleRow, toRuleRow } from '../prometheus/rule-row.ts';
import { page } from '../prometheus/scope.ts';
import { counted } from '../schemas/counted.ts';

export const listPrometheusRules = grafana.read({
  name: 'list_prometheus_rules',
  title: 'List Prometheus rules',
  toolset: 'prometheus',
  offered: needsPrometheus,
  description: "List the rules that Prometheus evaluates, failing and firing first. Use list_alert_rules for Grafana's own.",
  input: z.strictObject({
    datasource_uid: datasourceUid,
    type: z.enum(['alerting', 'recording']).optional().describe('Only such.'),
    state: z.enum(['firing', 'pending', 'inactive', 'error']).optional().describe('error: evaluation fails.'),
    name: z.string().optional().describe('Part of the name or group.'),
    limit: z.int().min(1).max(200).default(50).describe('At most.'),
  }),
  output: z.object({
    rules: z.array(ruleRow),
    total: z.int().describe('All that fit.'),
    firing: z.int(),
    pending: z.int(),
    failing: z.int().describe('Rules whose evaluation fails.'),
    more: z.int().describe('Left out.'),
    hints: z.array(z.string()),
  }),
  aliases: [{ name: 'mcp_grafana_list_prometheus_rules', input: renameArguments(queryArguments) }],
  run: async ({ input: { type, state, name = '', limit, ...input }, reader, signal }) => {
    const { client } = await openPrometheus({ reader, uid: input.datasource_uid, signal });
    const asked = type === undefined ? undefined : type === 'alerting' ? 'alert' : 'record';
    const groups = await client.rules({ type: asked, signal });
    const all = groups.flatMap(({ name: group, rules }) => rules.map((rule) => toRuleRow({ group, rule })));
    // Some servers behind the same API do not know the filter.
    const ofType = all.filter((rule) => type === undefined || rule.type === type);
    const fitting = ofType.filter((rule) => isInState({ rule, state }) && isNamed({ rule, part: name.toLowerCase() }));
    const { shown, leftOut } = page({ items: fitting.toSorted((one, other) => urgency(one) - urgency(other)), limit });
    const count = (wanted: 'firing' | 'pending' | 'error'): number =>
      ofType.filter((rule) => isInState({ rule, state: wanted })).length;
    return {
      rules: shown,
      total: fitting.length,
      firing: count('firing'),
      pending: count('pending'),
      failing: count('error'),
      more: leftOut,
      hints:
        fitting.length > 0
          ? []
          : [
              ofType.length === 0
                ? 'This server evaluates no such rules.'
                : `None of ${counted({ count: ofType.length, one: 'rule' })} fits.`,
            ],
    };
  },
});

const isInState = ({ rule, state }: { rule: RuleRow; state: string | undefined }): boolean =>
  state === undefined || (state === 'error' ? rule.health === 'err' : rule.state === state);

const isNamed = ({ rule, part }: { rule: RuleRow; part: string }): boolean =>
  rule.name.toLowerCase().includes(part) || rule.group.toLowerCase().includes(part);

const urgency = ({ health, state }: RuleRow): number => {
  if (health === 'err') return 0;
  return state === 'firing' ? 1 : state === 'pending' ? 2 : 3;
};
