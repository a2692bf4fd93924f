import { setTimeout as delay } from 'node:timers/promises';
import { type Turn, waitInTurn, withdraw } from './courtesy.ts';
import { isBusy, toUnavailable } from './errors.ts';

const longestMs = 10_000;
const shortestMs = 2_000;
const fewestTries = 200;

/** How often a locked file was tried in vain since the last success. */
export interface Tries {
  count: number;
}

/**
 * Runs `attempt` until the file is free, for 10 s: each commit is synced, which a busy disk does in a tenth of a second to whole ones,
 * and others may come first. SQLite's own waiting would stop the event loop, so it is off: a locked file fails at once and is tried
 * again after a short random pause when it is its turn. A process that got no time for it, because the machine slept or was busy, makes
 * 200 tries before it gives up. What follows one that was given up waits for 2 s, until a try succeeds: a lock that is stuck would hold
 * every call and the end of the process for as long again. Rejects with `audit_unavailable`.
 */
export const whenFree = async <Value>({
  attempt,
  path,
  since = performance.now(),
  tries = { count: 0 },
}: {
  attempt: () => Value;
  path: string;
  /** When the waiting began, on the clock of `performance.now()`; there is always one attempt. */
  since?: number;
  /** Of everything that waits for the same file in turn. */
  tries?: Tries;
}): Promise<Value> => {
  const patienceMs = tries.count < fewestTries ? longestMs : shortestMs;
  let turn: Turn = 'ours';
  for (;;) {
    const waitedMs = performance.now() - since;
    if (turn !== 'of others' || waitedMs >= patienceMs) {
      try {
        const value = attempt();
        tries.count = 0;
        if (turn === 'announced') withdraw({ path, waitedMs: performance.now() - since });
        return value;
      } catch (error) {
        tries.count += 1;
        if (!isBusy(error) || (waitedMs >= patienceMs && tries.count >= fewestTries)) throw toUnavailable({ error, path });
      }
    }
    turn = waitInTurn({ path, waitedMs });
    // A commit takes a fraction of a millisecond: short pauses win the lock soon, random ones keep processes from meeting again.
    await delay(Math.random() * 3);
  }
};
