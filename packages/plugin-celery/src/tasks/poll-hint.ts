import type { Judgement } from './judgement.ts';
import type { TaskState } from './task-state.ts';

const finished: ReadonlySet<TaskState> = new Set<TaskState>(['success', 'failure', 'revoked']);

/** True for the ends that a task can come to; `lost` and `unknown` are no ends of it, but nothing to wait for either. */
export const isFinished = (state: TaskState): boolean => finished.has(state);

const shortestS = 1;
const longestS = 300;

/**
 * When it is worth while to ask again, in seconds; null when nothing is to be expected. Made of what is known: the time that it waits
 * for, how far it is, how long tasks of its kind take.
 */
export const pollAfterS = ({
  judgement: { state, etaMs, redeliveredAtMs, runtimeS = 0, progress, ahead, among = 0 },
  expectedS,
  nowMs,
}: {
  judgement: Pick<Judgement, 'state' | 'etaMs' | 'redeliveredAtMs' | 'runtimeS' | 'progress' | 'ahead' | 'among'>;
  /** How long tasks of its kind take at most. */
  expectedS: number | undefined;
  nowMs: number;
}): number | null => {
  const until = (timeMs: number) => clamp({ seconds: (timeMs - nowMs) / 1_000 + 1, from: shortestS, to: longestS });
  if (state === 'lost' && redeliveredAtMs !== undefined) return until(redeliveredAtMs);
  if (finished.has(state) || state === 'lost' || state === 'unknown' || state === 'result_expired') return null;
  if (etaMs !== undefined && etaMs > nowMs) return until(etaMs);
  if (state === 'running') {
    const leftS = remainingS({ runtimeS, percent: progress?.percent, expectedS });
    // Of a task of unknown length it is as likely as not that it runs as long again.
    return clamp({ seconds: leftS ?? runtimeS / 2, from: 2, to: 60 });
  }
  return clamp({ seconds: Math.max((expectedS ?? 0) / 2, ahead ?? among), from: 2, to: 30 });
};

const remainingS = ({
  runtimeS,
  percent,
  expectedS,
}: {
  runtimeS: number;
  percent: number | undefined;
  expectedS: number | undefined;
}): number | undefined => {
  if (percent !== undefined && percent > 0) return (runtimeS * (100 - percent)) / percent;
  return expectedS === undefined || runtimeS >= expectedS ? undefined : expectedS - runtimeS;
};

const clamp = ({ seconds, from, to }: { seconds: number; from: number; to: number }): number =>
  Math.ceil(Math.min(to, Math.max(from, seconds)));
