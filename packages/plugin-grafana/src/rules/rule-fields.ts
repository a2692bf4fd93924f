import { LineclearError } from '@lineclear/core/plugin';
import { type JsonObject, type JsonValue, omit, textAt, valueAt } from '../json/json-value.ts';
import { isUid } from '../schemas/uid.ts';
import { parseDuration } from './durations.ts';
import type { RuleFinding, RuleOutcome } from './finding.ts';

/** Names under which people and older tools write the fields of a rule. */
const otherNames: Readonly<Record<string, string>> = {
  name: 'title',
  rule_group: 'ruleGroup',
  group: 'ruleGroup',
  folder_uid: 'folderUID',
  folderUid: 'folderUID',
  no_data_state: 'noDataState',
  exec_err_state: 'execErrState',
  is_paused: 'isPaused',
  keepFiringFor: 'keep_firing_for',
  orgId: 'orgID',
  org_id: 'orgID',
  rule_uid: 'uid',
};

/** The fields of a rule under the names that Grafana reads; a name that is there already wins. */
export const renameFields = (rule: JsonObject): RuleOutcome => {
  const findings: RuleFinding[] = [];
  let renamed = rule;
  for (const [old, current] of Object.entries(otherNames)) {
    const value = valueAt(renamed, old);
    if (value === undefined || valueAt(renamed, current) !== undefined) continue;
    renamed = { ...omit(renamed, [old]), [current]: value };
    findings.push({
      code: 'field_name',
      path: `$.${old}`,
      message: `Grafana reads this field as ${current}.`,
      before: old,
      after: current,
    });
  }
  return { rule: renamed, findings };
};

/** Checks what no default can replace: title, group, folder and uid. Throws `invalid_input` that names the field. */
export const checkIdentity = (rule: JsonObject): RuleOutcome => {
  requireText({ rule, key: 'title', longest: 190 });
  const group = requireText({ rule, key: 'ruleGroup', longest: 190 });
  const folder = requireText({ rule, key: 'folderUID', longest: 40 });
  for (const [key, uid] of [
    ['folderUID', folder],
    ['uid', textAt(rule, 'uid')],
  ] as const) {
    if (uid !== undefined && !isUid(uid)) throw refuse({ key, says: 'may have letters, digits, - and _ only, at most 40' });
  }
  if (!/[/\\]/.test(group)) return { rule, findings: [] };
  const after = group.replaceAll(/[/\\]+/g, '-');
  const message = 'The name of a group is part of addresses: / and \\ in it make the group unreachable.';
  return {
    rule: { ...rule, ruleGroup: after },
    findings: [{ code: 'group_name', path: '$.ruleGroup', message, before: group, after }],
  };
};

const states = {
  noDataState: { byDefault: 'NoData', known: ['NoData', 'Alerting', 'OK', 'KeepLast'] },
  execErrState: { byDefault: 'Error', known: ['Error', 'Alerting', 'OK', 'KeepLast'] },
} as const;

/**
 * The states without data and after errors, in Grafana's words. `quiet` is the letter of a query that yields nothing while all is well: then
 * no data is no alarm, unless the author says otherwise.
 */
export const giveStates = ({ rule, quiet }: { rule: JsonObject; quiet: string | undefined }): RuleOutcome => {
  const findings: RuleFinding[] = [];
  let given = rule;
  for (const key of ['noDataState', 'execErrState'] as const) {
    const before = valueAt(rule, key);
    const { known } = states[key];
    const plain = typeof before === 'string' ? before.toLowerCase().replaceAll(/[^a-z]/g, '') : '';
    const isQuiet = key === 'noDataState' && quiet !== undefined;
    const after = known.find((state) => state.toLowerCase() === plain) ?? (isQuiet ? 'OK' : states[key].byDefault);
    if (isQuiet && after !== before && after === 'OK' && plain !== 'ok')
      findings.push({ code: 'no_data', path: `$.${key}`, message: quietDefault(quiet), before, after });
    else if (after !== before)
      findings.push({
        code: 'state',
        path: `$.${key}`,
        message:
          before === undefined ? `Grafana needs ${key}: ${after} is its own default.` : `${key} is one of ${known.join(', ')}.`,
        before,
        after,
      });
    if (isQuiet && /^(?:NoData|Alerting)$/.test(after))
      findings.push({ code: 'no_data', path: `$.${key}`, message: quietAlarm({ quiet, state: after }), before: after, after });
    given = { ...given, [key]: after };
  }
  return { rule: given, findings };
};

const quietDefault = (letter: string): string =>
  `Query ${letter} yields no series while all is well, so no data is OK here. What is no longer measured looks the same: only a rule with absent() tells.`;

const quietAlarm = ({ quiet, state }: { quiet: string; state: string }): string =>
  `Query ${quiet} yields no series while all is well, and ${state} raises an alert then: no_data_state OK does not.`;

/** How long a condition must hold. Throws `invalid_input` for what is no duration. */
export const giveDurations = (rule: JsonObject): RuleOutcome => {
  const findings: RuleFinding[] = [];
  let given = rule;
  for (const key of ['for', 'keep_firing_for']) {
    const before = valueAt(rule, key);
    if (before === undefined && key === 'keep_firing_for') continue;
    const after = durationText(before);
    if (after === undefined) throw refuse({ key, says: 'is no duration such as 5m or 1h30m' });
    if (after === before) continue;
    given = { ...given, [key]: after };
    findings.push({
      code: 'duration',
      path: `$.${key}`,
      message:
        before === undefined
          ? 'No duration is given: the alert fires at the first evaluation.'
          : 'A duration is text with a unit.',
      before,
      after,
    });
  }
  return { rule: given, findings };
};

/** The server takes the organisation from the credentials; its API still wants a number there. */
export const ignoreOrganisation = (rule: JsonObject): RuleOutcome => {
  const before = valueAt(rule, 'orgID');
  if (before === undefined || before === 1) return { rule: { ...rule, orgID: 1 }, findings: [] };
  return {
    rule: { ...rule, orgID: 1 },
    findings: [
      {
        code: 'organisation',
        path: '$.orgID',
        message: 'The organisation is that of the credentials, whatever stands here.',
        before,
        after: 1,
      },
    ],
  };
};

const durationText = (value: JsonValue | undefined): string | undefined => {
  if (value === undefined || value === null || value === '') return '0s';
  if (typeof value === 'number') return Number.isInteger(value) && value >= 0 && value <= 999_999_999 ? `${value}s` : undefined;
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  if (/^\d{1,9}$/.test(text)) return `${text}s`;
  return parseDuration(text) === undefined ? undefined : text;
};

const requireText = ({ rule, key, longest }: { rule: JsonObject; key: string; longest: number }): string => {
  const value = textAt(rule, key)?.trim() ?? '';
  if (value === '') throw refuse({ key, says: 'is missing' });
  if (value.length > longest) throw refuse({ key, says: `has more than ${longest} characters` });
  return value;
};

const refuse = ({ key, says }: { key: string; says: string }): LineclearError =>
  new LineclearError('invalid_input', `${key} of the alert rule ${says}.`, {
    details: { reason: 'rule_field', path: `$.${key}` },
  });
