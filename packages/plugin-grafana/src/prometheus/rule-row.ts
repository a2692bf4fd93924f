import * as z from 'zod';
import type { Rule } from './schemas.ts';
import { isoTime } from './target-row.ts';

const texts = z.record(z.string(), z.string());

/** A rule as answers show it. */
export const ruleRow = z.object({
  group: z.string(),
  name: z.string(),
  type: z.enum(['alerting', 'recording']),
  query: z.string(),
  state: z.string().optional().describe('firing, pending or inactive.'),
  health: z.string().describe('ok, err or unknown.'),
  error: z.string().optional().describe('From the last evaluation.'),
  for_seconds: z.number().optional(),
  labels: texts,
  annotations: texts.optional(),
  last_evaluation: z.string().optional(),
  evaluation_seconds: z.number().optional(),
  alerts: z.array(z.object({ labels: texts, state: z.string(), since: z.string().optional(), value: z.string() })).optional(),
  alerts_left_out: z.int().optional(),
});
export type RuleRow = z.output<typeof ruleRow>;

export const toRuleRow = ({ group, rule }: { group: string; rule: Rule }): RuleRow => {
  const lastEvaluation = isoTime(rule.lastEvaluation);
  return {
    group,
    name: rule.name,
    type: rule.type,
    query: cut(rule.query),
    ...(rule.type === 'alerting' && { state: rule.state ?? 'unknown' }),
    health: rule.health,
    ...(rule.lastError !== '' && { error: cut(rule.lastError) }),
    ...(typeof rule.duration === 'number' && { for_seconds: rule.duration }),
    labels: rule.labels,
    ...(rule.type === 'alerting' && { annotations: rule.annotations }),
    ...(lastEvaluation !== undefined && { last_evaluation: lastEvaluation }),
    ...(typeof rule.evaluationTime === 'number' && { evaluation_seconds: Number(rule.evaluationTime.toPrecision(4)) }),
    ...(rule.alerts.length > 0 && { alerts: rule.alerts.slice(0, mostAlerts).map(toAlertRow) }),
    ...(rule.alerts.length > mostAlerts && { alerts_left_out: rule.alerts.length - mostAlerts }),
  };
};

const mostAlerts = 5;
const longestText = 1_000;

const toAlertRow = ({ labels, state, activeAt, value }: Rule['alerts'][number]) => {
  const since = isoTime(activeAt);
  return { labels, state, ...(since !== undefined && { since }), value: String(value).slice(0, 40) };
};

const cut = (text: string): string => (text.length <= longestText ? text : `${text.slice(0, longestText).toWellFormed()}…`);
