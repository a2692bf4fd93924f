import { fetchLines } from '../loki/fetch-lines.ts';
import type { LogLine } from '../loki/log-lines.ts';
import { precedingRange } from '../loki/ns-time.ts';
import { stringLiteral } from '../loki/selector-of.ts';
import { compareWindows, lengthOf, notCompared } from './compare-windows.ts';
import { errorWords, hasErrorWord, levelOf } from './level-of.ts';
import { matchesPattern } from './matches-pattern.ts';
import type { ErrorPatterns, Search } from './search.ts';
import { type OwnPattern, serverPatterns, usualMemoryNs } from './server-patterns.ts';

/** Lines that are fetched only to show some of each pattern. */
const sampleLines = 300;
const samplesEach = 3;

/** The error patterns that Loki keeps by itself, or why there are none. */
export const ownErrorPatterns = async (
  search: Search & { selector: string },
): Promise<ErrorPatterns | { readonly why: string }> => {
  const { client, selector, range, nowNs, signal } = search;
  const all = await serverPatterns({ client, selector, range, signal });
  if (all === undefined) return { why: 'This Loki keeps no patterns (its pattern ingester is off).' };
  const errors = all.filter(isError);
  if (errors.length === 0) return { why: 'Loki knows no error pattern of these streams in this range.' };
  const before = precedingRange(range);
  const [previous, samples] = await Promise.all([
    serverPatterns({ client, selector, range: before, signal }),
    fetchLines({ client, query: `${selector} |~ ${stringLiteral(errorWords)}`, range, most: sampleLines, signal }),
  ]);
  const isRemembered = before.fromNs >= nowNs - usualMemoryNs;
  const earlier = new Map((previous ?? []).map(({ pattern, count }) => [pattern, count]));
  return {
    method: 'loki_patterns',
    patterns: errors.map((pattern) => ({
      ...pattern,
      samples: samplesOf({ pattern, lines: samples.lines }),
      compared:
        isRemembered || earlier.has(pattern.pattern)
          ? compareWindows({
              count: pattern.count,
              previous: earlier.get(pattern.pattern) ?? 0,
              readNs: lengthOf(range),
              previousReadNs: lengthOf(before),
            })
          : notCompared,
    })),
    lines: errors.reduce((sum, { count }) => sum + count, 0),
    others: { patterns: 0, lines: 0 },
    isComplete: range.fromNs >= nowNs - usualMemoryNs,
    notes: [
      'Loki itself found these patterns; which are errors is told by their level or their words. Times are those of its steps.',
      ...(range.fromNs >= nowNs - usualMemoryNs
        ? []
        : ['Loki usually forgets patterns after 3 hours: older lines may be missing.']),
      ...(isRemembered
        ? []
        : ['The time before is longer ago than Loki usually keeps patterns: a count of it may be too small.']),
    ],
  };
};

const isError = ({ pattern, level }: OwnPattern): boolean => {
  const found = levelOf({ line: pattern, labels: level === undefined ? {} : { level } });
  return found === 'error' || (found !== 'quiet' && hasErrorWord(pattern));
};

const samplesOf = ({ pattern, lines }: { pattern: OwnPattern; lines: readonly LogLine[] }): readonly string[] => {
  const fitting = lines.filter(({ line }) => matchesPattern({ line, pattern: pattern.pattern }));
  return [...new Set(fitting.map(({ line }) => line))].slice(0, samplesEach);
};
