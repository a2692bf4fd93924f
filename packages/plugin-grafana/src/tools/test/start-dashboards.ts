import type { AnyTool, JsonObject } from '@lineclear/core/plugin';
import type { StartedPlugin } from '@lineclear/testing';
import { pluginOf } from '../../test/plugin-of.ts';
import { createDashboard } from '../create-dashboard.ts';
import { createFolder } from '../create-folder.ts';
import { getDashboardByUid } from '../get-dashboard-by-uid.ts';
import { getDashboardPanelQueries } from '../get-dashboard-panel-queries.ts';
import { getDashboardSummary } from '../get-dashboard-summary.ts';
import { listFolders } from '../list-folders.ts';
import { runPanelQuery } from '../run-panel-query.ts';
import { searchDashboards } from '../search-dashboards.ts';
import { updateDashboard } from '../update-dashboard.ts';
import { type InSandbox, type SandboxOptions, startInFront, startInSandbox, type Starting } from './start-in-sandbox.ts';

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
const dashboards = pluginOf(tools);

/** The tools in front of some servers. */
export const startDashboards = (starting: Starting & { settings: JsonObject }): Promise<StartedPlugin> =>
  startInFront({ plugin: dashboards, ...starting });

/** The tools in front of a Grafana of their own whose time stands still. */
export const startSandboxed = (options: SandboxOptions = {}): Promise<InSandbox> =>
  startInSandbox({ plugin: dashboards, ...options });
