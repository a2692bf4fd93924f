import { setTimeout as delay } from 'node:timers/promises';
import { sayThatWeWait } from './courtesy.ts';
import { isBusy, toUnavailable } from './errors.ts';

const patienceMs = 2_000;

/**
 * Runs `attempt` until the file is free, for 2 s at most. SQLite's own waiting would stop the event loop, so it is off: a locked file
 * fails at once and is tried again after a short random pause. Rejects with `audit_unavailable`.
 */
export const whenFree = async <Value>({
  attempt,
  path,
  since = performance.now(),
}: {
  attempt: () => Value;
  path: string;
  /** When the waiting began, on the clock of `performance.now()`; there is always one attempt. */
  since?: number;
}): Promise<Value> => {
  for (;;) {
    try {
      return attempt();
    } catch (error) {
      const waitedMs = performance.now() - since;
      if (!isBusy(error) || waitedMs >= patienceMs) throw toUnavailable({ error, path });
      sayThatWeWait({ path, waitedMs });
    }
    // A commit takes a fraction of a millisecond: short pauses win the lock soon, random ones keep processes from meeting again.
    await delay(Math.random() * 3);
  }
};
