import { statSync, utimesSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const longWaitMs = 20;
const recentMs = 30;
/** Of two processes that began to wait this close to each other neither was first: the two clocks that say so are read apart. */
const togetherMs = 5;

/**
 * Lets processes that wait for the write lock have it, the one that waits longest before the others. SQLite knows no queue: a process
 * that writes without a pause would keep the others out, because they look for the lock only now and then, and among those that wait
 * chance would choose. Whoever waits longest writes on the file since when (the time of its last change; the time of its inode says how
 * long ago that was written). Whoever has just written looks at it, which costs next to nothing, and leaves the others a moment.
 */
export class Courtesy {
  readonly #path: string;
  #lastWrite = Number.NEGATIVE_INFINITY;

  constructor(path: string) {
    this.#path = path;
  }

  /** On the clock of `performance.now()`. */
  get lastWrite(): number {
    return this.#lastWrite;
  }

  /** After a commit. */
  hasWritten(): void {
    this.#lastWrite = performance.now();
  }

  /** Before a transaction. */
  async letOthersFirst(): Promise<void> {
    if (performance.now() - this.#lastWrite > recentMs) return;
    const announced = announcement(this.#path);
    if (announced !== undefined && announced.ageMs > togetherMs) await delay(2 + Math.random() * 6);
  }
}

/** Whose turn it is to try: of a process that has not waited long, of one that said so, or of one that waits longer. */
export type Turn = 'ours' | 'announced' | 'of others';

/** After a failed attempt to get the lock: says since when this process waits, unless another one waits longer. */
export const waitInTurn = ({ path, waitedMs }: { path: string; waitedMs: number }): Turn => {
  const since = Date.now() - waitedMs;
  const announced = announcement(path);
  if (announced !== undefined && announced.since < since - togetherMs) return 'of others';
  if (waitedMs < longWaitMs) return 'ours';
  return write({ path, since }) ? 'announced' : 'ours';
};

/** When a wait that was announced is over: the next process need not wait until that is old. What others announced since then stays. */
export const withdraw = ({ path, waitedMs }: { path: string; waitedMs: number }): void => {
  const announced = announcement(path);
  if (announced === undefined || Math.abs(announced.since - (Date.now() - waitedMs)) > togetherMs) return;
  write({ path, since: Date.now() });
};

/** What stands on the file, unless it is old. A time in the future is of another clock, and says nothing. */
const announcement = (path: string): { readonly since: number; readonly ageMs: number } | undefined => {
  try {
    const { mtimeMs, ctimeMs } = statSync(path);
    return Math.abs(Date.now() - ctimeMs) < recentMs ? { since: mtimeMs, ageMs: ctimeMs - mtimeMs } : undefined;
  } catch {
    // Whoever uses the file next says what is wrong with it.
    return undefined;
  }
};

const write = ({ path, since }: { path: string; since: number }): boolean => {
  try {
    utimesSync(path, new Date(), new Date(since));
    return true;
  } catch {
    // The file is gone or belongs to somebody else; then this process waits without saying so.
    return false;
  }
};
