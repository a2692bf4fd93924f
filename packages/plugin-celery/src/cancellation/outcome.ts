import * as z from 'zod';
import type { Evidence } from '../tasks/evidence.ts';
import type { TaskState } from '../tasks/task-state.ts';
import { statusOf, taskStatuses } from '../tasks/task-state.ts';
import { isoTime } from '../text/iso-time.ts';

/** What a cancellation came to. */
export const outcomes = ['cancelled', 'cancel_requested', 'not_cancellable', 'already_finished', 'not_found'] as const;
export type Outcome = (typeof outcomes)[number];

/** What a cancellation answers. `status` is what is true of the task now: `revoked` only where it will not run (any more). */
export const cancellation = z.object({
  task_id: z.string(),
  outcome: z.enum(outcomes),
  status: z.enum(taskStatuses),
  message: z.string(),
  canceled_at: z.string().nullable().describe('ISO 8601; null where it was not cancelled.'),
  workers: z.object({ known: z.int(), answered: z.int(), silent: z.array(z.string()) }),
});
export type Cancellation = z.output<typeof cancellation>;

/** What became of a task after it was to be cancelled. */
export interface Verdict {
  readonly outcome: Outcome;
  readonly state: TaskState;
  /** One of our own sentences. */
  readonly message: string;
}

export const toCancellation = ({
  taskId,
  verdict: { outcome, state, message },
  workers,
  nowMs,
}: {
  taskId: string;
  verdict: Verdict;
  workers: Evidence['workers'];
  nowMs: number;
}): Cancellation => ({
  task_id: taskId,
  outcome,
  status: statusOf(state),
  message,
  canceled_at: outcome === 'cancelled' ? isoTime(nowMs) : null,
  workers: { known: workers.known, answered: workers.answered.length, silent: [...workers.silent] },
});
