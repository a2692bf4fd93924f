import type { Alias, JsonValue } from '@lineclear/core/plugin';
import * as z from 'zod';
import { bare } from '../aliases/bare.ts';
import { renameArguments } from '../aliases/rename-arguments.ts';
import { needsGrafana } from '../client/needs-grafana.ts';
import { grafana } from '../connection.ts';
import { dashboardLink } from '../dashboards/dashboard-link.ts';
import { search } from '../dashboards/search.ts';

const found = z.object({
  uid: z.string(),
  title: z.string(),
  folder_uid: z.string().describe('Empty at the top.'),
  folder: z.string(),
  tags: z.array(z.string()),
  url: z.string(),
});
const answered = z.object({ dashboards: z.array(found) });

/** A bare list of hits. */
const published: Alias = {
  name: 'mcp_grafana_search_dashboards',
  input: renameArguments({ folderUid: 'folder_uid', folderUID: 'folder_uid', tag: 'tags' }),
  output: (answer) =>
    bare(
      answered.parse(answer).dashboards.map(({ folder_uid: folderUid, folder: folderTitle, ...hit }): JsonValue => ({
        ...hit,
        type: 'dash-db',
        folderUid,
        folderTitle,
      })),
    ),
};

export const searchDashboards = grafana.read({
  name: 'search_dashboards',
  title: 'Search dashboards',
  toolset: 'dashboards',
  offered: needsGrafana,
  description: 'Find dashboards by words of their title, by tags or by folder. Use get_dashboard_summary to see what one has.',
  input: z.strictObject({
    query: z.string().max(500).optional().describe('Words of the title'),
    tags: z.array(z.string()).max(20).optional().describe('It has all of them'),
    folder_uid: z.string().optional().describe('general is the top'),
    limit: z.int().min(1).max(100).default(20).describe('At most'),
    page: z.int().min(1).default(1).describe('From 1'),
  }),
  output: z.object({
    dashboards: z.array(found),
    next_page: z.int().nullable().describe('Null where these are the last.'),
    hints: z.array(z.string()),
  }),
  aliases: [published],
  run: async ({ input, reader, signal }) => {
    const { query, tags, folder_uid: folderUid, limit, page } = input;
    const { hits, nextPage } = await search({ type: 'dash-db', query, tags, folderUid, limit, page, reader, signal });
    return {
      dashboards: hits.map(({ uid, title, folderUid: folder, folderTitle, tags: its }) => ({
        uid,
        title,
        folder_uid: folder ?? '',
        folder: folderTitle ?? '',
        tags: [...(its ?? [])],
        url: dashboardLink({ uid, title, reader }),
      })),
      next_page: nextPage,
      hints: hits.length > 0 ? [] : [page > 1 ? 'There are fewer pages.' : nothing({ query, tags, folderUid })],
    };
  },
});

// Only what was asked for can be the reason.
const nothing = ({
  query = '',
  tags = [],
  folderUid,
}: {
  query: string | undefined;
  tags: readonly string[] | undefined;
  folderUid: string | undefined;
}): string => {
  const ways = [
    ...(query === '' ? [] : ['try fewer words, or parts of them']),
    ...(tags.length === 0
      ? []
      : [tags.length === 1 ? 'leave the tag out' : 'try fewer tags: a dashboard has to have all of them']),
    ...(folderUid === undefined ? [] : ['take folder_uid from list_folders: a title is no uid']),
  ];
  return ways.length === 0
    ? 'There are no dashboards, or these credentials see none.'
    : `No dashboard fits, or these credentials do not see it: ${ways.join('; ')}.`;
};
