import * as z from 'zod';
import { alertValue } from '../prometheus/alert-value.ts';
import type { Rule } from '../prometheus/schemas.ts';
import { durationOf } from './durations.ts';
import type { StandingRule } from './read-rules.ts';
import type { ProvisionedRule } from './rule.ts';
import { grafanaRow, prometheusRow, ruleRow } from './rule-row.ts';
import { stateWord } from './state-word.ts';

/** A whole rule: what it is, and how it stands. */
export const shownRule = ruleRow.partial({ state: true, health: true, group: true }).extend({
  condition: z.string().optional(),
  data: z.array(z.record(z.string(), z.unknown())).optional().describe('Queries and expressions'),
  query: z.string().optional().describe('Of a Prometheus rule'),
  for: z.string().optional(),
  keep_firing_for: z.string().optional(),
  no_data_state: z.string().optional(),
  exec_err_state: z.string().optional(),
  annotations: z.record(z.string(), z.string()),
  is_paused: z.boolean().optional(),
  provenance: z.string().optional(),
  updated: z.string().optional(),
  interval_seconds: z.number().optional(),
  instances: z.array(
    z.object({ labels: z.record(z.string(), z.string()), state: z.string(), since: z.string().optional(), value: z.string() }),
  ),
  instances_left_out: z.int(),
});
export type ShownRule = z.output<typeof shownRule>;

const mostInstances = 20;

/** A rule that was created a moment ago may have no state yet. */
export const showGrafanaRule = ({
  rule,
  standing,
}: {
  rule: ProvisionedRule;
  standing: StandingRule | undefined;
}): ShownRule => ({
  source: 'grafana',
  ...(standing !== undefined && grafanaRow(standing)),
  uid: rule.uid,
  title: rule.title,
  folder_uid: rule.folderUID,
  group: rule.ruleGroup,
  condition: rule.condition,
  data: rule.data,
  for: rule.for,
  ...(typeof rule.keep_firing_for === 'string' && { keep_firing_for: rule.keep_firing_for }),
  no_data_state: rule.noDataState,
  exec_err_state: rule.execErrState,
  labels: rule.labels,
  annotations: rule.annotations,
  is_paused: rule.isPaused === true,
  ...(rule.provenance !== '' && { provenance: rule.provenance }),
  ...(rule.updated !== '' && { updated: rule.updated }),
  ...(standing?.intervalS !== undefined && { interval_seconds: standing.intervalS }),
  ...instancesOf(standing?.rule.alerts ?? []),
});

export const showPrometheusRule = ({
  rule,
  group,
  source,
  intervalS,
}: {
  rule: Rule;
  group: string;
  source: string;
  intervalS: number | null | undefined;
}): ShownRule => ({
  ...prometheusRow({ rule, group, source }),
  query: rule.query,
  ...(typeof rule.duration === 'number' && { for: rule.duration === 0 ? '0s' : durationOf(rule.duration) }),
  annotations: rule.annotations,
  ...(typeof intervalS === 'number' && { interval_seconds: intervalS }),
  ...instancesOf(rule.alerts),
});

const instancesOf = (
  alerts: readonly {
    readonly labels: Record<string, string>;
    readonly state: string;
    readonly activeAt?: string | null | undefined;
    readonly value?: unknown;
  }[],
) => ({
  instances: alerts.slice(0, mostInstances).map(({ labels, state, activeAt, value }) => ({
    labels,
    state: stateWord(state),
    ...(Date.parse(activeAt ?? '') > 0 && { since: new Date(activeAt ?? '').toISOString() }),
    value: alertValue(value),
  })),
  instances_left_out: Math.max(0, alerts.length - mostInstances),
});
