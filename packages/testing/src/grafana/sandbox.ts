import type { Clock } from '@lineclear/core/plugin';
import type { FakeHttp } from '../http/fake-http.ts';
import { fakeHttp } from '../http/fake-http.ts';
import { FaultQueue } from '../http/fault-queue.ts';
import { loadContract, missingContract } from './contract/contract.ts';
import { endpointsOf } from './endpoints.ts';
import type { GrafanaFault, GrafanaFaultTarget } from './faults.ts';
import type { LokiBehaviour } from './loki/answer.ts';
import { usualLoki } from './loki/sandbox.ts';
import type { Access } from './routes/access.ts';
import { createForward } from './routes/forward.ts';
import type { StateHistory } from './routes/history-frame.ts';
import type { BrokenWays } from './routes/proxy-endpoints.ts';
import type { Violation } from './routes/serve.ts';
import { serve } from './routes/serve.ts';
import type { SeedName } from './seed/seed.ts';
import { seed as fill } from './seed/seed.ts';
import type { DuplicateRuleStatus } from './world/rules.ts';
import { Store } from './world/store.ts';
import type { GrafanaWorld, Switches } from './world/world.ts';
import { createWorld } from './world/world.ts';

export interface GrafanaSandboxOptions {
  /** What there is to begin with: `empty` unless said otherwise. */
  readonly seed?: SeedName;
  /** Address of a real Prometheus: it becomes the default datasource `prometheus`. */
  readonly prometheus?: string;
  /** Address of a real Alertmanager: it becomes the datasource `alertmanager`. */
  readonly alertmanager?: string;
  /** The fake Loki, as the datasource `loki`; its settings, or false to leave it out. */
  readonly loki?: Partial<LokiBehaviour> | false;
  /** Who may do what; everybody everything when absent. */
  readonly access?: Access;
  /** The system's clock when absent. */
  readonly clock?: Clock;
  /** Put in front of every path, as behind a proxy: `/grafana`. */
  readonly basePath?: string;
  /** Whether `/apis/dashboard.grafana.app` is served; it is unless said otherwise. */
  readonly apis?: boolean;
  /** Whether the incident plugin is installed; it is not unless said so, as everywhere but in Grafana Cloud. */
  readonly incidents?: boolean;
  /** Refuses a dashboard title that is there already in the folder with 412, as older versions do; it does unless said otherwise. */
  readonly uniqueTitles?: boolean;
  /** 409 unless said otherwise. */
  readonly duplicateRuleStatus?: DuplicateRuleStatus;
  /** Where the history of rules lies, which decides how it is answered: `annotations` unless said otherwise. */
  readonly stateHistory?: StateHistory;
  /** What the server says of itself: `13.0.0`. */
  readonly version?: string;
  /** A free one when absent. */
  readonly port?: number;
}

/** A running sandbox: the server, and the world behind it. */
export interface GrafanaSandbox {
  /** With the base path, without a slash at the end. */
  readonly url: string;
  /** Every request on the wire, and the faults of the kit. */
  readonly http: FakeHttp;
  readonly world: GrafanaWorld;
  /** Requests that Grafana's description does not allow; they were answered 400. */
  readonly violations: readonly Violation[];
  /** Why requests are not checked against Grafana's description; undefined when they are. */
  readonly unchecked: string | undefined;
  /** Misbehaves from now on; returns how to stop. The newest matching fault wins. */
  readonly fail: (fault: GrafanaFault, target?: GrafanaFaultTarget) => () => void;
  close(): Promise<void>;
}

/** Starts a Grafana-compatible server on a free loopback port. Sandboxes share nothing. */
export const startGrafanaSandbox = async (options: GrafanaSandboxOptions = {}): Promise<GrafanaSandbox> => {
  const { basePath = '', clock = { now: () => Date.now() }, access } = options;
  const store = new Store({ clock });
  const loki = { ...usualLoki, ...(options.loki === false ? {} : options.loki) };
  const switches: Switches = { apis: options.apis ?? true, incidents: options.incidents ?? false, patterns: loki.patterns };
  const broken: BrokenWays = { proxy: undefined, resources: undefined };
  const world = createWorld({ store, broken, switches });
  fill({ world, name: options.seed ?? 'empty', nowMs: clock.now() });
  addServers(world, options);

  const violations: Violation[] = [];
  const silent = new FaultQueue();
  const place = { url: '' };
  const endpoints = endpointsOf({
    store,
    access,
    switches,
    broken,
    forward: createForward({ loki: store.loki, clock, behaviour: () => ({ ...loki, patterns: switches.patterns }) }),
    appUrl: () => `${place.url}/`,
    version: options.version ?? '13.0.0',
    uniqueTitles: options.uniqueTitles ?? true,
    duplicateStatus: options.duplicateRuleStatus ?? 409,
    stateHistory: options.stateHistory ?? 'annotations',
  });
  const http = await fakeHttp({
    port: options.port ?? 0,
    routes: serve({
      endpoints,
      basePath,
      access,
      contract: await loadContract(),
      nowMs: () => store.nowMs,
      isSilent: (request) => silent.take(request) !== undefined,
      onViolation: (violation) => violations.push(violation),
    }),
  });
  place.url = http.url + basePath;
  return {
    url: place.url,
    http,
    world,
    violations,
    unchecked: missingContract,
    fail: (fault, target = {}) =>
      fault.kind === 'silence' ? silent.add({ kind: 'delay', ms: 0 }, narrowed(target)) : http.inject(fault, narrowed(target)),
    close: () => http.close(),
  };
};

const addServers = (world: GrafanaWorld, { prometheus, alertmanager, loki }: GrafanaSandboxOptions): void => {
  if (prometheus !== undefined)
    world.addDatasource({ uid: 'prometheus', name: 'Prometheus', type: 'prometheus', url: prometheus, isDefault: true });
  if (loki !== false) world.addDatasource({ uid: 'loki', name: 'Loki', type: 'loki' });
  if (alertmanager !== undefined) {
    const jsonData = { implementation: 'prometheus' };
    world.addDatasource({ uid: 'alertmanager', name: 'Alertmanager', type: 'alertmanager', url: alertmanager, jsonData });
  }
};

const narrowed = ({ under, accepts, ...target }: GrafanaFaultTarget) => ({
  ...target,
  accepts: (request: Parameters<NonNullable<GrafanaFaultTarget['accepts']>>[0]) =>
    (under === undefined || request.path.startsWith(under)) && accepts?.(request) !== false,
});
