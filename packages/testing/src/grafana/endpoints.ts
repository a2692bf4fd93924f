import type { Access } from './routes/access.ts';
import { alertmanagerEndpoints } from './routes/alertmanager-endpoints.ts';
import { annotationEndpoints } from './routes/annotation-endpoints.ts';
import { apisEndpoints } from './routes/apis-endpoints.ts';
import { dashboardEndpoints } from './routes/dashboard-endpoints.ts';
import { datasourceEndpoints } from './routes/datasource-endpoints.ts';
import type { Endpoint } from './routes/endpoint.ts';
import { folderEndpoints } from './routes/folder-endpoints.ts';
import type { Forward } from './routes/forward.ts';
import type { StateHistory } from './routes/history-frame.ts';
import { notificationEndpoints } from './routes/notification-endpoints.ts';
import { pluginEndpoints } from './routes/plugin-endpoints.ts';
import type { BrokenWays } from './routes/proxy-endpoints.ts';
import { proxyEndpoints } from './routes/proxy-endpoints.ts';
import { refuse } from './routes/refusal.ts';
import { ruleEndpoints } from './routes/rule-endpoints.ts';
import { ruleStateEndpoints } from './routes/rule-state-endpoints.ts';
import { searchEndpoints } from './routes/search-endpoints.ts';
import { shortUrlEndpoints } from './routes/short-url-endpoints.ts';
import { systemEndpoints } from './routes/system-endpoints.ts';
import type { DuplicateRuleStatus } from './world/rules.ts';
import type { Store } from './world/store.ts';
import type { Switches } from './world/world.ts';

/** All endpoints of the server. The first that takes a path wins: Grafana's own alerting stands before that of datasources. */
export const endpointsOf = ({
  store,
  access,
  switches,
  broken,
  forward,
  appUrl,
  version,
  uniqueTitles,
  duplicateStatus,
  stateHistory,
}: {
  store: Store;
  access: Access | undefined;
  switches: Readonly<Switches>;
  broken: BrokenWays;
  forward: Forward;
  appUrl: () => string;
  version: string;
  uniqueTitles: boolean;
  duplicateStatus: DuplicateRuleStatus;
  stateHistory: StateHistory;
}): readonly Endpoint[] => [
  ...systemEndpoints(store, { appUrl, version }),
  ...searchEndpoints(store),
  ...dashboardEndpoints(store, { uniqueTitles }),
  ...apisEndpoints(store).map((endpoint) => onlyIf(endpoint, () => switches.apis)),
  ...folderEndpoints(store),
  ...annotationEndpoints(store),
  ...shortUrlEndpoints(store, { appUrl }),
  ...ruleEndpoints(store, { duplicateStatus }),
  ...notificationEndpoints(store),
  ...ruleStateEndpoints(store, { stateHistory }),
  ...alertmanagerEndpoints(store),
  ...pluginEndpoints(store, { access, hasIncidents: () => switches.incidents }),
  ...datasourceEndpoints(store, { forward }),
  ...proxyEndpoints(store, { forward, broken }),
];

const onlyIf = (endpoint: Endpoint, isOn: () => boolean): Endpoint => ({
  ...endpoint,
  handle: (call) => {
    if (!isOn()) throw refuse(404, 'Not found');
    return endpoint.handle(call);
  },
});
