import { setTimeout as delay } from 'node:timers/promises';
import { isBusy, toUnavailable } from './errors.ts';

/** How long a locked file is waited for, in milliseconds. */
export const patienceMs = 2_000;

/**
 * Runs `attempt` until the file is free, for 2 s at most. SQLite's own waiting would stop the event loop, so it is off: a locked file
 * fails at once and is tried again after a short random pause. Rejects with `audit_unavailable`.
 */
export const whenFree = async <Value>({
  attempt,
  path,
  deadline = performance.now() + patienceMs,
}: {
  attempt: () => Value;
  path: string;
  /** On the clock of `performance.now()`; there is always one attempt. */
  deadline?: number;
}): Promise<Value> => {
  for (let tries = 0; ; tries++) {
    try {
      return attempt();
    } catch (error) {
      if (!isBusy(error) || performance.now() >= deadline) throw toUnavailable({ error, path });
    }
    // A commit takes a fraction of a millisecond: short pauses win the lock soon, random ones keep processes from meeting again.
    await delay(Math.random() * Math.min(8, 1 + tries));
  }
};
