import type { Alias, JsonValue } from '@lineclear/core/plugin';
import * as z from 'zod';
import { bare } from '../aliases/bare.ts';
import { queryArguments, renameArguments } from '../aliases/rename-arguments.ts';
import { grafana } from '../connection.ts';
import { emptyHints } from '../loki/empty-hints.ts';
import { datasourceUid, end, logql, start } from '../loki/inputs.ts';
import { type LogLine, toLogLines } from '../loki/log-lines.ts';
import type { Direction } from '../loki/loki-client.ts';
import { needsLoki } from '../loki/needs-loki.ts';
import { type NsRange, parseNsRange, toIso } from '../loki/ns-time.ts';
import { openLoki } from '../loki/open-loki.ts';
import { shownLine, showLines } from '../loki/shown-lines.ts';
import { shownSeries, showSeries } from '../loki/shown-series.ts';

const mostSeries = 50;
const answered = z.object({
  common_labels: z.record(z.string(), z.string()),
  lines: z.array(shownLine),
  series: z.array(shownSeries),
});

/** A list of lines, each with all its labels, or of series. The format of the numbers was never part of it. */
const published: Alias = {
  name: 'mcp_grafana_query_loki_logs',
  input: ({ queryType: _queryType, format: _format, ...args }) =>
    renameArguments({ ...queryArguments, query: 'logql', stepSeconds: 'step_seconds' })(args),
  output: (answer) => {
    const { common_labels: common, lines, series } = answered.parse(answer);
    const entries = lines.map(({ time, line, labels, metadata, parsed }): JsonValue => ({
      timestamp: time,
      line,
      labels: { ...common, ...labels },
      ...(metadata !== undefined && { structuredMetadata: metadata }),
      ...(parsed !== undefined && { parsed }),
    }));
    return bare(series.length > 0 ? series.map((one): JsonValue => ({ ...one })) : entries);
  },
};

export const queryLokiLogs = grafana.read({
  name: 'query_loki_logs',
  title: 'Query logs',
  toolset: 'loki',
  offered: needsLoki,
  description: 'Read log lines from Loki, or the numbers of a metric query. Use find_error_pattern_logs for errors.',
  input: z.strictObject({
    logql: logql.describe('Such as {app="api"} |= "timeout".'),
    datasource_uid: datasourceUid,
    start,
    end,
    limit: z.int().min(1).max(100).default(20).describe('At most.'),
    direction: z.enum(['backward', 'forward']).default('backward').describe('backward is newest first.'),
    step_seconds: z.number().min(0.001).optional().describe('Of a metric query.'),
  }),
  output: z.object({
    kind: z.enum(['logs', 'metric']),
    datasource: z.string(),
    from: z.string(),
    to: z.string(),
    common_labels: z.record(z.string(), z.string()).describe('What all lines have.'),
    lines: z.array(shownLine),
    next: z.string().nullable().describe('The end (backward) or start (forward) for more; lines of that very moment come again.'),
    series: z.array(shownSeries),
    more_series: z.int().describe('Left out.'),
    scanned_lines: z.number().nullable(),
    hints: z.array(z.string()),
  }),
  aliases: [published],
  run: async ({ input, reader, clock, signal }) => {
    const range = parseNsRange({ start: input.start, end: input.end, nowMs: clock.now() });
    const { datasource, client } = await openLoki({ reader, uid: input.datasource_uid, signal });
    const { logql: query, limit, direction, step_seconds: stepS } = input;
    const answer = await client.queryRange({ query, range, limit, direction, stepS, signal });
    const lines = toLogLines({ answer, direction }).slice(0, limit);
    const { common, shown } = showLines(lines);
    const series = showSeries(answer);
    const isEmpty = lines.length === 0 && series.length === 0;
    return {
      kind: answer.resultType === 'streams' ? ('logs' as const) : ('metric' as const),
      datasource: datasource.uid,
      from: toIso(range.fromNs),
      to: toIso(range.toNs),
      common_labels: common,
      lines: shown,
      next: lines.length < limit ? null : nextMoment({ lines, direction, range }),
      series: series.slice(0, mostSeries),
      more_series: Math.max(0, series.length - mostSeries),
      scanned_lines: answer.stats?.summary?.totalLinesProcessed ?? null,
      hints: isEmpty ? await emptyHints({ client, query, range, signal }) : [],
    };
  },
});

/** The end of a range is not in it, so going back it has to be a little later than the last line: others may have the same time. */
const nextMoment = ({ lines, direction, range }: { lines: readonly LogLine[]; direction: Direction; range: NsRange }): string => {
  const last = lines.at(-1)?.ns ?? range.toNs;
  if (direction === 'forward') return toIso(last);
  return toIso(lines.every(({ ns }) => ns === last) ? last : last + 1n);
};
