import type { Alias } from '@lineclear/core/plugin';
import * as z from 'zod';
import { bare } from '../aliases/bare.ts';
import { renameArguments } from '../aliases/rename-arguments.ts';
import { needsGrafana } from '../client/needs-grafana.ts';
import { grafana } from '../connection.ts';
import { dashboardLink } from '../dashboards/dashboard-link.ts';
import { findDashboard } from '../dashboards/find-dashboard.ts';
import { outlineOf, readPart } from '../dashboards/read-part.ts';
import { counted } from '../schemas/counted.ts';

/** The dashboard beside what Grafana knows about it. */
const published: Alias = {
  name: 'mcp_grafana_get_dashboard_by_uid',
  input: (args) => ({ max_characters: mostCharacters, ...renameArguments({ dashboardUid: 'uid' })(args) }),
  output: (answer) => {
    const { value, outline, hints, uid, title, version, url, folder_uid: folderUid, api_version: apiVersion } = answer;
    const meta = {
      uid: uid ?? null,
      title: title ?? null,
      version: version ?? null,
      url: url ?? null,
      folderUid: folderUid ?? null,
    };
    return {
      ...(value === undefined ? { outline: outline ?? [], hints: hints ?? [] } : { dashboard: value }),
      meta,
      apiVersion: apiVersion ?? null,
      isV2: answer['schema'] === 'v2',
    };
  },
};
/** A part alone. */
const property: Alias = {
  name: 'mcp_grafana_get_dashboard_property',
  input: (args) => ({ max_characters: mostCharacters, ...renameArguments({ dashboardUid: 'uid', jsonPath: 'path' })(args) }),
  output: ({ value, outline, hints }) => (value === undefined ? { outline: outline ?? [], hints: hints ?? [] } : bare(value)),
};
/** What fits into one answer beside the rest. */
const mostCharacters = 90_000;

export const getDashboardByUid = grafana.read({
  name: 'get_dashboard_by_uid',
  title: 'Read a dashboard',
  toolset: 'dashboards',
  offered: needsGrafana,
  description:
    'Read the JSON of a dashboard, or a part of it by a JSON path. Use get_dashboard_summary first: it is far smaller.',
  input: z.strictObject({
    uid: z.string().min(1).describe('From search_dashboards'),
    path: z.string().default('$').describe('$.panels[0], $.panels[?(@.id==2)].targets'),
    max_characters: z.int().min(100).max(mostCharacters).default(40_000).describe('More is answered as an outline'),
  }),
  output: z.object({
    uid: z.string(),
    title: z.string(),
    folder_uid: z.string(),
    version: z.int(),
    schema: z.enum(['classic', 'v2']),
    api_version: z.string(),
    url: z.string(),
    path: z.string(),
    characters: z.int().describe('Of the JSON at the path.'),
    value: z.unknown().optional().describe('The JSON at the path, as it is stored.'),
    outline: z
      .array(z.object({ path: z.string(), characters: z.int(), name: z.string().optional() }))
      .optional()
      .describe('Where the value is too large.'),
    hints: z.array(z.string()),
  }),
  aliases: [published, property],
  run: async ({ input, reader, signal }) => {
    const { stored } = await findDashboard({ uid: input.uid, reader, signal });
    const { path, value } = readPart({ document: stored.json, path: input.path });
    const characters = JSON.stringify(value).length;
    const isLarge = characters > input.max_characters;
    const { parts, leftOut } = isLarge ? outlineOf({ path, value }) : { parts: [], leftOut: 0 };
    const { uid, title, folderUid, version, schema, apiVersion } = stored;
    return {
      uid,
      title,
      folder_uid: folderUid,
      version,
      schema,
      api_version: apiVersion,
      url: dashboardLink({ uid, title, reader }),
      path,
      characters,
      ...(isLarge ? { outline: parts } : { value }),
      hints: [
        ...(isLarge ? ['The value is larger than max_characters: read a part of it by one of the paths in outline.'] : []),
        ...(leftOut > 0 ? [`${counted({ count: leftOut, one: 'more part is', many: 'more parts are' })} not in outline.`] : []),
        ...(schema === 'v2' ? ['A v2 dashboard: it can be read here, and is changed in Grafana itself.'] : []),
      ],
    };
  },
});
