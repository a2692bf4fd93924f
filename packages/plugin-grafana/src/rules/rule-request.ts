import { LineclearError, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { JsonObject } from '../json/json-value.ts';
import { readJsonObject } from '../json/read-json.ts';

const texts = z.record(z.string(), z.string());

/** A rule as callers write it, in the order in which they think of it. Its queries are checked where the rule is normalised. */
export const ruleFields = {
  title: z.string().describe('Unique in its folder'),
  folder_uid: z.string().describe('Made if it is missing'),
  rule_group: z.string().describe('Evaluated together'),
  data: z.array(z.record(z.string(), z.unknown())).describe('[{"refId":"A","datasourceUid":"…","model":{"expr":"…"}}]'),
  condition: z.string().optional().describe('A refId'),
  for: z.string().optional().describe('5m'),
  keep_firing_for: z.string().optional().describe('10m'),
  labels: texts.optional().describe('{"severity":"critical"}'),
  annotations: texts.optional().describe('{"summary":"…"}'),
  no_data_state: z.string().optional().describe('NoData, Alerting, OK or KeepLast'),
  exec_err_state: z.string().optional().describe('Error, Alerting, OK or KeepLast'),
  is_paused: z.boolean().optional().describe('true: not evaluated'),
  notification_settings: z.record(z.string(), z.unknown()).optional().describe('{"receiver":"On call"}'),
} as const;

const someFields = z.strictObject(ruleFields).partial();
export type RuleChanges = z.output<typeof someFields>;

/** Changes of a rule. Throws `invalid_input` that names the first field that does not fit. */
export const parseChanges = (changes: Readonly<Record<string, unknown>>): RuleChanges => {
  if (Object.keys(changes).length === 0)
    throw new LineclearError('invalid_input', 'changes names no field, so nothing would change.', {
      hint: `Name some of ${Object.keys(ruleFields).join(', ')}.`,
      details: { reason: 'rule_changes' },
    });
  const { success, data, error } = someFields.safeParse(changes);
  if (success) return data;
  const [issue] = error.issues;
  const field = issue?.code === 'unrecognized_keys' ? issue.keys[0] : issue?.path.join('.');
  throw new LineclearError('invalid_input', `changes does not fit at ${quoted(String(field))}.`, {
    hint: `Use the fields of create_alert_rule: ${Object.keys(ruleFields).join(', ')}.`,
    details: { reason: 'rule_changes', field: String(field).slice(0, 80) },
  });
};

/** The fields of an input under the names of Grafana's API. */
const apiNames: Readonly<Record<string, string>> = {
  folder_uid: 'folderUID',
  rule_group: 'ruleGroup',
  no_data_state: 'noDataState',
  exec_err_state: 'execErrState',
  is_paused: 'isPaused',
};

/** A rule, or a part of one, as Grafana's API has it. Throws `invalid_input` for what cannot be JSON of a sensible size. */
export const toApiRule = (input: Readonly<Record<string, unknown>>): JsonObject =>
  readJsonObject({
    value: Object.fromEntries(
      Object.entries(input).flatMap(([name, value]) => (value === undefined ? [] : [[apiNames[name] ?? name, value]])),
    ),
    what: 'The alert rule',
  });
