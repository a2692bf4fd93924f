import type { LokiClient, ServerPattern } from '../loki/loki-client.ts';
import type { NsRange } from '../loki/ns-time.ts';
import type { FoundPattern } from './pattern-row.ts';

/** A pattern that Loki itself found. */
export interface OwnPattern extends FoundPattern {
  readonly level: string | undefined;
}

/** For how long Loki keeps patterns unless it is told otherwise. */
export const usualMemoryNs = 3n * 3_600_000_000_000n;

/** Loki's own patterns of a selector, the most frequent first; undefined where this Loki finds none. */
export const serverPatterns = async ({
  client,
  selector,
  range,
  signal,
}: {
  client: LokiClient;
  selector: string;
  range: NsRange;
  signal: AbortSignal;
}): Promise<readonly OwnPattern[] | undefined> => {
  const found = await client.patterns({ selector, range, signal });
  return found?.flatMap((pattern) => toOwn({ pattern, range })).toSorted((one, other) => other.count - one.count);
};

const toOwn = ({
  pattern: { pattern, level, steps },
  range,
}: {
  pattern: ServerPattern;
  range: NsRange;
}): readonly OwnPattern[] => {
  const seen = steps.toSorted((one, other) => one.timeS - other.timeS);
  const [first, last] = [seen[0], seen.at(-1)];
  if (first === undefined || last === undefined) return [];
  const count = seen.reduce((sum, step) => sum + step.count, 0);
  return [
    {
      pattern,
      level,
      count,
      firstNs: within({ timeS: first.timeS, range }),
      lastNs: within({ timeS: last.timeS, range }),
      samples: [],
    },
  ];
};

/** Steps begin before the range does. */
const within = ({ timeS, range }: { timeS: number; range: NsRange }): bigint => {
  const ns = BigInt(Math.round(timeS * 1_000)) * 1_000_000n;
  return ns < range.fromNs ? range.fromNs : ns;
};
