import type { JsonObject } from '@lineclear/core/plugin';
import type { RuleInstance, RuleRecord } from '../model/records.ts';
import { isJsonObject } from '../../openapi/json.ts';
import { isExpression } from '../world/rules.ts';
import type { Store } from '../world/store.ts';
import type { Endpoint } from './endpoint.ts';
import { numberOf } from './parse.ts';
import { refuse } from './refusal.ts';
import type { StateHistory } from './history-frame.ts';
import { historyFrame } from './history-frame.ts';
import { intervalOf } from './rule-endpoints.ts';

/** How Grafana's own rules stand, and how they stood before. */
export const ruleStateEndpoints = (store: Store, { stateHistory }: { stateHistory: StateHistory }): readonly Endpoint[] => [
  {
    method: 'GET',
    path: '/api/prometheus/grafana/api/v1/rules',
    role: 'Viewer',
    handle: ({ query }) => {
      const rules = [...store.rules.values()].filter((rule) => fits(query, rule));
      const limit = numberOf(query, { name: 'limit_alerts', fallback: Number.MAX_SAFE_INTEGER });
      const groups = [...Map.groupBy(rules, ({ body }) => `${String(body['folderUID'])}/${String(body['ruleGroup'])}`).values()];
      return {
        json: {
          status: 'success',
          data: { groups: groups.map((members) => toGroup({ store, members, limit })), totals: totalsOf(rules) },
        },
      };
    },
  },
  {
    method: 'GET',
    path: '/api/prometheus/grafana/api/v1/alerts',
    role: 'Viewer',
    handle: () => ({
      json: {
        status: 'success',
        data: { alerts: [...store.rules.values()].flatMap((rule) => alertsOf(rule, Number.MAX_SAFE_INTEGER)) },
      },
    }),
  },
  {
    method: 'GET',
    path: '/api/v1/rules/history',
    role: 'Viewer',
    handle: ({ query, caller }) => {
      if (stateHistory === 'annotations' && (query.get('ruleUID') ?? '') === '')
        throw refuse(500, 'ruleUID is required to query annotations');
      return { json: historyFrame({ store, query, stateHistory, orgId: caller.orgId }) };
    },
  },
];

/** What Prometheus calls the state of a rule: of its worst instance. */
export const ruleStateOf = ({ instances }: RuleRecord): 'firing' | 'pending' | 'inactive' => {
  if (instances.some(isFiring)) return 'firing';
  return instances.some(({ state }) => state === 'Pending') ? 'pending' : 'inactive';
};

export const isFiring = ({ state }: RuleInstance): boolean => state === 'Alerting' || state === 'NoData' || state === 'Error';

const fits = (query: URLSearchParams, rule: RuleRecord): boolean => {
  const equals = (names: readonly string[], actual: unknown): boolean => {
    const wanted = names.flatMap((name) => query.getAll(name));
    return wanted.length === 0 || wanted.includes(String(actual));
  };
  const states = query.getAll('state').map((state) => (state === 'normal' ? 'inactive' : state));
  return (
    equals(['folder_uid', 'folder'], rule.body['folderUID']) &&
    equals(['rule_group'], rule.body['ruleGroup']) &&
    equals(['rule_uid'], rule.uid) &&
    equals(['rule_name'], rule.body['title']) &&
    (states.length === 0 || states.includes(ruleStateOf(rule)))
  );
};

const toGroup = ({ store, members, limit }: { store: Store; members: readonly RuleRecord[]; limit: number }): JsonObject => {
  const folderUid = String(members[0]?.body['folderUID']);
  const title = String(members[0]?.body['ruleGroup']);
  return {
    name: title,
    file: store.folders.get(folderUid)?.title ?? folderUid,
    folderUid,
    rules: members.map((rule) => toRuleState({ store, rule, limit })),
    totals: totalsOf(members),
    interval: intervalOf(store, { folderUid, title }),
    lastEvaluation: new Date(store.nowMs).toISOString(),
    evaluationTime: 0.012,
  };
};

const toRuleState = ({ store, rule, limit }: { store: Store; rule: RuleRecord; limit: number }): JsonObject => {
  const totals = Object.fromEntries(
    [...Map.groupBy(rule.instances, ({ state }) => state.toLowerCase())].map(([state, members]) => [state, members.length]),
  );
  const worst = rule.instances.find(({ state }) => state === 'Error' || state === 'NoData');
  return {
    state: ruleStateOf(rule),
    name: String(rule.body['title']),
    folderUid: String(rule.body['folderUID']),
    uid: rule.uid,
    query: queriesOf(rule),
    duration: secondsOf(String(rule.body['for'] ?? '0s')),
    keepFiringFor: secondsOf(String(rule.body['keep_firing_for'] ?? '0s')),
    annotations: rule.body['annotations'] ?? {},
    labels: rule.body['labels'] ?? {},
    alerts: alertsOf(rule, limit),
    totals,
    totalsFiltered: totals,
    health: worst === undefined ? 'ok' : worst.state.toLowerCase(),
    type: 'alerting',
    isPaused: rule.body['isPaused'] === true,
    lastEvaluation: new Date(store.nowMs).toISOString(),
    evaluationTime: 0.004,
  };
};

const alertsOf = ({ body, instances }: RuleRecord, limit: number): JsonObject[] =>
  instances.slice(0, limit).map(({ state, labels, value, sinceMs }) => ({
    labels: { alertname: String(body['title']), ...labels },
    annotations: body['annotations'] ?? {},
    state,
    activeAt: new Date(sinceMs).toISOString(),
    value: String(value),
  }));

const totalsOf = (rules: readonly RuleRecord[]): JsonObject =>
  Object.fromEntries([...Map.groupBy(rules, ruleStateOf)].map(([state, members]) => [state, members.length]));

const queriesOf = ({ body }: RuleRecord): string => {
  const queries = Array.isArray(body['data']) ? body['data'].filter(isJsonObject) : [];
  const models = queries
    .filter((query) => !isExpression({ datasourceUid: String(query['datasourceUid']) }))
    .map(({ model }) => model);
  return JSON.stringify(models);
};

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

const secondsOf = (duration: string): number =>
  [...duration.matchAll(/(\d+)([smhdw])/g)].reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * (unitSeconds[unit ?? ''] ?? 0),
    0,
  );
