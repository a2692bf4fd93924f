import { precedingRange, toIso } from '../loki/ns-time.ts';
import { LinePatterns } from '../patterns/line-patterns.ts';
import { counted } from '../schemas/counted.ts';
import { compareWindows, lengthOf } from './compare-windows.ts';
import { ownErrorPatterns } from './own-error-patterns.ts';
import { readErrors } from './read-errors.ts';
import type { ErrorPatterns, Search } from './search.ts';

/** Errors by pattern: those that Loki keeps by itself, else clusters of the fetched lines. Nothing is created on any server. */
export const findErrorPatterns = async (search: Search): Promise<ErrorPatterns> => {
  if (search.selector === undefined) {
    return clustered({ search, why: 'Loki keeps patterns of whole selectors only, and the query has filters.' });
  }
  const own = await ownErrorPatterns({ ...search, selector: search.selector });
  return 'why' in own ? clustered({ search, why: own.why }) : own;
};

const clustered = async ({ search, why }: { search: Search; why: string }): Promise<ErrorPatterns> => {
  const { client, query, range, mostLines: most, signal } = search;
  const before = precedingRange(range);
  // One after the other: servers refuse whoever asks for too much at once.
  const now = await readErrors({ client, query, range, most, signal });
  const earlier = await readErrors({ client, query, range: before, most, signal });
  const clusters = new LinePatterns();
  for (const line of now.lines) clusters.add(line);
  for (const line of earlier.lines) clusters.add({ ...line, isEarlier: true });
  const { patterns, lines, others, gone, unread } = clusters.cluster();
  const windows = {
    readNs: lengthOf({ ...range, fromNs: now.sinceNs }),
    previousReadNs: lengthOf({ ...before, fromNs: earlier.sinceNs }),
  };
  return {
    method: 'clustered_lines',
    patterns: patterns.map((pattern) => ({
      ...pattern,
      compared: compareWindows({ count: pattern.count, previous: pattern.earlier, ...windows }),
    })),
    lines,
    others,
    isComplete: now.isComplete && unread === 0,
    notes: [
      lines === 0
        ? why
        : `${why} So ${counted({ count: lines, one: 'fetched line was', many: 'fetched lines were' })} clustered here.`,
      ...(now.isComplete
        ? []
        : [`Only the newest lines were read, since ${toIso(now.sinceNs)}: raise max_lines or shorten the range.`]),
      ...(earlier.isComplete
        ? []
        : [`Of the time before, only what is newer than ${toIso(earlier.sinceNs)} was read; a pattern called new may be older.`]),
      ...(now.quiet > 0 ? [`${counted({ count: now.quiet, ...quietLines })} not counted.`] : []),
      ...(gone.patterns > 0
        ? [
            `${counted({ count: gone.patterns, one: 'pattern of the time before is', many: 'patterns of the time before are' })} gone.`,
          ]
        : []),
      ...(unread > 0 ? [`${counted({ count: unread, one: 'line was', many: 'lines were' })} too many to be clustered.`] : []),
    ],
  };
};

const quietLines = {
  one: 'line speaks of errors at level info or below and is',
  many: 'lines speak of errors at level info or below and are',
};
