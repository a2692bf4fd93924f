import * as z from 'zod';
import { cutLabels, cutText } from '../schemas/cut-text.ts';
import { alertValue } from './alert-value.ts';
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
    group: cutText({ text: group, most: 300 }),
    name: cutText({ text: rule.name, most: 300 }),
    type: rule.type,
    query: cut(rule.query),
    ...(rule.type === 'alerting' && { state: cutText({ text: rule.state ?? 'unknown', most: 40 }) }),
    health: cutText({ text: rule.health, most: 40 }),
    ...(rule.lastError !== '' && { error: cut(rule.lastError) }),
    ...(typeof rule.duration === 'number' && { for_seconds: rule.duration }),
    labels: cutLabels(rule.labels).labels,
    ...(rule.type === 'alerting' && { annotations: cutAnnotations(rule.annotations) }),
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
  return {
    labels: cutLabels(labels).labels,
    state: cutText({ text: state, most: 40 }),
    ...(since !== undefined && { since }),
    value: alertValue(value),
  };
};

const cut = (text: string): string => cutText({ text, most: longestText });

const cutAnnotations = (annotations: Rule['annotations']): Rule['annotations'] =>
  Object.fromEntries(
    Object.entries(annotations)
      .slice(0, mostAnnotations)
      .map(([name, text]) => [name, cut(text)]),
  );

const mostAnnotations = 30;
