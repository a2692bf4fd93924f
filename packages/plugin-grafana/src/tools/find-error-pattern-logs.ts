import type { Alias } from '@lineclear/core/plugin';
import * as z from 'zod';
import { queryArguments, renameArguments } from '../aliases/rename-arguments.ts';
import { grafana } from '../connection.ts';
import { comparison } from '../log-patterns/compare-windows.ts';
import { findErrorPatterns } from '../log-patterns/find-error-patterns.ts';
import { patternRow, toPatternRow } from '../log-patterns/pattern-row.ts';
import { emptyHints } from '../loki/empty-hints.ts';
import { datasourceUid, end, labels, maxLines, optionalSelector, start } from '../loki/inputs.ts';
import { inOwnText } from '../loki/in-own-text.ts';
import { logQuery } from '../loki/log-query.ts';
import { needsLoki } from '../loki/needs-loki.ts';
import { msToNs, parseNsRange, precedingRange, toIso } from '../loki/ns-time.ts';
import { openLoki } from '../loki/open-loki.ts';
import { chosenQuery } from '../loki/selector-of.ts';

const row = z.object({ ...patternRow.shape, ...comparison.shape });

/** An investigation had a name. */
const published: Alias = {
  name: 'mcp_grafana_find_error_pattern_logs',
  input: ({ name: _name, ...args }) => renameArguments(queryArguments)(args),
  output: ({ patterns }) => ({
    patterns: z
      .array(patternRow)
      .parse(patterns)
      .map(({ pattern, count, percentage, first_seen: firstSeen, last_seen: lastSeen }) => ({
        pattern,
        count,
        percentage,
        firstSeen,
        lastSeen,
      })),
  }),
};

export const findErrorPatternLogs = grafana.read({
  name: 'find_error_pattern_logs',
  title: 'Error patterns',
  toolset: 'loki',
  offered: needsLoki,
  description: 'Group errors in Loki logs by pattern, with counts, samples and what is new. Use query_loki_logs to read lines.',
  input: z.strictObject({
    labels,
    selector: optionalSelector,
    datasource_uid: datasourceUid,
    start,
    end,
    max_lines: maxLines,
    limit: z.int().min(1).max(100).default(20).describe('At most.'),
  }),
  output: z.object({
    method: z.enum(['loki_patterns', 'clustered_lines']),
    datasource: z.string(),
    query: z.string(),
    from: z.string(),
    to: z.string(),
    compared_from: z.string(),
    lines: z.int().describe('Errors that the counts and percentages are of.'),
    complete: z.boolean(),
    patterns: z.array(row),
    more_patterns: z.int().describe('Left out.'),
    more_lines: z.int().describe('In those.'),
    notes: z.array(z.string()),
    hints: z.array(z.string()),
  }),
  aliases: [published],
  deadlineMs: 90_000,
  run: async ({ input, reader, clock, signal }) => {
    const nowMs = clock.now();
    const range = parseNsRange({ start: input.start, end: input.end, nowMs });
    const text = chosenQuery({ labels: input.labels, selector: input.selector });
    const { query, selector } = await logQuery(text);
    const { datasource, client } = await openLoki({ reader, uid: input.datasource_uid, signal });
    const nowNs = msToNs(nowMs);
    const search = { client, query, selector, range, nowNs, mostLines: input.max_lines, signal };
    const found = await inOwnText({ text, ask: () => findErrorPatterns(search) });
    const left = found.patterns.slice(input.limit);
    return {
      method: found.method,
      datasource: datasource.uid,
      query,
      from: toIso(range.fromNs),
      to: toIso(range.toNs),
      compared_from: toIso(precedingRange(range).fromNs),
      lines: found.lines,
      complete: found.isComplete,
      patterns: found.patterns
        .slice(0, input.limit)
        .map(({ compared, ...pattern }) => ({ ...toPatternRow({ found: pattern, allLines: found.lines }), ...compared })),
      more_patterns: left.length + found.others.patterns,
      more_lines: left.reduce((sum, { count }) => sum + count, found.others.lines),
      notes: found.notes,
      hints:
        found.patterns.length > 0
          ? []
          : await emptyHints({ client, query, range, signal, sought: 'is an error by its level or its words' }),
    };
  },
});
