import { isTooMuch, type LokiClient } from './loki-client.ts';
import { type LogLine, toLogLines } from './log-lines.ts';
import type { NsRange } from './ns-time.ts';

export interface Fetched {
  /** The newest first. */
  readonly lines: readonly LogLine[];
  /** Whether there are no more in the range. */
  readonly isComplete: boolean;
  /** What part of the range was read: from here to its end. */
  readonly sinceNs: bigint;
}

const usualPage = 1_000;
const smallestPage = 50;

/** The newest lines of a log query, page by page; smaller pages where the server or the size of an answer wants that. */
export const fetchLines = async ({
  client,
  query,
  range,
  most,
  signal,
}: {
  client: LokiClient;
  query: string;
  range: NsRange;
  most: number;
  signal: AbortSignal;
}): Promise<Fetched> => {
  const lines: LogLine[] = [];
  let { toNs } = range;
  let page = usualPage;
  let isWhole = true;
  /** Lines of the moment where the last page ended: they come again, because others of that moment may not have come yet. */
  let seen = new Map<string, number>();
  while (lines.length < most) {
    const wanted = Math.min(page, most - lines.length + sizeOf(seen));
    let answer;
    try {
      answer = await client.queryRange({ query, range: { ...range, toNs }, limit: wanted, direction: 'backward', signal });
    } catch (error) {
      if (!isTooMuch(error) || page <= smallestPage) throw error;
      page = Math.max(smallestPage, Math.floor(page / 4));
      continue;
    }
    const found = toLogLines({ answer, direction: 'backward' });
    const fresh = without({ found, seen });
    for (const line of fresh) lines.push(line);
    const oldest = found.at(-1);
    if (oldest === undefined || found.length < wanted) return { lines, isComplete: isWhole, sinceNs: range.fromNs };
    // A moment with more lines than a page: what is left of it cannot be reached.
    const isStuck = fresh.length === 0;
    if (isStuck) isWhole = false;
    toNs = isStuck ? oldest.ns : oldest.ns + 1n;
    if (toNs <= range.fromNs) return { lines, isComplete: false, sinceNs: range.fromNs };
    seen = isStuck ? new Map() : countsOf(lines.filter(({ ns }) => ns === oldest.ns));
  }
  return { lines, isComplete: false, sinceNs: lines.at(-1)?.ns ?? range.fromNs };
};

const keyOf = ({ ns, line, labels }: LogLine): string => JSON.stringify([String(ns), line, labels]);

const countsOf = (lines: readonly LogLine[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(keyOf(line), (counts.get(keyOf(line)) ?? 0) + 1);
  return counts;
};

const without = ({ found, seen }: { found: readonly LogLine[]; seen: ReadonlyMap<string, number> }): readonly LogLine[] => {
  if (seen.size === 0) return found;
  const left = new Map(seen);
  return found.filter((line) => {
    const count = left.get(keyOf(line)) ?? 0;
    if (count > 0) left.set(keyOf(line), count - 1);
    return count === 0;
  });
};

const sizeOf = (seen: ReadonlyMap<string, number>): number => [...seen.values()].reduce((sum, count) => sum + count, 0);
