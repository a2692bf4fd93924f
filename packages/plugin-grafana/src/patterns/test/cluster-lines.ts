import type { Sample } from '../form.ts';
import { LinePatterns } from '../line-patterns.ts';
import type { DrainParameters } from '../parameters.ts';

/** What comes out of these lines. */
export const clusterLines = (lines: readonly Sample[], parameters?: DrainParameters) => {
  const patterns = new LinePatterns();
  for (const line of lines) patterns.add(line);
  return patterns.cluster(parameters);
};

/** The patterns with their counts, of lines without times. */
export const patternsOf = (lines: readonly string[]): readonly (readonly [string, number])[] =>
  clusterLines(lines.map((line) => ({ line, ns: 0n }))).patterns.map(({ pattern, count }) => [pattern, count]);
