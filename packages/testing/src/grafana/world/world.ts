import type { JsonObject } from '@lineclear/core/plugin';
import type { LokiLine } from '../loki/store.ts';
import type { DashboardRecord, DatasourceRecord, RuleInstance, RuleRecord, RuleState } from '../model/records.ts';
import { ruleBody } from '../model/rule-body.ts';
import { addAnnotation } from '../routes/annotation-endpoints.ts';
import type { BrokenWays } from '../routes/proxy-endpoints.ts';
import { saveDashboard } from './dashboards.ts';
import { saveRule } from './rules.ts';
import { stateOf } from './state.ts';
import type { Store } from './store.ts';
import { fromV2 } from './v2-dashboards.ts';

/** What a new datasource is told. */
export interface NewDatasource {
  readonly uid: string;
  readonly name: string;
  readonly type: string;
  /** Nothing for the fake Loki, and for a datasource whose server is gone. */
  readonly url?: string;
  readonly isDefault?: boolean;
  readonly jsonData?: JsonObject;
}

/** The sandbox seen from behind: what another operator or the alerting engine does, and what is true now. */
export interface GrafanaWorld {
  /** Everything that a write would change, as JSON. */
  state(): JsonObject;
  dashboard(uid: string): Readonly<DashboardRecord>;
  rule(uid: string): Readonly<RuleRecord>;
  addDatasource(datasource: NewDatasource): void;
  addFolder(folder: { uid: string; title: string; parentUid?: string }): void;
  /** Another operator saves a dashboard: a new one, or the next version. */
  saveDashboard(dashboard: { uid: string; json: JsonObject; folderUid?: string; by?: string }): void;
  /** Another operator saves a dashboard in the second schema (`v2beta1`). */
  saveV2Dashboard(dashboard: { uid: string; spec: JsonObject; folderUid?: string }): void;
  deleteDashboard(uid: string): void;
  /** From a file from now on: the API does not save it any more. */
  provision(dashboardUid: string): void;
  /** Another operator saves a rule, in the shape of the provisioning API. */
  saveRule(rule: JsonObject): string;
  deleteRule(uid: string): void;
  /** The alerting engine finds instances of a rule in a state; every change goes into the history. */
  setRuleState(uid: string, change: { state: RuleState; labels?: Readonly<Record<string, string>>; value?: number }): void;
  addContactPoint(point: { uid: string; name: string; type: string; settings: JsonObject }): void;
  pushLogs(lines: readonly LokiLine[]): void;
  /** Lets one of the two ways to all datasources refuse, until it is taken back with `undefined`. */
  breakWay(way: keyof BrokenWays, status: 401 | 403 | 500 | undefined): void;
  setSwitch(name: 'apis' | 'incidents' | 'patterns', isOn: boolean): void;
}

/** What can be switched on and off while the sandbox runs. */
export interface Switches {
  apis: boolean;
  incidents: boolean;
  patterns: boolean;
}

export const createWorld = ({
  store,
  broken,
  switches,
}: {
  store: Store;
  broken: BrokenWays;
  switches: Switches;
}): GrafanaWorld => {
  const rule = (uid: string): RuleRecord => found(store.rules.get(uid), `rule ${uid}`);
  const dashboard = (uid: string): DashboardRecord => found(store.dashboards.get(uid), `dashboard ${uid}`);
  return {
    state: () => stateOf(store),
    dashboard,
    rule,
    addDatasource: (datasource) => addDatasource(store, datasource),
    addFolder: ({ uid, title, parentUid }) => {
      const nowMs = store.nowMs;
      const common = { id: store.nextId(), description: '', version: 1, createdAtMs: nowMs, updatedAtMs: nowMs };
      store.folders.set(uid, { ...common, uid, title, parentUid });
    },
    saveDashboard: ({ uid, json, folderUid, by = 'somebody-else' }) => {
      const place = folderUid ?? store.dashboards.get(uid)?.folderUid ?? '';
      saveDashboard(store, { uid, json, folderUid: place, message: '', by });
    },
    saveV2Dashboard: ({ uid, spec, folderUid = '' }) => {
      saveDashboard(store, { uid, json: fromV2(spec), v2Spec: spec, folderUid, message: '', by: 'somebody-else' });
    },
    deleteDashboard: (uid) => void store.dashboards.delete(uid),
    provision: (uid) => {
      dashboard(uid).isProvisioned = true;
    },
    saveRule: (body) => {
      const parsed = ruleBody.parse(body);
      const known = store.rules.get(parsed.uid ?? '');
      return saveRule(store, { body: parsed, known, provenance: '', duplicateStatus: 409 }).uid;
    },
    deleteRule: (uid) => void store.rules.delete(uid),
    setRuleState: (uid, change) => setRuleState({ store, rule: rule(uid), ...change }),
    addContactPoint: (point) => void store.contactPoints.set(point.uid, { ...point, disableResolveMessage: false }),
    pushLogs: (lines) => store.loki.push(lines),
    breakWay: (way, status) => {
      broken[way] = status;
    },
    setSwitch: (name, isOn) => {
      switches[name] = isOn;
    },
  };
};

/** Adds a datasource, or replaces the one with the same uid. */
export const addDatasource = (store: Store, { uid, name, type, url, isDefault = false, jsonData = {} }: NewDatasource): void => {
  const record: DatasourceRecord = { id: store.nextId(), uid, name, type, url: url?.replace(/\/+$/, ''), isDefault, jsonData };
  store.datasources.set(uid, record);
};

const setRuleState = ({
  store,
  rule,
  state,
  labels = {},
  value = 1,
}: {
  store: Store;
  rule: RuleRecord;
  state: RuleState;
  labels?: Readonly<Record<string, string>>;
  value?: number;
}): void => {
  const own = typeof rule.body['labels'] === 'object' ? ruleBody.parse(rule.body).labels : {};
  const all = { ...own, ...labels };
  const key = JSON.stringify(all);
  const before = rule.instances.find((instance) => JSON.stringify(instance.labels) === key);
  const instance: RuleInstance = { state, labels: all, value, sinceMs: before?.state === state ? before.sinceMs : store.nowMs };
  rule.instances = [...rule.instances.filter((other) => other !== before), instance];
  if ((before?.state ?? 'Normal') === state) return;
  const title = String(rule.body['title']);
  const text = Object.entries(all).map(([name, one]) => `${name}=${one}`);
  addAnnotation(store, {
    text: `${title} {alertname=${title}, ${text.join(', ')}} - B=${value}`,
    tags: [],
    timeMs: store.nowMs,
    timeEndMs: store.nowMs,
    dashboardUid:
      rule.body['annotations'] === undefined ? undefined : ruleBody.parse(rule.body).annotations?.['__dashboardUid__'],
    panelId: Number(ruleBody.parse(rule.body).annotations?.['__panelId__'] ?? 0),
    login: '',
    data: { values: { B: value } },
    transition: { ruleUid: rule.uid, previous: before?.state ?? 'Normal', next: state, labels: all },
  });
};

const found = <Value>(value: Value | undefined, name: string): Value => {
  if (value === undefined) throw new Error(`The sandbox has no ${name}.`);
  return value;
};
