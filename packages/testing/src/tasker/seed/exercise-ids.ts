import { idOf } from '../model/ids.ts';
import { stepUuidOf } from '../world/create-task.ts';

/** The numbers of the tasks that have a part in the exercise. */
export const numbers = {
  blocked: 1,
  exhausted: 2,
  retrying: 3,
  failed: 4,
  timedOut: 5,
  cancelled: 6,
  running: 7,
  loading: 8,
  staleInProcess: 9,
  staleRetry: 10,
  staleDependencies: 11,
  warning: 12,
  resolved: 13,
  settled: 14,
  abandoned: 15,
  withdrawn: 16,
  spike: [17, 18, 19],
  complete: 20,
  // Past the completed ones, which count up from 20.
  waiting: 0x800,
} as const;

/** The tasks, steps and entries of the exercise's history; the same in every sandbox. */
export const exercise = {
  /** analytics/daily_report, blocked by a step that failed for good. */
  blockedTask: idOf('task', numbers.blocked),
  /** Its step aggregate_metrics: 3 of 3 attempts, not retryable. */
  failedStep: stepUuidOf(numbers.blocked, 1),
  /** The step before it, complete. */
  finishedStep: stepUuidOf(numbers.blocked, 0),
  /** The step after it, still pending. */
  pendingStep: stepUuidOf(numbers.blocked, 2),
  /** production/order_fulfillment 2.0.0, blocked by a transient failure that used up its attempts; in the DLQ. */
  exhaustedTask: idOf('task', numbers.exhausted),
  /** Its step charge_payment: 3 of 3 attempts, retryable. */
  exhaustedStep: stepUuidOf(numbers.exhausted, 1),
  /** production/invoice_run, waiting for its next try. */
  retryingTask: idOf('task', numbers.retrying),
  retryingStep: stepUuidOf(numbers.retrying, 3),
  /** analytics/customer_segmentation in `error`, with a failed step; in the DLQ. */
  errorTask: idOf('task', numbers.failed),
  errorStep: stepUuidOf(numbers.failed, 2),
  /** data_processing/warehouse_load in `error` because a worker never answered; in the DLQ. */
  timedOutTask: idOf('task', numbers.timedOut),
  cancelledTask: idOf('task', numbers.cancelled),
  /** production/order_fulfillment 2.0.0, under way. */
  runningTask: idOf('task', numbers.running),
  runningStep: stepUuidOf(numbers.running, 1),
  /** production/order_fulfillment 2.0.0, complete. */
  completeTask: idOf('task', numbers.complete),
  completeStep: stepUuidOf(numbers.complete, 1),
  staleTasks: [numbers.staleInProcess, numbers.staleRetry, numbers.staleDependencies].map((number) => idOf('task', number)),
  warningTask: idOf('task', numbers.warning),
  /** analytics/customer_segmentation, waiting for a step that was cancelled; it goes on as soon as that step is done by hand. */
  waitingTask: idOf('task', numbers.waiting),
  waitingStep: stepUuidOf(numbers.waiting, 2),
  /** Open; the highest score of the queue. */
  pendingDlqEntry: idOf('dlq', 1),
  /** Resolved by hand, with notes. */
  resolvedDlqEntry: idOf('dlq', 4),
} as const;
