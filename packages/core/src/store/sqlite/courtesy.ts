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
    if (isRecent(statSync(this.#path, { throwIfNoEntry: false })?.ctimeMs ?? 0)) await delay(2 + Math.random() * 6);
  }
}

/** Whose turn it is to try: of a process that has not waited long, of one that said so, or of one that waits longer. */
export type Turn = 'ours' | 'announced' | 'of others';

/** After a failed attempt to get the lock: says since when this process waits, unless another one waits longer. */
export const waitInTurn = ({ path, waitedMs }: { path: string; waitedMs: number }): Turn => {
  if (waitedMs < longWaitMs) return 'ours';
  try {
    const now = Date.now();
    const { mtimeMs, ctimeMs } = statSync(path);
    if (isRecent(ctimeMs) && mtimeMs < now - waitedMs - togetherMs) return 'of others';
    utimesSync(path, new Date(now), new Date(now - waitedMs));
    return 'announced';
  } catch {
    // The file is gone or belongs to somebody else; then this process waits without saying so.
    return 'ours';
  }
};

/** After the wait of a process that had announced it: the next one need not wait until that is old. */
export const withdraw = (path: string): void => {
  try {
    const now = new Date();
    utimesSync(path, now, now);
  } catch {
    // As above; what was announced ends by itself.
  }
};

const isRecent = (time: number): boolean => Date.now() - time < recentMs;
