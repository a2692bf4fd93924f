import type { Alias, JsonValue } from '@lineclear/core/plugin';
import * as z from 'zod';
import { bare } from '../aliases/bare.ts';
import { queryArguments, renameArguments } from '../aliases/rename-arguments.ts';
import { grafana } from '../connection.ts';
import { findPatterns } from '../log-patterns/find-patterns.ts';
import { patternRow, toPatternRow } from '../log-patterns/pattern-row.ts';
import { emptyHints } from '../loki/empty-hints.ts';
import { datasourceUid, end, logql, maxLines, start } from '../loki/inputs.ts';
import { logQuery } from '../loki/log-query.ts';
import { needsLoki } from '../loki/needs-loki.ts';
import { msToNs, parseNsRange, toIso } from '../loki/ns-time.ts';
import { openLoki } from '../loki/open-loki.ts';

const published: Alias = {
  name: 'mcp_grafana_query_loki_patterns',
  input: ({ step: _step, ...args }) => renameArguments({ ...queryArguments, query: 'logql' })(args),
  output: ({ patterns }) =>
    bare(
      z
        .array(patternRow)
        .parse(patterns)
        .map(({ pattern, count }): JsonValue => ({ pattern, totalCount: count })),
    ),
};

export const queryLokiPatterns = grafana.read({
  name: 'query_loki_patterns',
  title: 'Log patterns',
  toolset: 'loki',
  offered: needsLoki,
  description: 'Group all lines of a Loki selector by pattern. Use find_error_pattern_logs where only errors matter.',
  input: z.strictObject({
    logql: logql.describe('Such as {app="api"}.'),
    datasource_uid: datasourceUid,
    start,
    end,
    max_lines: maxLines,
    limit: z.int().min(1).max(100).default(20).describe('At most.'),
  }),
  output: z.object({
    method: z.enum(['loki_patterns', 'clustered_lines']),
    datasource: z.string(),
    from: z.string(),
    to: z.string(),
    lines: z.int().describe('That the counts and percentages are of.'),
    complete: z.boolean(),
    patterns: z.array(patternRow),
    more_patterns: z.int().describe('Left out.'),
    more_lines: z.int().describe('In those.'),
    notes: z.array(z.string()),
    hints: z.array(z.string()),
  }),
  aliases: [published],
  deadlineMs: 60_000,
  run: async ({ input, reader, clock, signal }) => {
    const nowMs = clock.now();
    const range = parseNsRange({ start: input.start, end: input.end, nowMs });
    const { query, selector } = await logQuery(input.logql);
    const { datasource, client } = await openLoki({ reader, uid: input.datasource_uid, signal });
    const nowNs = msToNs(nowMs);
    const found = await findPatterns({ client, query, selector, range, nowNs, mostLines: input.max_lines, signal });
    const left = found.patterns.slice(input.limit);
    return {
      method: found.method,
      datasource: datasource.uid,
      from: toIso(range.fromNs),
      to: toIso(range.toNs),
      lines: found.lines,
      complete: found.isComplete,
      patterns: found.patterns.slice(0, input.limit).map((pattern) => toPatternRow({ found: pattern, allLines: found.lines })),
      more_patterns: left.length + found.others.patterns,
      more_lines: left.reduce((sum, { count }) => sum + count, found.others.lines),
      notes: found.notes,
      hints: found.patterns.length > 0 ? [] : await emptyHints({ client, query, range, signal }),
    };
  },
});
