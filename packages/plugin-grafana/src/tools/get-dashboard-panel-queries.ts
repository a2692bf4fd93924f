import type { Alias } from '@lineclear/core/plugin';
import * as z from 'zod';
import { bare } from '../aliases/bare.ts';
import { renameArguments } from '../aliases/rename-arguments.ts';
import { needsGrafana } from '../client/needs-grafana.ts';
import { grafana } from '../connection.ts';
import { findDashboard } from '../dashboards/find-dashboard.ts';
import { variables } from '../dashboards/inputs.ts';
import { panelOf } from '../dashboards/panel-of.ts';
import { substitute } from '../dashboards/variables/substitute.ts';
import { unknownVariables } from '../dashboards/variables/unknown-variables.ts';
import { variableValues } from '../dashboards/variables/values.ts';
import { viewOf } from '../dashboards/view/view-of.ts';
import { page } from '../prometheus/scope.ts';

const row = z.object({
  panel_id: z.number().nullable(),
  panel: z.string(),
  ref_id: z.string(),
  datasource: z.object({ uid: z.string().nullable().describe('Null: the default one.'), type: z.string().nullable() }),
  expression: z.string().nullable().describe('Null where it is no text.'),
  substituted: z.string().optional(),
  unresolved: z.array(z.string()).optional().describe('Variables without a value.'),
  hidden: z.boolean().optional(),
});
/** Characters of one expression, so that as many as may be asked for fit into an answer. */
const longest = 2_000;
const answered = z.object({ queries: z.array(row) });

/** A bare list of queries. */
const published: Alias = {
  name: 'mcp_grafana_get_dashboard_panel_queries',
  input: renameArguments({ dashboardUid: 'uid', panelId: 'panel_id' }),
  output: (answer) =>
    bare(
      answered.parse(answer).queries.map(({ panel, panel_id: panelId, ref_id: refId, datasource, expression, substituted }) => ({
        title: panel,
        panelId,
        refId,
        query: substituted ?? expression,
        datasource,
      })),
    ),
};

export const getDashboardPanelQueries = grafana.read({
  name: 'get_dashboard_panel_queries',
  title: 'Queries of a dashboard',
  toolset: 'dashboards',
  offered: needsGrafana,
  description:
    'List the queries of the panels of a dashboard with their datasources. Use run_panel_query to run those of a panel.',
  input: z.strictObject({
    uid: z.string().min(1).describe('From search_dashboards'),
    panel_id: z.int().optional().describe('All panels if absent'),
    variables: variables.optional(),
    substitute: z.boolean().default(false).describe('With values for variables'),
    limit: z.int().min(1).max(100).default(50).describe('At most'),
    offset: z.int().min(0).default(0).describe('To skip'),
  }),
  output: z.object({
    uid: z.string(),
    version: z.int(),
    queries: z.array(row),
    more: z.int().describe('Left out.'),
    hints: z.array(z.string()),
  }),
  aliases: [published],
  run: async ({ input, reader, signal }) => {
    const { stored } = await findDashboard({ uid: input.uid, reader, signal });
    const view = viewOf(stored);
    const panels = input.panel_id === undefined ? view.panels : [panelOf({ view, id: input.panel_id })];
    const isWanted = input.substitute || input.variables !== undefined;
    const values = variableValues({ variables: view.variables, given: input.variables ?? {} });
    const queries = panels.flatMap((panel) =>
      panel.queries.map(({ refId, datasource, expression, isHidden }) => {
        const found = isWanted && expression !== undefined ? substitute({ text: expression, values }) : undefined;
        const uid =
          datasource.uid === undefined || !isWanted ? datasource.uid : substitute({ text: datasource.uid, values }).text;
        return {
          panel_id: panel.id ?? null,
          panel: panel.title.slice(0, 300).toWellFormed(),
          ref_id: refId,
          datasource: { uid: uid ?? null, type: datasource.type ?? null },
          expression: expression === undefined ? null : expression.slice(0, longest).toWellFormed(),
          ...(found !== undefined && { substituted: found.text.slice(0, longest).toWellFormed() }),
          ...(found !== undefined && found.unresolved.length > 0 && { unresolved: found.unresolved.slice(0, 20) }),
          ...(isHidden && { hidden: true }),
        };
      }),
    );
    const { shown, leftOut } = page({ items: queries, limit: input.limit, offset: input.offset });
    return {
      uid: stored.uid,
      version: stored.version,
      queries: shown,
      more: leftOut,
      hints: [
        ...unknownVariables({ variables: view.variables, panels, given: input.variables }),
        ...(queries.length > 0 ? [] : ['No panel here asks anything: text and row panels have no queries.']),
      ],
    };
  },
});
