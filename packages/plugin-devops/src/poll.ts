import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Looks again and again until it is done or `timeoutMs` are over, and yields what it saw last; there is one look at least. Pauses double from
 * `firstPauseMs` to `longestPauseMs`. Rejects with what `look` throws, and when `signal` ends it.
 */
export const poll = async <Value>({
  look,
  isDone,
  timeoutMs = Number.POSITIVE_INFINITY,
  firstPauseMs,
  longestPauseMs = firstPauseMs,
  nowMs = () => performance.now(),
  signal,
}: {
  look: () => Promise<Value>;
  isDone: (value: Value) => boolean;
  timeoutMs?: number;
  firstPauseMs: number;
  longestPauseMs?: number;
  nowMs?: () => number;
  signal: AbortSignal;
}): Promise<Value> => {
  const endMs = nowMs() + timeoutMs;
  // Counted by itself as well: a clock may stand still.
  let pausedMs = 0;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    // oxlint-disable-next-line no-await-in-loop -- one look after the other
    const value = await look();
    const leftMs = Math.min(endMs - nowMs(), timeoutMs - pausedMs);
    if (leftMs <= 0 || isDone(value)) return value;
    const nextMs = Math.min(pauseMs, leftMs);
    pausedMs += nextMs;
    // oxlint-disable-next-line no-await-in-loop -- the pause between two looks
    await sleep(nextMs, undefined, { signal });
  }
};
