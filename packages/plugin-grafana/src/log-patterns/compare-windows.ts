import * as z from 'zod';
import type { NsRange } from '../loki/ns-time.ts';

/** A pattern held against the time before, which is as long. */
export const comparison = z.object({
  previous_count: z.int().nullable().describe('In the same time before; null: not known.'),
  factor: z.number().nullable().describe('How many times as frequent as before; null: new, or not known.'),
  is_new: z.boolean().nullable().describe('Not seen in what was read of the time before.'),
});
export type Comparison = z.output<typeof comparison>;

/** How often a pattern came in each window, and how much of each window was read. */
export interface Windows {
  readonly count: number;
  readonly previous: number;
  readonly readNs: bigint;
  readonly previousReadNs: bigint;
}

/** By lines per second, because of both windows only a part may have been read. */
export const compareWindows = ({ count, previous, readNs, previousReadNs }: Windows): Comparison => {
  if (previous === 0) return { previous_count: 0, factor: null, is_new: true };
  const factor = count / Math.max(1, Number(readNs)) / (previous / Math.max(1, Number(previousReadNs)));
  return { previous_count: previous, factor: Number(factor.toPrecision(3)), is_new: false };
};

export const notCompared: Comparison = { previous_count: null, factor: null, is_new: null };

export const lengthOf = ({ fromNs, toNs }: NsRange): bigint => toNs - fromNs;
