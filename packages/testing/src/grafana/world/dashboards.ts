import type { JsonObject } from '@lineclear/core/plugin';
import type { DashboardRecord } from '../model/records.ts';
import { copyOf } from './json.ts';
import { slugOf } from './slug.ts';
import type { Store } from './store.ts';

/** Saves a dashboard that was found to be in order: a new one, or the next version of the one with this uid. */
export const saveDashboard = (
  store: Store,
  {
    uid,
    json,
    v2Spec,
    folderUid,
    message,
    by,
  }: { uid: string; json: JsonObject; v2Spec?: JsonObject; folderUid: string; message: string; by: string },
): DashboardRecord => {
  const nowMs = store.nowMs;
  const record = store.dashboards.get(uid) ?? {
    id: store.nextId(),
    uid,
    folderUid,
    version: 0,
    json: {},
    v2Spec: undefined,
    createdAtMs: nowMs,
    createdBy: by,
    updatedAtMs: nowMs,
    updatedBy: by,
    isProvisioned: false,
    versions: [],
  };
  record.version += 1;
  record.folderUid = folderUid;
  record.v2Spec = v2Spec === undefined ? undefined : copyOf(v2Spec);
  record.json = { ...copyOf(json), id: record.id, uid, version: record.version };
  record.updatedAtMs = nowMs;
  record.updatedBy = by;
  record.versions.push({ version: record.version, atMs: nowMs, by, message, json: record.json });
  store.dashboards.set(uid, record);
  return record;
};

export const titleOf = ({ json }: DashboardRecord): string => (typeof json['title'] === 'string' ? json['title'] : '');

/** Relative, as every address that the server answers. */
export const dashboardPath = (record: DashboardRecord): string => `/d/${record.uid}/${slugOf(titleOf(record))}`;

export const tagsOf = ({ json }: DashboardRecord): readonly string[] =>
  Array.isArray(json['tags']) ? json['tags'].filter((tag) => typeof tag === 'string') : [];
