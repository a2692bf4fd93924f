import { isFinished } from './poll-hint.ts';
import type { TaskState } from './task-state.ts';

/** How long a task has to be missing that was there before, in milliseconds: now, and after the broker was away for a moment. */
const missingMs = 3_000;
const missingAfterBreakMs = 20_000;
/** How long a message may be on its way from us to a worker that is busy, in milliseconds: it is nowhere to be seen meanwhile. */
const onItsWayMs = 5_000;

/**
 * Decides when waiting is over. A task that is lost or unknown from the beginning is not waited for, unless it was sent from here just
 * now; one that was there is given the time in which workers come back that lost their broker.
 */
export class Patience {
  #wasThere = false;
  #missingSinceMs: number | undefined;
  #brokenAtMs = Number.NEGATIVE_INFINITY;

  /** The broker or the result backend could not be asked. */
  startOver({ nowMs }: { nowMs: number }): void {
    this.#brokenAtMs = nowMs;
    this.#missingSinceMs = undefined;
  }

  isOver({ state, nowMs, sentAtMs }: { state: TaskState; nowMs: number; sentAtMs?: number | undefined }): boolean {
    if (isFinished(state)) return true;
    if (state !== 'lost' && state !== 'unknown' && state !== 'result_expired') {
      this.#wasThere = true;
      this.#missingSinceMs = undefined;
      return false;
    }
    if (!this.#wasThere) return sentAtMs === undefined || nowMs - sentAtMs >= onItsWayMs;
    this.#missingSinceMs ??= nowMs;
    return nowMs >= Math.max(this.#missingSinceMs + missingMs, this.#brokenAtMs + missingAfterBreakMs);
  }
}
