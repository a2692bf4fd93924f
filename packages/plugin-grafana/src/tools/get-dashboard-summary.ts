import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import { renameArguments } from '../aliases/rename-arguments.ts';
import { needsGrafana } from '../client/needs-grafana.ts';
import { grafana } from '../connection.ts';
import { dashboardLink } from '../dashboards/dashboard-link.ts';
import { findDashboard } from '../dashboards/find-dashboard.ts';
import type { DashboardStore } from '../dashboards/store/stored-dashboard.ts';
import { viewOf } from '../dashboards/view/view-of.ts';
import { findFolder } from '../folders/folders.ts';

const mostPanels = 200;
const mostVariables = 100;

export const getDashboardSummary = grafana.read({
  name: 'get_dashboard_summary',
  title: 'Summarise a dashboard',
  toolset: 'dashboards',
  offered: needsGrafana,
  description:
    'Show what a dashboard has: folder, panels, variables, and who changed it when. Use get_dashboard_panel_queries for its expressions.',
  input: z.strictObject({ uid: z.string().min(1).describe('From search_dashboards') }),
  output: z.object({
    uid: z.string(),
    title: z.string(),
    description: z.string().optional(),
    url: z.string(),
    folder_uid: z.string().describe('Empty at the top.'),
    folder: z.string(),
    tags: z.array(z.string()),
    time: z.object({ from: z.string(), to: z.string() }),
    refresh: z.string().optional(),
    schema: z.enum(['classic', 'v2']),
    version: z.int(),
    created: z.string().optional(),
    created_by: z.string().optional(),
    changed: z.string().optional(),
    changed_by: z.string().optional(),
    change_message: z.string().optional(),
    managed_by: z.string().optional().describe('Provisioned: it cannot be changed here.'),
    panels: z.array(z.object({ id: z.int().nullable(), title: z.string(), type: z.string(), queries: z.int() })),
    panels_left_out: z.int(),
    variables: z.array(
      z.object({ name: z.string(), type: z.string(), current: z.array(z.string()), query: z.string().optional() }),
    ),
    variables_left_out: z.int(),
    annotations: z.array(z.string()),
  }),
  aliases: [{ name: 'mcp_grafana_get_dashboard_summary', input: renameArguments({ dashboardUid: 'uid' }) }],
  run: async ({ input, reader, signal }) => {
    const { stored, store } = await findDashboard({ uid: input.uid, reader, signal });
    const { uid, title, folderUid, version, schema } = stored;
    const [folder, message] = await Promise.all([
      stored.folderTitle ?? folderTitle({ uid: folderUid, reader, signal }),
      stored.message ?? messageOf({ uid, version, store, signal }),
    ]);
    const view = viewOf(stored);
    const panels = view.panels.slice(0, mostPanels);
    const variables = view.variables.slice(0, mostVariables);
    return {
      uid,
      title,
      ...(view.description !== undefined && { description: view.description.slice(0, 1_000).toWellFormed() }),
      url: dashboardLink({ uid, title, reader }),
      folder_uid: folderUid,
      folder,
      tags: view.tags.slice(0, 50),
      time: view.time,
      ...(view.refresh !== undefined && { refresh: view.refresh }),
      schema,
      version,
      ...(stored.createdAt !== undefined && { created: stored.createdAt }),
      ...(stored.createdBy !== undefined && { created_by: stored.createdBy }),
      ...(stored.updatedAt !== undefined && { changed: stored.updatedAt }),
      ...(stored.updatedBy !== undefined && { changed_by: stored.updatedBy }),
      ...(message !== '' && { change_message: message.slice(0, 500).toWellFormed() }),
      ...(stored.managedBy !== undefined && { managed_by: stored.managedBy }),
      panels: panels.map(({ id, title: name, type, queries }) => ({
        id: id !== undefined && Number.isSafeInteger(id) ? id : null,
        title: name.slice(0, 300).toWellFormed(),
        type,
        queries: queries.length,
      })),
      panels_left_out: view.panels.length - panels.length,
      variables: variables.map(({ name, type, current, query }) => ({
        name,
        type,
        current: current.slice(0, 10).map((value) => value.slice(0, 100).toWellFormed()),
        ...(query !== undefined && { query: query.slice(0, 500).toWellFormed() }),
      })),
      variables_left_out: view.variables.length - variables.length,
      annotations: view.annotations.slice(0, 50),
    };
  },
});

const folderTitle = async ({ uid, ...ask }: Parameters<typeof findFolder>[0]): Promise<string> =>
  uid === '' ? '' : ((await findFolder({ uid, ...ask }))?.title ?? '');

/** The message of a version in the history, which whoever may only look does not see. */
const messageOf = async ({
  uid,
  version,
  store,
  signal,
}: {
  uid: string;
  version: number;
  store: DashboardStore;
  signal: AbortSignal;
}): Promise<string> => {
  try {
    return (await store.history({ uid, signal })).find((saved) => saved.version === version)?.message ?? '';
  } catch (error) {
    if (LineclearError.is(error) && error.code === 'forbidden') return '';
    throw error;
  }
};
