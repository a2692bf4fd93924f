import type { JsonObject } from '@lineclear/core/plugin';
import * as z from 'zod';
import { isJsonObject } from '../../openapi/json.ts';
import { defaultPolicies } from '../world/store.ts';
import type { Store } from '../world/store.ts';
import type { Endpoint } from './endpoint.ts';
import { bodyOf } from './parse.ts';
import { refuse, refuseEmpty } from './refusal.ts';

const base = '/api/v1/provisioning';

/** `/api/v1/provisioning`: contact points, the tree of policies, mute timings. */
export const notificationEndpoints = (store: Store): readonly Endpoint[] => [
  {
    method: 'GET',
    path: `${base}/contact-points`,
    role: 'Viewer',
    handle: ({ query }) => {
      const name = query.get('name');
      const points = [...store.contactPoints.values()].filter((point) => name === null || point['name'] === name);
      return { json: points.map(redacted) };
    },
  },
  {
    method: 'POST',
    path: `${base}/contact-points`,
    role: 'Editor',
    handle: ({ request }) => {
      const { uid, ...point } = bodyOf(request, contactPoint);
      const chosen = (uid ?? '') === '' ? store.nextUid('c') : (uid ?? '');
      store.contactPoints.set(chosen, { uid: chosen, disableResolveMessage: false, ...point });
      return { status: 202, json: redacted(store.contactPoints.get(chosen) ?? {}) };
    },
  },
  {
    method: 'PUT',
    path: `${base}/contact-points/:uid`,
    role: 'Editor',
    handle: ({ request, params }) => {
      const { uid: _, ...point } = bodyOf(request, contactPoint);
      const uid = params['uid'] ?? '';
      if (!store.contactPoints.has(uid)) throw refuse(404, 'contact point not found');
      store.contactPoints.set(uid, { uid, disableResolveMessage: false, ...point });
      return { status: 202, json: { message: 'contactpoint updated' } };
    },
  },
  {
    method: 'DELETE',
    path: `${base}/contact-points/:uid`,
    role: 'Editor',
    handle: ({ params }) => {
      store.contactPoints.delete(params['uid'] ?? '');
      return { status: 202, json: { message: 'contactpoint deleted' } };
    },
  },
  { method: 'GET', path: `${base}/policies`, role: 'Viewer', handle: () => ({ json: store.policies }) },
  {
    method: 'PUT',
    path: `${base}/policies`,
    role: 'Editor',
    handle: ({ request }) => {
      const tree = bodyOf(request, z.record(z.string(), z.json()));
      for (const receiver of receiversIn(tree)) {
        if (![...store.contactPoints.values()].some(({ name }) => name === receiver))
          throw refuse(400, `invalid object specification: receiver '${receiver}' does not exist`);
      }
      store.policies = { ...tree, provenance: request.headers['x-disable-provenance'] === undefined ? 'api' : '' };
      return { status: 202, json: { message: 'policies updated' } };
    },
  },
  {
    method: 'DELETE',
    path: `${base}/policies`,
    role: 'Editor',
    handle: () => {
      store.policies = defaultPolicies();
      return { status: 202, json: store.policies };
    },
  },
  {
    method: 'GET',
    path: `${base}/mute-timings`,
    role: 'Viewer',
    handle: () => ({ json: [...store.muteTimings.values()] }),
  },
  {
    method: 'POST',
    path: `${base}/mute-timings`,
    role: 'Editor',
    handle: ({ request }) => {
      const timing = bodyOf(request, muteTiming);
      if (store.muteTimings.has(timing.name)) throw refuse(400, 'a time interval with this name already exists');
      store.muteTimings.set(timing.name, timing);
      return { status: 201, json: timing };
    },
  },
  {
    method: 'GET',
    path: `${base}/mute-timings/:name`,
    role: 'Viewer',
    handle: ({ params }) => {
      const timing = store.muteTimings.get(params['name'] ?? '');
      if (timing === undefined) throw refuseEmpty(404);
      return { json: timing };
    },
  },
  {
    method: 'DELETE',
    path: `${base}/mute-timings/:name`,
    role: 'Editor',
    handle: ({ params }) => {
      store.muteTimings.delete(params['name'] ?? '');
      return { status: 204, text: '' };
    },
  },
];

const contactPoint = z.object({
  uid: z.string().nullish(),
  name: z.string().min(1),
  type: z.string().min(1),
  settings: z.record(z.string(), z.json()),
  disableResolveMessage: z.boolean().optional(),
});

const muteTiming = z.object({ name: z.string().min(1), time_intervals: z.array(z.record(z.string(), z.json())) });

/** Settings that the server stores encrypted, by the type of the contact point. */
const secrets: Readonly<Record<string, readonly string[]>> = {
  slack: ['url', 'token'],
  webhook: ['password', 'authorization_credentials'],
  pagerduty: ['integrationKey'],
  opsgenie: ['apiKey'],
  telegram: ['bottoken'],
  discord: ['url'],
  teams: [],
  email: [],
};

const redacted = (point: JsonObject): JsonObject => {
  const hidden = secrets[String(point['type'])] ?? [];
  const settings = Object.entries(isJsonObject(point['settings']) ? point['settings'] : {});
  return {
    ...point,
    settings: Object.fromEntries(settings.map(([key, value]) => [key, hidden.includes(key) ? '[REDACTED]' : value])),
  };
};

const receiversIn = (route: JsonObject): readonly string[] => [
  ...(typeof route['receiver'] === 'string' ? [route['receiver']] : []),
  ...(Array.isArray(route['routes']) ? route['routes'].filter(isJsonObject).flatMap(receiversIn) : []),
];
