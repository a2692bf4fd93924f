import { fetchLines } from '../loki/fetch-lines.ts';
import { toIso } from '../loki/ns-time.ts';
import { LinePatterns } from '../patterns/line-patterns.ts';
import { counted } from '../schemas/counted.ts';
import type { Patterns, Search } from './search.ts';
import { serverPatterns, usualMemoryNs } from './server-patterns.ts';

/** All lines by pattern: as Loki keeps them by itself, else clusters of the fetched lines. */
export const findPatterns = async (search: Search): Promise<Patterns> => {
  const { client, selector, range, nowNs, signal } = search;
  if (selector === undefined) {
    return clustered({ search, why: 'Loki keeps patterns of whole selectors only, and the query has filters.' });
  }
  const own = await serverPatterns({ client, selector, range, signal });
  if (own === undefined) return clustered({ search, why: 'This Loki keeps no patterns (its pattern ingester is off).' });
  if (own.length === 0) return clustered({ search, why: 'Loki knows no pattern of these streams in this range.' });
  const isRemembered = range.fromNs >= nowNs - usualMemoryNs;
  return {
    method: 'loki_patterns',
    patterns: own,
    lines: own.reduce((sum, { count }) => sum + count, 0),
    others: { patterns: 0, lines: 0 },
    isComplete: isRemembered,
    notes: [
      'Loki itself found these patterns. Times are those of its steps.',
      ...(isRemembered ? [] : ['Loki usually forgets patterns after 3 hours: older lines may be missing.']),
    ],
  };
};

const clustered = async ({ search, why }: { search: Search; why: string }): Promise<Patterns> => {
  const { client, query, range, mostLines: most, signal } = search;
  const fetched = await fetchLines({ client, query, range, most, signal });
  const clusters = new LinePatterns();
  for (const line of fetched.lines) clusters.add(line);
  const { patterns, lines, others, unread } = clusters.cluster();
  return {
    method: 'clustered_lines',
    patterns,
    lines,
    others,
    isComplete: fetched.isComplete && unread === 0,
    notes: [
      lines === 0
        ? why
        : `${why} So ${counted({ count: lines, one: 'fetched line was', many: 'fetched lines were' })} clustered here.`,
      ...(fetched.isComplete
        ? []
        : [`Only the newest lines were read, since ${toIso(fetched.sinceNs)}: raise max_lines or shorten the range.`]),
      ...(unread > 0 ? [`${counted({ count: unread, one: 'line was', many: 'lines were' })} too many to be clustered.`] : []),
    ],
  };
};
