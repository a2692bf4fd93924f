import { type AnyTool, definePlugin, type JsonObject } from '@lineclear/core/plugin';
import { startPlugin, type StartedPlugin, type StartOptions } from '@lineclear/testing';
import { type GrafanaSandbox, type GrafanaSandboxOptions, startGrafanaSandbox } from '@lineclear/testing/grafana';
import { onTestFinished } from 'vitest';
import { createDashboard } from '../create-dashboard.ts';
import { createFolder } from '../create-folder.ts';
import { getDashboardByUid } from '../get-dashboard-by-uid.ts';
import { getDashboardPanelQueries } from '../get-dashboard-panel-queries.ts';
import { getDashboardSummary } from '../get-dashboard-summary.ts';
import { listFolders } from '../list-folders.ts';
import { runPanelQuery } from '../run-panel-query.ts';
import { searchDashboards } from '../search-dashboards.ts';
import { updateDashboard } from '../update-dashboard.ts';

const tools: readonly AnyTool[] = [
  searchDashboards,
  getDashboardByUid,
  getDashboardSummary,
  getDashboardPanelQueries,
  runPanelQuery,
  listFolders,
  createDashboard,
  updateDashboard,
  createFolder,
];

/** The toolset alone. */
const dashboards = definePlugin({
  id: 'grafana',
  title: 'Grafana',
  version: '1.0.0',
  toolsets: { dashboards: { title: 'Dashboards', use: 'Read and write dashboards.' } },
  tools,
  aliasPrefixes: ['mcp_grafana_'],
});

type Starting = Pick<StartOptions, 'person' | 'principal' | 'clock' | 'limits'>;

/** The tools in front of some servers. */
export const startDashboards = async ({ settings, ...starting }: Starting & { settings: JsonObject }): Promise<StartedPlugin> => {
  const started = await startPlugin({ plugin: dashboards, connections: { grafana: settings }, ...starting });
  onTestFinished(started.close);
  return started;
};

export interface SandboxedDashboards extends StartedPlugin {
  readonly sandbox: GrafanaSandbox;
  /** What has been sent so far that changes something. */
  readonly sent: () => readonly { readonly method: string; readonly path: string; readonly body: unknown }[];
}

export const noonMs = Date.UTC(2026, 2, 2, 12);

/** The tools in front of a Grafana of their own whose time stands still. */
export const startSandboxed = async ({
  settings = {},
  person,
  limits,
  clock = { now: () => noonMs },
  ...options
}: GrafanaSandboxOptions &
  Pick<Starting, 'person' | 'limits'> & { settings?: JsonObject } = {}): Promise<SandboxedDashboards> => {
  const sandbox = await startGrafanaSandbox({ seed: 'tunnel', clock, ...options });
  onTestFinished(() => sandbox.close());
  const started = await startDashboards({
    clock,
    settings: { grafana: { url: sandbox.url, ...settings } },
    ...(person !== undefined && { person }),
    ...(limits !== undefined && { limits }),
  });
  // A query by POST changes nothing.
  const sent = () =>
    sandbox.http
      .unsafe()
      .filter(({ path }) => !/\/query(_range)?$/.test(path))
      .map(({ method, path, json }) => ({ method, path, body: json }));
  return { ...started, sandbox, sent };
};
