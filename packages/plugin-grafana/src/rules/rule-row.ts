import * as z from 'zod';
import type { Rule } from '../prometheus/schemas.ts';
import type { StandingRule } from './read-rules.ts';

/** What a rule comes to: `paused` is not evaluated at all. */
export const ruleStates = ['firing', 'pending', 'normal', 'paused'] as const;

/** A rule of Grafana's own or of Prometheus, as lists show it. */
export const ruleRow = z.object({
  source: z.string().describe('grafana, or the datasource that evaluates it'),
  uid: z.string().optional(),
  title: z.string(),
  folder: z.string().optional(),
  folder_uid: z.string().optional(),
  group: z.string(),
  state: z.enum(ruleStates),
  health: z.enum(['ok', 'error', 'nodata', 'unknown']),
  last_error: z.string().optional(),
  firing: z.int().optional().describe('How many instances fire'),
  labels: z.record(z.string(), z.string()),
  last_evaluation: z.string().optional(),
});
export type RuleRow = z.output<typeof ruleRow>;

export const grafanaRow = ({ rule, group, folder, folderUid }: StandingRule): RuleRow => ({
  source: 'grafana',
  ...(typeof rule.uid === 'string' && { uid: rule.uid }),
  title: rule.name,
  folder,
  ...(folderUid !== undefined && { folder_uid: folderUid }),
  group,
  state: rule.isPaused === true ? 'paused' : stateFrom(rule.state),
  health: healthFrom(rule.health),
  ...lastErrorOf(rule.lastError),
  ...firingOf(rule.alerts),
  labels: rule.labels,
  ...evaluationOf(rule.lastEvaluation),
});

export const prometheusRow = ({ rule, group, source }: { rule: Rule; group: string; source: string }): RuleRow => ({
  source,
  title: rule.name,
  group,
  state: stateFrom(rule.state),
  health: healthFrom(rule.health),
  ...lastErrorOf(rule.lastError),
  ...firingOf(rule.alerts),
  labels: rule.labels,
  ...evaluationOf(rule.lastEvaluation),
});

const stateFrom = (state: string | null | undefined): RuleRow['state'] => {
  const word = state?.toLowerCase();
  if (word === 'firing' || word === 'alerting') return 'firing';
  return word === 'pending' ? 'pending' : 'normal';
};

const healthFrom = (health: string | null | undefined): RuleRow['health'] => {
  const word = health?.toLowerCase();
  if (word === 'err' || word === 'error') return 'error';
  return word === 'ok' || word === 'nodata' ? word : 'unknown';
};

const longestError = 500;

const lastErrorOf = (text: string | null | undefined) =>
  text === null || text === undefined || text === '' ? {} : { last_error: text.slice(0, longestError).toWellFormed() };

const firingOf = (alerts: readonly { readonly state: string }[]) => {
  const firing = alerts.filter(({ state }) => stateFrom(state) === 'firing' || /^(nodata|error)\b/i.test(state)).length;
  return firing === 0 ? {} : { firing };
};

// Go's zero time: never evaluated.
const evaluationOf = (time: string | null | undefined) => {
  const timeMs = Date.parse(time ?? '');
  return Number.isNaN(timeMs) || timeMs <= 0 ? {} : { last_evaluation: new Date(timeMs).toISOString() };
};
