import type { Answer } from '../../http/route.ts';
import { incidentMethods } from '../incidents/methods.ts';
import type { Store } from '../world/store.ts';
import { authorize } from './access.ts';
import type { Access } from './access.ts';
import type { Endpoint, EndpointCall } from './endpoint.ts';
import { refuse, refusePublic } from './refusal.ts';

const incidentPlugin = 'grafana-irm-app';

/** Plugins with an API below `/api/plugins`. Of these there is the incident plugin, where it is installed; no other one. */
export const pluginEndpoints = (
  store: Store,
  { access, hasIncidents }: { access: Access | undefined; hasIncidents: () => boolean },
): readonly Endpoint[] => [
  {
    method: 'GET',
    path: '/api/plugins/:plugin/settings',
    role: 'Viewer',
    handle: ({ params }) => {
      if (params['plugin'] !== incidentPlugin || !hasIncidents())
        throw refuse(404, 'Plugin not found, no installed plugin with that id');
      return { json: { id: incidentPlugin, name: 'Grafana IRM', type: 'app', enabled: true, info: { version: '1.0.0' } } };
    },
  },
  ...['GET', 'POST', 'PUT', 'DELETE'].map((method): Endpoint => ({
    method,
    path: '/api/plugins/:plugin/resources/*',
    role: 'Viewer',
    handle: (call) => {
      if (call.params['plugin'] !== incidentPlugin || !hasIncidents()) throw notRegistered;
      return incidentAnswer({ store, access, call });
    },
  })),
];

const notRegistered = refusePublic({ status: 404, messageId: 'plugin.notRegistered', message: 'Plugin not registered' });

const incidentAnswer = ({ store, access, call }: { store: Store; access: Access | undefined; call: EndpointCall }): Answer => {
  const [, name = ''] = /^api\/v1\/([\w.]+)$/.exec(call.params['rest'] ?? '') ?? [];
  const method = Object.hasOwn(incidentMethods, name) ? incidentMethods[name] : undefined;
  if (method === undefined || call.request.method !== 'POST') throw refuse(404, 'Not found');
  authorize({ access, request: call.request, role: method.role });
  return { json: method.run(store, call) };
};
