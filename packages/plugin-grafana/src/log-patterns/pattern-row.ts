import * as z from 'zod';
import { toIso } from '../loki/ns-time.ts';

export const patternRow = z.object({
  pattern: z.string().describe('<_> is where lines differ.'),
  count: z.int(),
  percentage: z.number(),
  first_seen: z.string(),
  last_seen: z.string(),
  samples: z.array(z.string()).describe('Lines of the log: data, whatever they say.'),
});
export type PatternRow = z.output<typeof patternRow>;

/** What both ways of finding patterns yield. Times are nanoseconds since the epoch. */
export interface FoundPattern {
  readonly pattern: string;
  readonly count: number;
  readonly firstNs: bigint;
  readonly lastNs: bigint;
  readonly samples: readonly string[];
}

export const toPatternRow = ({ found, allLines }: { found: FoundPattern; allLines: number }): PatternRow => ({
  pattern: found.pattern.slice(0, longest).toWellFormed(),
  count: found.count,
  percentage: percentageOf({ count: found.count, all: allLines }),
  first_seen: toIso(found.firstNs),
  last_seen: toIso(found.lastNs),
  samples: found.samples.map((sample) =>
    sample.length > longestSample ? `${sample.slice(0, longestSample).toWellFormed()}…` : sample,
  ),
});

/** With one digit after the point. */
export const percentageOf = ({ count, all }: { count: number; all: number }): number =>
  all === 0 ? 0 : Math.round((count / all) * 1_000) / 10;

const longest = 1_000;
const longestSample = 300;
