import type { JsonObject } from '@lineclear/core/plugin';
import { dashboardPath, tagsOf, titleOf } from '../world/dashboards.ts';
import { slugOf } from '../world/slug.ts';
import type { Store } from '../world/store.ts';
import type { Endpoint } from './endpoint.ts';
import { numberOf } from './parse.ts';
import { refuse } from './refusal.ts';

/** `/api/search`: folders and dashboards in one list, by title. */
export const searchEndpoints = (store: Store): readonly Endpoint[] => [
  {
    method: 'GET',
    path: '/api/search',
    role: 'Viewer',
    handle: ({ query, caller }) => {
      const limit = numberOf(query, { name: 'limit', fallback: 1000 });
      const page = numberOf(query, { name: 'page', fallback: 1 });
      if (limit > 5000)
        throw refuse(422, 'Limit is above maximum allowed (5000), use page parameter to access hits beyond limit');
      const hits = [...folderHits(store), ...dashboardHits(store)].filter(({ facts }) => fits(query, facts));
      const ordered = hits.toSorted((one, other) => one.facts.title.localeCompare(other.facts.title));
      return { json: ordered.slice((page - 1) * limit, page * limit).map(({ hit }) => ({ ...hit, orgId: caller.orgId })) };
    },
  },
];

interface Facts {
  readonly title: string;
  readonly uid: string;
  readonly type: 'dash-db' | 'dash-folder';
  readonly folderUid: string;
  readonly tags: readonly string[];
}

const fits = (query: URLSearchParams, { title, uid, type, folderUid, tags }: Facts): boolean => {
  const wanted = query.get('query') ?? '';
  const uids = query.getAll('dashboardUIDs');
  const folders = query.getAll('folderUIDs');
  return (
    title.toLowerCase().includes(wanted.toLowerCase()) &&
    (query.get('type') ?? type) === type &&
    query.getAll('tag').every((tag) => tags.includes(tag)) &&
    (uids.length === 0 || uids.includes(uid)) &&
    (folders.length === 0 || folders.includes(folderUid === '' ? 'general' : folderUid))
  );
};

const folderHits = (store: Store): readonly { facts: Facts; hit: JsonObject }[] =>
  [...store.folders.values()].map(({ id, uid, title, parentUid }) => ({
    facts: { title, uid, type: 'dash-folder', folderUid: parentUid ?? '', tags: [] },
    hit: {
      id,
      uid,
      title,
      uri: `db/${slugOf(title)}`,
      url: `/dashboards/f/${uid}/${slugOf(title)}`,
      slug: '',
      type: 'dash-folder',
      tags: [],
      isStarred: false,
      sortMeta: 0,
      isDeleted: false,
      ...placeOf(store, parentUid ?? ''),
    },
  }));

const dashboardHits = (store: Store): readonly { facts: Facts; hit: JsonObject }[] =>
  [...store.dashboards.values()].map((record) => {
    const tags = [...tagsOf(record)];
    const { description } = record.json;
    return {
      facts: { title: titleOf(record), uid: record.uid, type: 'dash-db', folderUid: record.folderUid, tags },
      hit: {
        id: record.id,
        uid: record.uid,
        title: titleOf(record),
        uri: `db/${slugOf(titleOf(record))}`,
        url: dashboardPath(record),
        slug: '',
        type: 'dash-db',
        tags,
        ...(typeof description === 'string' && { description }),
        isStarred: false,
        sortMeta: 0,
        isDeleted: false,
        ...placeOf(store, record.folderUid),
      },
    };
  });

const placeOf = (store: Store, folderUid: string): JsonObject => {
  const folder = store.folders.get(folderUid);
  if (folder === undefined) return {};
  return {
    folderId: folder.id,
    folderUid,
    folderTitle: folder.title,
    folderUrl: `/dashboards/f/${folderUid}/${slugOf(folder.title)}`,
  };
};
