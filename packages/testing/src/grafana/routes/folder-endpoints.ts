import type { JsonObject } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { Answer } from '../../http/route.ts';
import type { FolderRecord } from '../model/records.ts';
import { isUid, slugOf } from '../world/slug.ts';
import type { Store } from '../world/store.ts';
import type { Caller } from './access.ts';
import type { Endpoint, EndpointCall } from './endpoint.ts';
import { bodyOf, numberOf } from './parse.ts';
import { refuse } from './refusal.ts';

/** `/api/folders`. */
export const folderEndpoints = (store: Store): readonly Endpoint[] => [
  {
    method: 'GET',
    path: '/api/folders',
    role: 'Viewer',
    handle: ({ query }) => {
      const parent = query.get('parentUid') ?? undefined;
      const limit = numberOf(query, { name: 'limit', fallback: 1000 });
      const page = numberOf(query, { name: 'page', fallback: 1 });
      const folders = [...store.folders.values()].filter(({ parentUid }) => parentUid === parent);
      const hits = folders.toSorted((one, other) => one.title.localeCompare(other.title));
      return {
        json: hits
          .slice((page - 1) * limit, page * limit)
          .map(({ id, uid, title, parentUid }) => ({ id, uid, title, ...(parentUid !== undefined && { parentUid }) })),
      };
    },
  },
  { method: 'POST', path: '/api/folders', role: 'Editor', handle: (call) => createAnswer(store, call) },
  {
    method: 'GET',
    path: '/api/folders/:uid',
    role: 'Viewer',
    handle: ({ params, caller }) => ({ json: toFolder({ store, caller, folder: found(store, params['uid']) }) }),
  },
  { method: 'PUT', path: '/api/folders/:uid', role: 'Editor', handle: (call) => updateAnswer(store, call) },
  {
    method: 'DELETE',
    path: '/api/folders/:uid',
    role: 'Editor',
    handle: ({ params, query }) => {
      const { id, uid, title } = found(store, params['uid']);
      const rules = [...store.rules.values()].filter(({ body }) => body['folderUID'] === uid);
      if (rules.length > 0 && query.get('forceDeleteRules') !== 'true')
        throw refuse(400, 'folder contains alert rules', { messageId: 'folder.contains-alert-rules' });
      for (const rule of rules) store.rules.delete(rule.uid);
      for (const record of store.dashboards.values()) if (record.folderUid === uid) store.dashboards.delete(record.uid);
      store.folders.delete(uid);
      return { json: { id, title, message: `Folder ${title} deleted` } };
    },
  },
];

const newFolder = z.object({
  uid: z.string().nullish(),
  title: z.string().nullish(),
  description: z.string().nullish(),
  parentUid: z.string().nullish(),
});

const createAnswer = (store: Store, { request, caller, nowMs }: EndpointCall): Answer => {
  const { uid, title, description, parentUid } = bodyOf(request, newFolder);
  const name = title?.trim() ?? '';
  if (name === '') throw refuse(400, 'folder title cannot be empty');
  if (name.toLowerCase() === 'general') throw refuse(400, 'A folder with that name already exists');
  const chosen = uid === undefined || uid === null || uid === '' ? store.nextUid('f') : uid;
  if (!isUid(chosen))
    throw refuse(400, chosen.length > 40 ? 'uid too long, max 40 characters' : 'uid contains illegal characters');
  if (store.folders.has(chosen) || store.dashboards.has(chosen))
    throw refuse(409, 'a folder/dashboard with the same uid already exists');
  const parent = parentUid ?? '';
  if (parent !== '' && !store.folders.has(parent)) throw refuse(400, 'folder not found');
  const folder: FolderRecord = {
    id: store.nextId(),
    uid: chosen,
    title: name,
    description: description ?? '',
    parentUid: parent === '' ? undefined : parent,
    version: 1,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  };
  store.folders.set(chosen, folder);
  return { json: toFolder({ store, caller, folder }) };
};

const folderUpdate = z.object({
  title: z.string().min(1),
  description: z.string().nullish(),
  version: z.int().nullish(),
  overwrite: z.boolean().nullish(),
});

const updateAnswer = (store: Store, { request, params, caller, nowMs }: EndpointCall): Answer => {
  const { title, description, version, overwrite } = bodyOf(request, folderUpdate);
  const folder = found(store, params['uid']);
  if (overwrite !== true && version !== folder.version)
    throw refuse(412, 'the folder has been changed by someone else', { status: 'version-mismatch' });
  folder.title = title;
  folder.description = description ?? folder.description;
  folder.version += 1;
  folder.updatedAtMs = nowMs;
  return { json: toFolder({ store, caller, folder }) };
};

const found = (store: Store, uid: string | undefined): FolderRecord => {
  const folder = store.folders.get(uid ?? '');
  if (folder === undefined) throw refuse(404, 'folder not found', { status: 'not-found' });
  return folder;
};

const toFolder = ({ store, caller, folder }: { store: Store; caller: Caller; folder: FolderRecord }): JsonObject => {
  const mayWrite = caller.role !== 'Viewer';
  const parent = store.folders.get(folder.parentUid ?? '');
  return {
    id: folder.id,
    uid: folder.uid,
    orgId: caller.orgId,
    title: folder.title,
    url: `/dashboards/f/${folder.uid}/${slugOf(folder.title)}`,
    hasAcl: false,
    canSave: mayWrite,
    canEdit: mayWrite,
    canAdmin: caller.role === 'Admin',
    canDelete: mayWrite,
    createdBy: 'admin',
    created: new Date(folder.createdAtMs).toISOString(),
    updatedBy: 'admin',
    updated: new Date(folder.updatedAtMs).toISOString(),
    version: folder.version,
    ...(parent !== undefined && { parentUid: parent.uid, parents: [toFolder({ store, caller, folder: parent })] }),
  };
};
