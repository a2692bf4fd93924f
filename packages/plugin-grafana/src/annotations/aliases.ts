import type { Alias, JsonObject, JsonValue } from '@lineclear/core/plugin';
import { bare } from '../aliases/bare.ts';
import { renameArguments } from '../aliases/rename-arguments.ts';
import { shownAnnotations } from './annotation.ts';

const places = {
  dashboardUid: 'dashboard_uid',
  dashboardUID: 'dashboard_uid',
  panelId: 'panel_id',
  matchAny: 'match_any',
} as const;

/** Moments used to be numbers. */
const asText = (value: JsonValue | undefined): JsonValue | undefined => (typeof value === 'number' ? String(value) : value);

const withTexts = (args: JsonObject, fields: readonly string[]): JsonObject =>
  Object.fromEntries(
    Object.entries(args).map(([name, value]) => [name, fields.includes(name) ? (asText(value) ?? null) : value]),
  );

export const listAlias: Alias = {
  name: 'mcp_grafana_get_annotations',
  input: (args) => withTexts(renameArguments({ ...places, from: 'start', to: 'end' })(args), ['start', 'end']),
  output: ({ annotations }) =>
    bare(
      shownAnnotations
        .parse(annotations)
        .map(({ id, text, tags, time, time_end: timeEnd, dashboard_uid, panel_id, by, alert }) => ({
          id,
          text,
          tags,
          time: Date.parse(time),
          timeEnd: Date.parse(timeEnd ?? time),
          dashboardUID: dashboard_uid ?? '',
          panelId: panel_id ?? 0,
          login: by ?? '',
          ...(alert !== undefined && { alertName: alert.name, prevState: alert.from, newState: alert.to }),
        })),
    ),
};

/** Grafana's own names, and Graphite's: `what` happened `when` (in seconds), with tags as one text, and `data` as a second line. */
export const createAlias: Alias = {
  name: 'mcp_grafana_create_annotation',
  input: (args) => {
    const { format, what, when, graphiteData, ...rest } = renameArguments({ ...places, timeEnd: 'time_end' })(args);
    const given = withTexts(rest, ['time', 'time_end']);
    if (format !== 'graphite' && what === undefined) return format === undefined || format === '' ? given : { ...given, format };
    const { data, tags, ...others } = given;
    const detail = graphiteData ?? data;
    return {
      ...others,
      text: typeof detail === 'string' && detail !== '' ? `${String(what)}\n${detail}` : (what ?? null),
      ...(when !== undefined && when !== 0 && { time: asText(when) ?? null }),
      ...(tags !== undefined && { tags: typeof tags === 'string' ? tags.split(' ').filter((tag) => tag !== '') : tags }),
    };
  },
  // Where older callers look for it.
  output: (answer) => {
    const { result } = answer;
    const annotation = typeof result === 'object' && result !== null && !Array.isArray(result) ? result['annotation'] : undefined;
    const isThere = typeof annotation === 'object' && annotation !== null && !Array.isArray(annotation);
    return isThere && annotation['id'] !== undefined ? { id: annotation['id'], ...answer } : answer;
  },
};
