import * as z from 'zod';
import type { GrafanaReader } from '../client/grafana-reader.ts';
import { type Folder, folder } from './folders.ts';

/** A page of the folders in another one, or at the top, and whether there is another page. */
export const readFolders = async ({
  parentUid,
  limit,
  page,
  reader,
  signal,
}: {
  parentUid: string | undefined;
  limit: number;
  page: number;
  reader: GrafanaReader;
  signal: AbortSignal;
}): Promise<{ readonly folders: readonly Folder[]; readonly nextPage: number | null }> => {
  const ask = async (part: { limit: number; page: number }): Promise<readonly Folder[]> =>
    (await reader.grafana.get('/api/folders', { query: { parentUid, ...part }, signal })).json(z.array(folder));
  const folders = await ask({ limit, page });
  const isMore = folders.length === limit && (await ask({ limit: 1, page: limit * page + 1 })).length > 0;
  return {
    folders: parentUid === undefined ? folders : folders.map((one) => ({ ...one, parentUid })),
    nextPage: isMore ? page + 1 : null,
  };
};
