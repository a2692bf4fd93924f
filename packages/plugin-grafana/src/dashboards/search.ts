import type * as z from 'zod';
import type { GrafanaReader } from '../client/grafana-reader.ts';
import { searchHits } from './store/schemas.ts';

export type SearchHit = z.output<typeof searchHits>[number];

/** A page of what Grafana finds, and whether there is another one. */
export const search = async ({
  type,
  query,
  tags,
  folderUid,
  limit,
  page,
  reader,
  signal,
}: {
  type: 'dash-db' | 'dash-folder';
  query?: string | undefined;
  tags?: readonly string[] | undefined;
  folderUid?: string | undefined;
  limit: number;
  page: number;
  reader: GrafanaReader;
  signal: AbortSignal;
}): Promise<{ readonly hits: readonly SearchHit[]; readonly nextPage: number | null }> => {
  const ask = async (part: { limit: number; page: number }): Promise<readonly SearchHit[]> => {
    const asked = { type, query, tag: tags, folderUIDs: folderUid, ...part };
    return (await reader.grafana.get('/api/search', { query: asked, signal })).json(searchHits);
  };
  const hits = await ask({ limit, page });
  // The answer has no total; whether one more follows is a page of one.
  const isMore = hits.length === limit && (await ask({ limit: 1, page: limit * page + 1 })).length > 0;
  return { hits, nextPage: isMore ? page + 1 : null };
};

/** Another dashboard with the same title in the same folder: older servers refuse that, and people take the one for the other. */
export const findNamesake = async ({
  title,
  uid,
  folderUid,
  reader,
  signal,
}: {
  title: string;
  uid: string | undefined;
  folderUid: string;
  reader: GrafanaReader;
  signal: AbortSignal;
}): Promise<SearchHit | undefined> => {
  const place = folderUid === '' ? 'general' : folderUid;
  const { hits } = await search({ type: 'dash-db', query: title, folderUid: place, limit: 100, page: 1, reader, signal });
  return hits.find((hit) => hit.uid !== uid && hit.title.toLowerCase() === title.toLowerCase());
};
