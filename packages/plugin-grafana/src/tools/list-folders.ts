import { quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { bare } from '../aliases/bare.ts';
import { renameArguments } from '../aliases/rename-arguments.ts';
import { needsGrafana } from '../client/needs-grafana.ts';
import { grafana } from '../connection.ts';
import { search } from '../dashboards/search.ts';
import { findFolder } from '../folders/folders.ts';
import { readFolders } from '../folders/read-folders.ts';
import { shownFolder, showFolder } from '../folders/show-folder.ts';

const answered = z.object({ folders: z.array(shownFolder) });

const toBare = (answer: Parameters<typeof answered.parse>[0]) =>
  bare(
    answered.parse(answer).folders.map(({ parent_uid: parentUid, ...folder }) => ({ ...folder, type: 'dash-folder', parentUid })),
  );
const renamed = renameArguments({ parentUid: 'parent_uid', parentUID: 'parent_uid' });

export const listFolders = grafana.read({
  name: 'list_folders',
  title: 'List folders',
  toolset: 'dashboards',
  offered: needsGrafana,
  description: 'List the folders at the top or in another one, or find them by words. Use search_dashboards for what is in one.',
  input: z.strictObject({
    parent_uid: z.string().optional().describe('Those in this folder'),
    query: z.string().max(500).optional().describe('Words of the title, at any depth'),
    limit: z.int().min(1).max(100).default(50).describe('At most'),
    page: z.int().min(1).default(1).describe('From 1'),
  }),
  output: z.object({
    folders: z.array(shownFolder),
    next_page: z.int().nullable().describe('Null where these are the last.'),
    hints: z.array(z.string()),
  }),
  aliases: [
    { name: 'mcp_grafana_list_folders', input: renamed, output: toBare },
    { name: 'mcp_grafana_search_folders', input: renamed, output: toBare },
  ],
  run: async ({ input, reader, signal }) => {
    const { parent_uid: parentUid, query, limit, page } = input;
    const { folders, nextPage } =
      query === undefined
        ? await readFolders({ parentUid, limit, page, reader, signal })
        : await found({ query, parentUid, limit, page, reader, signal });
    return {
      folders: folders.map((folder) => showFolder({ folder, reader })),
      next_page: nextPage,
      hints:
        folders.length > 0 ? [] : [page > 1 ? 'There are fewer pages.' : await nothing({ parentUid, query, reader, signal })],
    };
  },
});

// A folder without folders and a folder that is not there look the same to who lists them.
const nothing = async ({
  parentUid,
  query,
  reader,
  signal,
}: Pick<Parameters<typeof findFolder>[0], 'reader' | 'signal'> & {
  parentUid: string | undefined;
  query: string | undefined;
}): Promise<string> => {
  if (parentUid !== undefined && (await findFolder({ uid: parentUid, reader, signal })) === undefined) {
    return `There is no folder with the uid ${quoted(parentUid)}, or these credentials do not see it: leave parent_uid out to see those at the top.`;
  }
  if (query !== undefined) return 'No folder has these words in its title, or these credentials do not see it.';
  return parentUid === undefined
    ? 'There are no folders, or these credentials see none.'
    : 'There is no folder in this one; search_dashboards with its folder_uid lists its dashboards.';
};

const found = async ({
  parentUid,
  ...asked
}: { parentUid: string | undefined } & Omit<Parameters<typeof search>[0], 'type' | 'folderUid'>) => {
  const { hits, nextPage } = await search({ type: 'dash-folder', folderUid: parentUid, ...asked });
  return { folders: hits.map(({ uid, title, folderUid }) => ({ uid, title, parentUid: folderUid ?? undefined })), nextPage };
};
