import * as z from 'zod';
import type { Answer } from '../../http/route.ts';
import type { DashboardRecord } from '../model/records.ts';
import { saveDashboard } from '../world/dashboards.ts';
import { fromV2, v2 } from '../world/v2-dashboards.ts';
import type { Store } from '../world/store.ts';
import type { Endpoint, EndpointCall } from './endpoint.ts';
import { bodyOf } from './parse.ts';
import { failure, group, named, toResource, versionOf } from './resources.ts';

const served = ['v1beta1', v2, 'v0alpha1'];

/** `/apis/dashboard.grafana.app`: the same dashboards as Kubernetes-style resources, for versions that have it. */
export const apisEndpoints = (store: Store): readonly Endpoint[] => {
  const base = `/apis/${group}/:version/namespaces/:namespace/dashboards`;
  return [
    {
      method: 'GET',
      path: `/apis/${group}`,
      role: 'Viewer',
      handle: () => {
        const versions = served.map((version) => ({ groupVersion: `${group}/${version}`, version }));
        return { json: { kind: 'APIGroup', apiVersion: 'v1', name: group, versions, preferredVersion: versions[0] } };
      },
    },
    {
      method: 'GET',
      path: base,
      role: 'Viewer',
      handle: (call) => {
        const { apiVersion, namespace } = place(call);
        const items = [...store.dashboards.values()].map((record) => toResource({ record, apiVersion, namespace }));
        return { json: { kind: 'DashboardList', apiVersion, metadata: { resourceVersion: String(store.nowMs) }, items } };
      },
    },
    {
      method: 'GET',
      path: `${base}/:name`,
      role: 'Viewer',
      handle: (call) => ({ json: toResource({ record: found(store, call.params['name']), ...place(call) }) }),
    },
    { method: 'POST', path: base, role: 'Editor', handle: (call) => createAnswer(store, call) },
    { method: 'PUT', path: `${base}/:name`, role: 'Editor', handle: (call) => updateAnswer(store, call) },
    {
      method: 'DELETE',
      path: `${base}/:name`,
      role: 'Editor',
      handle: ({ params }) => {
        const { uid } = found(store, params['name']);
        store.dashboards.delete(uid);
        return { json: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details: { ...named(uid), uid } } };
      },
    },
  ];
};

const resource = z.object({
  metadata: z.object({
    name: z.string().optional(),
    generateName: z.string().optional(),
    resourceVersion: z.string().optional(),
    annotations: z.record(z.string(), z.string()).optional(),
  }),
  spec: z.record(z.string(), z.json()),
});
type Resource = z.output<typeof resource>;

const createAnswer = (store: Store, call: EndpointCall): Answer => {
  const body = bodyOf(call.request, resource);
  const where = place(call);
  const { name, generateName } = body.metadata;
  if (name === undefined && generateName === undefined)
    throw failure({ code: 422, reason: 'Invalid', message: 'metadata.name or metadata.generateName is required' });
  const uid = name ?? store.nextUid(generateName ?? 'd');
  if (store.dashboards.has(uid)) {
    throw failure({
      code: 409,
      reason: 'AlreadyExists',
      message: `dashboards.${group} "${uid}" already exists`,
      details: named(uid),
    });
  }
  return { status: 201, json: toResource({ record: save({ store, call, uid, body }), ...where }) };
};

const updateAnswer = (store: Store, call: EndpointCall): Answer => {
  const body = bodyOf(call.request, resource);
  const where = place(call);
  const record = found(store, call.params['name']);
  const { resourceVersion } = body.metadata;
  // Without a version the server takes the write unconditionally.
  if (resourceVersion !== undefined && resourceVersion !== '' && resourceVersion !== versionOf(record)) {
    throw failure({
      code: 409,
      reason: 'Conflict',
      message:
        `Operation cannot be fulfilled on dashboards.${group} "${record.uid}": ` +
        'the object has been modified; please apply your changes to the latest version and try again',
      details: named(record.uid),
    });
  }
  return { json: toResource({ record: save({ store, call, uid: record.uid, body }), ...where }) };
};

const save = ({ store, call, uid, body }: { store: Store; call: EndpointCall; uid: string; body: Resource }): DashboardRecord => {
  const annotations = body.metadata.annotations ?? {};
  const folderUid = annotations['grafana.app/folder'] ?? '';
  if (typeof body.spec['title'] !== 'string' || body.spec['title'] === '')
    throw failure({ code: 400, reason: 'BadRequest', message: 'Dashboard title cannot be empty' });
  if (folderUid !== '' && !store.folders.has(folderUid))
    throw failure({ code: 400, reason: 'BadRequest', message: 'folder not found' });
  return saveDashboard(store, {
    uid,
    ...(call.params['version'] === v2 ? { json: fromV2(body.spec), v2Spec: body.spec } : { json: body.spec }),
    folderUid,
    message: annotations['grafana.app/message'] ?? '',
    by: call.caller.login,
  });
};

const place = ({ params, caller }: EndpointCall) => {
  const version = params['version'] ?? '';
  const namespace = params['namespace'] ?? '';
  if (!served.includes(version))
    throw failure({ code: 404, reason: 'NotFound', message: 'the server could not find the requested resource' });
  if (namespace !== namespaceOf(caller.orgId)) {
    throw failure({ code: 403, reason: 'Forbidden', message: `dashboards.${group} is forbidden: invalid namespace` });
  }
  return { apiVersion: `${group}/${version}`, namespace };
};

/** The namespace of an organisation. */
export const namespaceOf = (orgId: number): string => (orgId === 1 ? 'default' : `org-${orgId}`);

const found = (store: Store, name: string | undefined): DashboardRecord => {
  const record = store.dashboards.get(name ?? '');
  if (record !== undefined) return record;
  const message = `dashboards.${group} "${name ?? ''}" not found`;
  throw failure({ code: 404, reason: 'NotFound', message, details: named(name ?? '') });
};
