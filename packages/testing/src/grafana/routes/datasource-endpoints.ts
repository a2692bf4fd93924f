import type { JsonObject } from '@lineclear/core/plugin';
import type { Answer } from '../../http/route.ts';
import type { DatasourceRecord } from '../model/records.ts';
import type { Store } from '../world/store.ts';
import type { Endpoint } from './endpoint.ts';
import type { Forward } from './forward.ts';
import { refuse, refusePublic } from './refusal.ts';

/** `/api/datasources`: which there are, and whether they answer. */
export const datasourceEndpoints = (store: Store, { forward }: { forward: Forward }): readonly Endpoint[] => [
  {
    method: 'GET',
    path: '/api/datasources',
    role: 'Viewer',
    handle: ({ caller }) => ({
      json: [...store.datasources.values()]
        .toSorted((one, other) => one.name.localeCompare(other.name))
        .map((datasource) => ({ ...common(datasource, caller.orgId), typeName: typeNames[datasource.type] ?? datasource.type })),
    }),
  },
  {
    method: 'GET',
    path: '/api/datasources/uid/:uid',
    role: 'Viewer',
    handle: ({ params, caller }) => ({ json: full(datasourceOf(store, params['uid']), caller.orgId) }),
  },
  {
    method: 'GET',
    path: '/api/datasources/name/:name',
    role: 'Viewer',
    handle: ({ params, caller }) => {
      const named = [...store.datasources.values()].find(({ name }) => name === params['name']);
      return { json: full(datasourceOf(store, named?.uid), caller.orgId) };
    },
  },
  {
    method: 'GET',
    path: '/api/datasources/uid/:uid/health',
    role: 'Viewer',
    handle: ({ params }) => healthAnswer({ datasource: datasourceOf(store, params['uid']), forward }),
  },
];

/** The datasource of a uid; 404 without one. */
export const datasourceOf = (store: Store, uid: string | undefined): DatasourceRecord => {
  const datasource = store.datasources.get(uid ?? '');
  if (datasource === undefined) throw refuse(404, 'Data source not found');
  return datasource;
};

/** The types that Grafana asks through a backend of their own; the others live in the browser alone. */
export const hasBackend = ({ type }: DatasourceRecord): boolean => type !== 'alertmanager';

/** What the server answers for a datasource without a backend. */
export const pluginUnavailable = () =>
  refusePublic({ status: 500, messageId: 'plugin.unavailable', message: 'Plugin unavailable' });

const typeNames: Readonly<Record<string, string>> = { prometheus: 'Prometheus', loki: 'Loki', alertmanager: 'Alertmanager' };

const healthProbes: Readonly<Record<string, string>> = { prometheus: '/api/v1/query?query=1%2B1', loki: '/loki/api/v1/labels' };

const healthAnswer = async ({ datasource, forward }: { datasource: DatasourceRecord; forward: Forward }): Promise<Answer> => {
  if (!hasBackend(datasource)) throw pluginUnavailable();
  const probe = healthProbes[datasource.type] ?? '/';
  const { status = 200 } = await forward({ datasource, target: probe, request: { method: 'GET', headers: {}, body: '' } });
  const name = typeNames[datasource.type] ?? datasource.type;
  if (status < 300) return { json: { status: 'OK', message: `Successfully queried the ${name} API.` } };
  return { status: 400, json: { status: 'ERROR', message: `There was an error returned querying the ${name} API.` } };
};

const common = ({ id, uid, name, type, url, isDefault, jsonData }: DatasourceRecord, orgId: number): JsonObject => ({
  id,
  uid,
  orgId,
  name,
  type,
  typeLogoUrl: `public/plugins/${type}/img/${type}_logo.svg`,
  access: 'proxy',
  url: url ?? 'http://loki:3100',
  user: '',
  database: '',
  basicAuth: false,
  isDefault,
  jsonData,
  readOnly: false,
});

const full = (datasource: DatasourceRecord, orgId: number): JsonObject => ({
  ...common(datasource, orgId),
  basicAuthUser: '',
  withCredentials: false,
  secureJsonFields: {},
  version: 1,
});
