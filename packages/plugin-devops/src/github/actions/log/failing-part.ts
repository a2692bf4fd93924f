import type { Step } from '../job.ts';
import type { LogLine } from './log-lines.ts';

/** From the first line, from 0, to before the last. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/**
 * The part of a log that says why a job failed: it ends shortly after the last error of the failing step, and begins with that step or
 * `most` lines earlier. The end of the log where nothing in it is an error.
 */
export const failingPart = ({
  lines,
  step,
  most,
}: {
  lines: readonly LogLine[];
  step: Step | undefined;
  most: number;
}): Range => {
  const window = windowOf({ lines, step });
  const errors = errorsIn({ lines, range: window });
  const last = errors.at(-1);
  const to = last === undefined ? window.to : Math.min(window.to, last + 1 + linesAfter);
  const start = Math.max(window.from, startOfStep({ lines, before: errors[0] ?? to - 1, from: window.from }));
  return { from: Math.max(start, to - most, 0), to };
};

/** Where errors stand, as positions from 0. */
export const errorsIn = ({ lines, range: { from, to } }: { lines: readonly LogLine[]; range: Range }): readonly number[] => {
  const found: number[] = [];
  for (let index = from; index < to; index += 1) if (lines[index]?.kind === 'error') found.push(index);
  return found;
};

const linesAfter = 3;

/** What was written while the step ran, if there is an error in it or none at all; else the whole log. */
const windowOf = ({ lines, step }: { lines: readonly LogLine[]; step: Step | undefined }): Range => {
  const whole = { from: 0, to: lines.length };
  const beginMs = Date.parse(step?.started_at ?? '');
  // GitHub tells whole seconds.
  const endMs = Date.parse(step?.completed_at ?? '') + 999;
  const from = lines.findIndex(({ atMs }) => atMs !== undefined && atMs >= beginMs);
  const last = lines.findLastIndex(({ atMs }) => atMs !== undefined && atMs <= endMs);
  if (from === -1 || last < from) return whole;
  const range = { from, to: last + 1 };
  const isTelling = errorsIn({ lines, range }).length > 0 || errorsIn({ lines, range: whole }).length === 0;
  return isTelling ? range : whole;
};

/** The runner begins each step with a group that is called after what it runs. */
const startOfStep = ({ lines, before, from }: { lines: readonly LogLine[]; before: number; from: number }): number => {
  for (let index = before; index >= from; index -= 1) {
    const line = lines[index];
    if (line?.kind === 'group' && line.text.startsWith('Run ')) return index;
  }
  return from;
};
