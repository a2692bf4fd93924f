import { mapConcurrently } from '@lineclear/core/plugin';
import type { Alias, JsonObject } from '@lineclear/core/plugin';
import * as z from 'zod';
import { renameArguments } from '../aliases/rename-arguments.ts';
import { needsGrafana } from '../client/needs-grafana.ts';
import { grafana } from '../connection.ts';
import { findDashboard } from '../dashboards/find-dashboard.ts';
import { variables } from '../dashboards/inputs.ts';
import { panelOf } from '../dashboards/panel-of.ts';
import { runQuery } from '../dashboards/run/run-query.ts';
import { shownQuery } from '../dashboards/run/shown-query.ts';
import { unknownVariables } from '../dashboards/variables/unknown-variables.ts';
import { builtInValues, variableValues } from '../dashboards/variables/values.ts';
import { viewOf } from '../dashboards/view/view-of.ts';
import { end, start } from '../prometheus/inputs.ts';
import { queryStep } from '../prometheus/query-step.ts';
import { parseRange } from '../time/time-range.ts';

/** Queries of one panel that are run; nobody draws more in one picture. */
const mostQueries = 20;

/** Several panels were a list; one at a time is what is left of it. */
const published: Alias = {
  name: 'mcp_grafana_run_panel_query',
  input: (args: JsonObject) => {
    const { panelIds, queryIndex: _queryIndex, ...rest } = renameArguments({ dashboardUid: 'uid', panelId: 'panel_id' })(args);
    return Array.isArray(panelIds) && panelIds.length === 1 && rest['panel_id'] === undefined
      ? { ...rest, panel_id: panelIds[0] ?? null }
      : { ...rest, ...(panelIds !== undefined && { panelIds }) };
  },
};

export const runPanelQuery = grafana.read({
  name: 'run_panel_query',
  title: 'Run the queries of a panel',
  toolset: 'dashboards',
  offered: needsGrafana,
  description:
    'Run the queries of a panel now, with the range and the variables of its dashboard. Use query_prometheus or query_loki_logs for other queries.',
  input: z.strictObject({
    uid: z.string().min(1).describe('From search_dashboards'),
    panel_id: z.int().describe('From get_dashboard_summary'),
    start: start.describe("The dashboard's if absent"),
    end,
    variables: variables.optional(),
    limit: z.int().min(1).max(100).default(20).describe('Series or lines per query'),
    points: z.int().min(0).max(500).default(5).describe('Raw ones per series'),
  }),
  output: z.object({
    dashboard: z.string(),
    panel: z.string(),
    type: z.string(),
    start: z.string(),
    end: z.string(),
    step_seconds: z.number(),
    queries: z.array(shownQuery),
    queries_left_out: z.int(),
    hints: z.array(z.string()),
  }),
  aliases: [published],
  run: async ({ input, reader, clock, signal }) => {
    const { stored } = await findDashboard({ uid: input.uid, reader, signal });
    const view = viewOf(stored);
    const panel = panelOf({ view, id: input.panel_id });
    const ownFrom = panel.timeFrom === undefined ? view.time.from : panelFrom(panel.timeFrom);
    const ownTo = panel.timeFrom === undefined ? view.time.to : 'now';
    const range = parseRange({ from: input.start ?? ownFrom, to: input.end ?? ownTo, defaultFrom: 'now-6h', nowMs: clock.now() });
    const { stepS } = queryStep({ range, wantedS: undefined });
    const values = new Map([
      ...builtInValues({ ...range, stepS }),
      ...variableValues({ variables: view.variables, given: input.variables ?? {} }),
    ]);
    const asked = panel.queries.filter(({ isHidden }) => !isHidden);
    const queries = asked.slice(0, mostQueries);
    // An answer has room for so many lines and series, however many queries there are.
    const limit = Math.max(1, Math.min(input.limit, Math.floor(mostRows / Math.max(1, queries.length))));
    const panelRun = {
      range,
      stepS,
      values,
      variables: view.variables,
      limit,
      points: Math.min(input.points, Math.ceil(mostPoints / Math.max(1, queries.length * limit))),
    };
    const found = await mapConcurrently({
      items: queries,
      concurrency: 4,
      run: (query) => runQuery({ query, run: panelRun, reader, signal }),
    });
    const [first] = found;
    if (first?.failure !== undefined && found.every(({ failure }) => failure !== undefined)) throw first.failure;
    return {
      dashboard: stored.title,
      panel: panel.title,
      type: panel.type,
      start: new Date(range.fromMs).toISOString(),
      end: new Date(range.toMs).toISOString(),
      step_seconds: stepS,
      queries: found.map(({ row }) => row),
      queries_left_out: asked.length - queries.length,
      hints: [
        ...unknownVariables({ variables: view.variables, panels: [panel], given: input.variables }),
        ...(asked.length === 0 ? ['This panel asks nothing: it has no queries, or all of them are hidden.'] : []),
        ...(found.some(({ row }) => row.status === 'ok' && row.total === 0)
          ? ['A query without a result: check its metric and labels, the range, and the values of variables.']
          : []),
        ...(found.some(({ row }) => row.unresolved !== undefined)
          ? ['Give values for the variables in unresolved with variables.']
          : []),
      ],
    };
  },
});

/** `1h` is the last hour, and `now/d` is as it is. */
const panelFrom = (text: string): string => (text.includes('now') ? text : `now${text.startsWith('+') ? '' : '-'}${text}`);

const mostRows = 100;
const mostPoints = 1_000;
