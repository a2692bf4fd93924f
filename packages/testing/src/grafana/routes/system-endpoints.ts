import type { JsonObject } from '@lineclear/core/plugin';
import type { Store } from '../world/store.ts';
import { namespaceOf } from './apis-endpoints.ts';
import type { Endpoint } from './endpoint.ts';

const commit = '0000000000000000000000000000000000000000';

/** What the server says of itself. */
export const systemEndpoints = (
  store: Store,
  { appUrl, version }: { appUrl: () => string; version: string },
): readonly Endpoint[] => [
  { method: 'GET', path: '/api/health', handle: () => ({ json: { commit, database: 'ok', version } }) },
  { method: 'GET', path: '/health', handle: () => ({ json: { commit, database: 'ok', version } }) },
  {
    method: 'GET',
    path: '/api/org',
    role: 'Viewer',
    handle: ({ caller: { orgId } }) => ({
      json: {
        id: orgId,
        name: orgId === 1 ? 'Main Org.' : `Org ${orgId}`,
        address: { address1: '', address2: '', city: '', zipCode: '', state: '', country: '' },
      },
    }),
  },
  {
    method: 'GET',
    path: '/api/frontend/settings',
    role: 'Viewer',
    handle: ({ caller }) => {
      const datasources = [...store.datasources.values()];
      return {
        json: {
          appUrl: appUrl(),
          appSubUrl: new URL(appUrl()).pathname.replace(/\/$/, ''),
          namespace: namespaceOf(caller.orgId),
          buildInfo: {
            version,
            versionString: `Grafana v${version} (${commit.slice(0, 10)})`,
            commit,
            edition: 'Open Source',
            env: 'production',
          },
          defaultDatasource: datasources.find(({ isDefault }) => isDefault)?.name ?? '-- Grafana --',
          datasources: Object.fromEntries(
            datasources.map((datasource): [string, JsonObject] => [datasource.name, brief(datasource)]),
          ),
        },
      };
    },
  },
];

const brief = ({
  id,
  uid,
  name,
  type,
  isDefault,
  jsonData,
}: {
  id: number;
  uid: string;
  name: string;
  type: string;
  isDefault: boolean;
  jsonData: JsonObject;
}): JsonObject => ({
  id,
  uid,
  type,
  name,
  isDefault,
  readOnly: false,
  access: 'proxy',
  url: `/api/datasources/proxy/uid/${uid}`,
  jsonData,
});
