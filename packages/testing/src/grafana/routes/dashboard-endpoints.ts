import type { JsonObject } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { Answer } from '../../http/route.ts';
import type { DashboardRecord } from '../model/records.ts';
import { dashboardPath, saveDashboard, titleOf } from '../world/dashboards.ts';
import { isUid, slugOf } from '../world/slug.ts';
import { v2 } from '../world/v2-dashboards.ts';
import type { Store } from '../world/store.ts';
import type { Endpoint, EndpointCall } from './endpoint.ts';
import { bodyOf, numberOf } from './parse.ts';
import { refuse } from './refusal.ts';

/** `/api/dashboards`: the older API, which every version has. */
export const dashboardEndpoints = (store: Store, { uniqueTitles }: { uniqueTitles: boolean }): readonly Endpoint[] => [
  { method: 'POST', path: '/api/dashboards/db', role: 'Editor', handle: (call) => saveAnswer({ store, uniqueTitles, call }) },
  {
    method: 'GET',
    path: '/api/dashboards/uid/:uid',
    role: 'Viewer',
    handle: ({ params }) => {
      const record = found(store, params['uid']);
      if (record.v2Spec !== undefined)
        throw refuse(406, `dashboard api version not supported, use /apis/dashboard.grafana.app/${v2} instead`);
      return { json: withMeta(store, record) };
    },
  },
  {
    method: 'DELETE',
    path: '/api/dashboards/uid/:uid',
    role: 'Editor',
    handle: ({ params }) => {
      const record = found(store, params['uid']);
      if (record.isProvisioned) throw refuse(400, 'provisioned dashboard cannot be deleted');
      store.dashboards.delete(record.uid);
      return { json: { message: `Dashboard ${titleOf(record)} deleted`, title: titleOf(record), uid: record.uid } };
    },
  },
  {
    method: 'GET',
    path: '/api/dashboards/uid/:uid/versions',
    role: 'Viewer',
    handle: ({ params, query }) => {
      const record = found(store, params['uid']);
      const versions = record.versions
        .toReversed()
        .slice(numberOf(query, { name: 'start', fallback: 0 }))
        .slice(0, numberOf(query, { name: 'limit', fallback: 1000 }));
      return { json: { versions: versions.map(({ version }) => versionMeta(record, version)) } };
    },
  },
  {
    method: 'GET',
    path: '/api/dashboards/uid/:uid/versions/:version',
    role: 'Viewer',
    handle: ({ params }) => {
      const record = found(store, params['uid']);
      const saved = record.versions.find(({ version }) => String(version) === params['version']);
      if (saved === undefined) throw refuse(404, 'Dashboard version not found');
      return { json: { ...versionMeta(record, saved.version), data: saved.json } };
    },
  },
];

const saveBody = z.object({
  dashboard: z.record(z.string(), z.json()),
  folderUid: z.string().nullish(),
  message: z.string().nullish(),
  overwrite: z.boolean().nullish(),
});

const saveAnswer = ({ store, uniqueTitles, call }: { store: Store; uniqueTitles: boolean; call: EndpointCall }): Answer => {
  const { dashboard, folderUid, message, overwrite } = bodyOf(call.request, saveBody);
  const title = typeof dashboard['title'] === 'string' ? dashboard['title'].trim() : '';
  if (title === '') throw refuse(400, 'Dashboard title cannot be empty', { status: 'empty-name' });
  if (title.length > 5000)
    throw refuse(400, 'Dashboard title cannot contain more than 5 000 characters', { status: 'title-too-long' });
  if ((message ?? '').length > 500) throw refuse(400, 'message too long, max 500 characters');
  const folder = folderUid ?? '';
  if (folder !== '' && !store.folders.has(folder)) throw refuse(400, 'Folder not found');
  const existing = existingOf(store, dashboard);
  if (existing?.isProvisioned === true) throw refuse(400, 'Cannot save provisioned dashboard');
  if (existing !== undefined && overwrite !== true && dashboard['version'] !== existing.version) {
    throw refuse(412, 'The dashboard has been changed by someone else', { status: 'version-mismatch' });
  }
  if (uniqueTitles && overwrite !== true) refuseSameTitle({ store, title, folder, existing });
  const saved = saveDashboard(store, {
    uid: existing?.uid ?? newUid(store, dashboard),
    json: dashboard,
    folderUid: folder,
    message: message ?? '',
    by: call.caller.login,
  });
  return {
    json: {
      id: saved.id,
      uid: saved.uid,
      url: dashboardPath(saved),
      status: 'success',
      version: saved.version,
      slug: slugOf(title),
      title,
      folderUid: folder,
    },
  };
};

const existingOf = (store: Store, dashboard: JsonObject): DashboardRecord | undefined => {
  const { id, uid } = dashboard;
  if (typeof uid === 'string' && uid !== '') {
    if (uid.length > 40) throw refuse(400, 'uid too long, max 40 characters');
    if (!isUid(uid)) throw refuse(400, 'uid contains illegal characters');
    const known = store.dashboards.get(uid);
    if (known !== undefined) return known;
  }
  if (typeof id !== 'number' || id === 0) return undefined;
  const known = [...store.dashboards.values()].find((record) => record.id === id);
  if (known === undefined) throw refuse(404, 'Dashboard not found', { status: 'not-found' });
  return known;
};

const refuseSameTitle = ({
  store,
  title,
  folder,
  existing,
}: {
  store: Store;
  title: string;
  folder: string;
  existing: DashboardRecord | undefined;
}): void => {
  const same = [...store.dashboards.values()].some(
    (record) => record !== existing && record.folderUid === folder && titleOf(record).toLowerCase() === title.toLowerCase(),
  );
  if (same) throw refuse(412, 'A dashboard with the same name in the folder already exists', { status: 'name-exists' });
};

const newUid = (store: Store, { uid }: JsonObject): string => (typeof uid === 'string' && uid !== '' ? uid : store.nextUid('d'));

const found = (store: Store, uid: string | undefined): DashboardRecord => {
  const record = store.dashboards.get(uid ?? '');
  if (record === undefined) throw refuse(404, 'Dashboard not found');
  return record;
};

const versionMeta = (record: DashboardRecord, version: number): JsonObject => {
  const saved = record.versions.find((entry) => entry.version === version);
  return {
    id: version,
    dashboardId: record.id,
    uid: record.uid,
    version,
    parentVersion: version - 1,
    created: new Date(saved?.atMs ?? 0).toISOString(),
    createdBy: saved?.by ?? '',
    message: saved?.message ?? '',
  };
};

const withMeta = (store: Store, record: DashboardRecord): JsonObject => {
  const folder = store.folders.get(record.folderUid);
  return {
    dashboard: record.json,
    meta: {
      type: 'db',
      apiVersion: 'v1beta1',
      canSave: true,
      canEdit: true,
      canAdmin: true,
      canStar: true,
      canDelete: true,
      slug: slugOf(titleOf(record)),
      url: dashboardPath(record),
      created: new Date(record.createdAtMs).toISOString(),
      updated: new Date(record.updatedAtMs).toISOString(),
      createdBy: record.createdBy,
      updatedBy: record.updatedBy,
      version: record.version,
      hasAcl: false,
      isFolder: false,
      folderId: folder?.id ?? 0,
      folderUid: record.folderUid,
      folderTitle: folder?.title ?? 'General',
      folderUrl: folder === undefined ? '' : `/dashboards/f/${folder.uid}/${slugOf(folder.title)}`,
      provisioned: record.isProvisioned,
      provisionedExternalId: '',
    },
  };
};
