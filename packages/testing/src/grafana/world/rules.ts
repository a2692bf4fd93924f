import type { JsonObject } from '@lineclear/core/plugin';
import type { RuleBody, RuleQuery } from '../model/rule-body.ts';
import type { RuleRecord } from '../model/records.ts';
import { refuse, refusePublic } from '../routes/refusal.ts';
import { isUid } from './slug.ts';
import type { Store } from './store.ts';

/** How a server answers a rule that is there already: newer versions 409, older ones 400. */
export type DuplicateRuleStatus = 400 | 409;

/** Saves a rule that is in order; refuses the others as the server does. `known` is the rule that is changed. */
export const saveRule = (
  store: Store,
  {
    body,
    known,
    provenance,
    duplicateStatus,
  }: { body: RuleBody; known: RuleRecord | undefined; provenance: '' | 'api'; duplicateStatus: DuplicateRuleStatus },
): RuleRecord => {
  checkRule(store, body);
  refuseDuplicate({ store, body, known, duplicateStatus });
  const record: RuleRecord = known ?? {
    id: store.nextId(),
    uid: (body.uid ?? '') === '' ? store.nextUid('r') : (body.uid ?? ''),
    body: {},
    provenance,
    updatedAtMs: store.nowMs,
    instances: [],
  };
  record.body = storedBody(body);
  record.provenance = provenance;
  record.updatedAtMs = store.nowMs;
  store.rules.set(record.uid, record);
  return record;
};

const checkRule = (store: Store, body: RuleBody): void => {
  const invalid = (problem: string) => refuse(400, `invalid alert rule: ${problem}`);
  if ((body.uid ?? '') !== '' && !isUid(body.uid ?? ''))
    throw invalid('UID is longer than 40 symbols or contains invalid characters');
  if (body.title === '') throw invalid('title is empty');
  if (body.title.length > 190) throw invalid('alert rule title is too long. Max length is 190');
  if (body.ruleGroup === '') throw invalid('rule group is empty');
  if (body.ruleGroup.length > 190) throw invalid('rule group name is too long. Max length is 190');
  if (body.folderUID === '' || !store.folders.has(body.folderUID)) throw invalid('folder does not exist');
  if (!/^(0|(\d+(ms|[smhdwy]))+)$/.test(body.for)) throw invalid(`field 'for' is no duration: ${body.for}`);
  if (!noDataStates.includes(body.noDataState)) throw invalid(`unknown NoData state option ${body.noDataState}`);
  if (!errorStates.includes(body.execErrState)) throw invalid(`unknown Error state option ${body.execErrState}`);
  if (body.data.length === 0) throw invalid('no queries or expressions are found');
  for (const query of body.data) checkQuery(query);
  const refIds = body.data.map(({ refId }) => refId);
  if (body.record === undefined || body.record === null) {
    if (!refIds.includes(body.condition)) {
      throw refusePublic({
        status: 400,
        messageId: 'alerting.alert-rule.conditionNotExist',
        message: `Condition ${body.condition} does not exist, must be one of [${refIds.join(',')}]`,
      });
    }
  }
};

const noDataStates = ['Alerting', 'NoData', 'OK', 'KeepLast'];
const errorStates = ['Alerting', 'Error', 'OK', 'KeepLast'];

/** The uids under which Grafana knows its own expressions. */
export const isExpression = ({ datasourceUid }: Pick<RuleQuery, 'datasourceUid'>): boolean =>
  datasourceUid === '__expr__' || datasourceUid === '-100';

const checkQuery = (query: RuleQuery): void => {
  if (query.refId === '') throw refuse(400, 'invalid alert rule: refId is empty');
  const { from = 0, to = 0 } = query.relativeTimeRange ?? {};
  if (isExpression(query) || from > to) return;
  throw refusePublic({
    status: 400,
    messageId: 'alerting.alert-rule.invalidRelativeTime',
    message: `Invalid alert rule query ${query.refId}: invalid relative time range [From: ${from}s, To: ${to}s]`,
  });
};

const refuseDuplicate = ({
  store,
  body,
  known,
  duplicateStatus,
}: {
  store: Store;
  body: RuleBody;
  known: RuleRecord | undefined;
  duplicateStatus: DuplicateRuleStatus;
}): void => {
  const others = [...store.rules.values()].filter((rule) => rule !== known);
  const sameUid = known === undefined && others.some(({ uid }) => uid === body.uid);
  const sameTitle = others.some((rule) => rule.body['folderUID'] === body.folderUID && rule.body['title'] === body.title);
  if (!sameUid && !sameTitle) return;
  const problem = sameUid
    ? 'rule UID under the same organisation should be unique'
    : 'rule title under the same organisation and folder should be unique';
  if (duplicateStatus === 400) throw refuse(400, `could not proceed due to a conflict: ${problem}`);
  throw refusePublic({
    status: 409,
    messageId: 'alerting.alert-rule.conflict',
    message: `conflicting alert rule found [rule_uid: '${body.uid ?? ''}', title: '${body.title}', namespace_uid: '${body.folderUID}']: ${problem}`,
  });
};

// What the server fills in, and what it leaves out.
const storedBody = (body: RuleBody): JsonObject => ({
  ...Object.fromEntries(Object.entries(body).filter(([name, value]) => name !== 'uid' && value !== undefined && value !== null)),
  data: body.data.map(({ refId, queryType, relativeTimeRange, datasourceUid, model }) => ({
    refId,
    queryType: queryType ?? '',
    relativeTimeRange: relativeTimeRange ?? { from: 0, to: 0 },
    datasourceUid,
    model: { intervalMs: 1000, maxDataPoints: 43_200, ...model },
  })),
  isPaused: body.isPaused ?? false,
  notification_settings: body.notification_settings ?? null,
  record: body.record ?? null,
});
