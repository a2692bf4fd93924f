import type { Answer } from '../../http/route.ts';
import type { Store } from '../world/store.ts';
import { datasourceOf, hasBackend, pluginUnavailable } from './datasource-endpoints.ts';
import type { Endpoint, EndpointCall } from './endpoint.ts';
import type { Forward } from './forward.ts';
import { refuse } from './refusal.ts';

/** How one of the two ways to a datasource answers; undefined where it works. */
export interface BrokenWays {
  proxy: 401 | 403 | 500 | undefined;
  resources: 401 | 403 | 500 | undefined;
}

/** Both ways to a datasource: the plain proxy, and the resources of its backend. */
export const proxyEndpoints = (
  store: Store,
  { forward, broken }: { forward: Forward; broken: BrokenWays },
): readonly Endpoint[] => [
  ...['GET', 'POST', 'PUT', 'DELETE'].map((method): Endpoint => ({
    method,
    path: '/api/datasources/proxy/uid/:uid/*',
    role: 'Viewer',
    handle: (call) => {
      refuseBroken(broken.proxy);
      return pass({ store, call, forward, below: '/' });
    },
  })),
  ...['GET', 'POST'].map((method): Endpoint => ({
    method,
    path: '/api/datasources/uid/:uid/resources/*',
    role: 'Viewer',
    handle: (call) => {
      refuseBroken(broken.resources);
      const datasource = datasourceOf(store, call.params['uid']);
      if (!hasBackend(datasource)) throw pluginUnavailable();
      if (datasource.type !== 'loki') return pass({ store, call, forward, below: '/' });
      // Loki's backend knows a few paths and puts the API's prefix before them itself.
      if (!lokiResources.test(call.params['rest'] ?? ''))
        throw refuse(500, 'An error occurred within the plugin', { messageId: 'plugin.downstreamError' });
      return pass({ store, call, forward, below: '/loki/api/v1/' });
    },
  })),
  // Alertmanager and rules of a datasource have ways of their own through Grafana's alerting.
  ...['GET', 'POST', 'DELETE'].map((method): Endpoint => ({
    method,
    path: '/api/alertmanager/:uid/*',
    role: method === 'GET' ? 'Viewer' : 'Editor',
    handle: (call) => {
      refuseOtherTypes({ store, call, types: ['alertmanager'] });
      return pass({ store, call, forward, below: '/' });
    },
  })),
  {
    method: 'GET',
    path: '/api/prometheus/:uid/*',
    role: 'Viewer',
    handle: (call) => {
      refuseOtherTypes({ store, call, types: ['prometheus', 'loki'] });
      return pass({ store, call, forward, below: '/' });
    },
  },
];

const lokiResources =
  /^(labels|label\/[^/]+\/values|series|index\/stats|index\/volume|patterns|detected_labels|detected_fields)$/;

const refuseBroken = (status: 401 | 403 | 500 | undefined): void => {
  if (status !== undefined) throw refuse(status, brokenMessages[status]);
};

const brokenMessages = { 401: 'Unauthorized', 403: 'Access denied', 500: 'Failed to call resource' };

const refuseOtherTypes = ({ store, call, types }: { store: Store; call: EndpointCall; types: readonly string[] }): void => {
  const { type } = datasourceOf(store, call.params['uid']);
  if (!types.includes(type)) throw refuse(400, `unexpected datasource type. expecting ${types.join(' or ')}: ${type}`);
};

const pass = ({
  store,
  call: { request, params },
  forward,
  below,
}: {
  store: Store;
  call: EndpointCall;
  forward: Forward;
  below: string;
}): Promise<Answer> => {
  const search = request.url.includes('?') ? request.url.slice(request.url.indexOf('?')) : '';
  return forward({ datasource: datasourceOf(store, params['uid']), target: `${below}${params['rest'] ?? ''}${search}`, request });
};
