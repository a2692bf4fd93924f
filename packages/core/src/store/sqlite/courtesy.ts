import { statSync, utimesSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const longWaitMs = 20;
const recentMs = 30;

/**
 * Lets processes that wait long for the write lock have it. SQLite knows no queue: a process that writes without a pause would keep the
 * others out for seconds, because they look for the lock only now and then. Whoever waits long touches the file; whoever has just
 * written looks at its time, which costs next to nothing, and leaves the others a moment.
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
    const touched = statSync(this.#path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (Date.now() - touched < recentMs) await delay(2 + Math.random() * 6);
  }
}

/** After a failed attempt to get the lock. */
export const sayThatWeWait = ({ path, waitedMs }: { path: string; waitedMs: number }): void => {
  if (waitedMs < longWaitMs) return;
  try {
    const now = new Date();
    utimesSync(path, now, now);
  } catch {
    // The file is gone or belongs to somebody else; then this process waits without saying so.
  }
};
