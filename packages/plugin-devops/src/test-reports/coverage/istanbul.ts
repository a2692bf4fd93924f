import * as z from 'zod';
import { addShares, shareOfHits } from './coverage.ts';
import type { Coverage, FileCoverage, Share } from './coverage.ts';

/** Where istanbul's JSON begins: a summary, or counters for each file. */
export const istanbulStart = /^\s*\{\s*"/;

/**
 * Reads coverage-summary.json and coverage-final.json as istanbul, c8, jest and vitest write them. `undefined` when it is neither.
 */
export const parseIstanbul = (text: string): Coverage | undefined => {
  if (text.length > maxCharacters) return undefined;
  const entries = Entries.safeParse(toJson(text)).data;
  if (entries === undefined) return undefined;
  const { total, ...files } = entries;
  const summaries = Object.entries(files).flatMap(([path, entry]) => {
    const summary = toSummary(entry);
    return summary === undefined ? [] : [{ path, ...summary }];
  });
  const sums = Summary.safeParse(total).data;
  if (sums === undefined && summaries.length === 0) return undefined;
  const sum = (kind: Kind): Share | undefined => (sums === undefined ? addShares(summaries.map((file) => file[kind])) : addShares([sums[kind]]));
  return {
    lines: sum('lines'),
    branches: sum('branches'),
    functions: sum('functions'),
    statements: sum('statements'),
    files: summaries.map(({ path, lines }): FileCoverage => ({ path, lines })),
    notes: [],
  };
};

// Parsing JSON cannot be interrupted; this much takes about a tenth of a second.
const maxCharacters = 16 << 20;

const toJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const Count = z.object({ total: z.number().min(0), covered: z.number().min(0) });
const Summary = z.object({ lines: Count, statements: Count, functions: Count, branches: Count });
type Summary = z.infer<typeof Summary>;
type Kind = keyof Summary;
const Hits = z.record(z.string(), z.number());
// https://github.com/istanbuljs/istanbuljs/blob/main/docs/raw-output.md
const Counters = z.object({
  statementMap: z.record(z.string(), z.object({ start: z.object({ line: z.number() }) })),
  s: Hits,
  f: Hits,
  b: z.record(z.string(), z.array(z.number())),
});
const Entries = z.record(z.string(), z.unknown());

const toSummary = (entry: unknown): Summary | undefined => {
  const summary = Summary.safeParse(entry).data;
  if (summary !== undefined) return summary;
  const counters = Counters.safeParse(entry).data;
  if (counters === undefined) return undefined;
  const { s, f, b, statementMap } = counters;
  // A line counts as often as the statement on it that ran most.
  const lines = new Map<number, number>();
  for (const [id, { start }] of Object.entries(statementMap)) lines.set(start.line, Math.max(lines.get(start.line) ?? 0, s[id] ?? 0));
  return {
    lines: shareOfHits(lines.values()),
    statements: shareOfHits(Object.values(s)),
    functions: shareOfHits(Object.values(f)),
    branches: shareOfHits(Object.values(b).flat()),
  };
};
