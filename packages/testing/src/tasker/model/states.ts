/** The 12 states of a task, in the order of the server's own counters. */
export const taskStates = [
  'pending',
  'initializing',
  'enqueuing_steps',
  'steps_in_process',
  'evaluating_results',
  'waiting_for_dependencies',
  'waiting_for_retry',
  'blocked_by_failures',
  'complete',
  'error',
  'cancelled',
  'resolved_manually',
] as const;
export type TaskState = (typeof taskStates)[number];

/** The 10 states of a step. */
export const stepStates = [
  'pending',
  'enqueued',
  'in_progress',
  'enqueued_for_orchestration',
  'enqueued_as_error_for_orchestration',
  'waiting_for_retry',
  'complete',
  'error',
  'cancelled',
  'resolved_manually',
] as const;
export type StepState = (typeof stepStates)[number];

export const isTerminal = (state: TaskState): boolean =>
  state === 'complete' || state === 'error' || state === 'cancelled' || state === 'resolved_manually';

/** Whether a step in this state lets its children run. */
export const isSatisfied = (state: StepState): boolean => state === 'complete' || state === 'resolved_manually';

/** DLQ reasons and resolutions as they are on the wire of `/v1/dlq*`; the database and the summary spell them in snake_case. */
export const dlqReasons = {
  StalenessTimeout: 'staleness_timeout',
  MaxRetriesExceeded: 'max_retries_exceeded',
  DependencyCycleDetected: 'dependency_cycle_detected',
  WorkerUnavailable: 'worker_unavailable',
  ManualDlq: 'manual_dlq',
} as const;
export type DlqReason = keyof typeof dlqReasons;

export const dlqResolutions = {
  Pending: 'pending',
  ManuallyResolved: 'manually_resolved',
  PermanentlyFailed: 'permanently_failed',
  Cancelled: 'cancelled',
} as const;
export type DlqResolution = keyof typeof dlqResolutions;
