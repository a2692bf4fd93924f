/** What is true of a task, finer than Celery's own states. */
export const taskStates = [
  /** Waits in a queue. */
  'queued',
  /** A worker has it and waits for its time. */
  'scheduled',
  /** A worker has it and no process is free. */
  'reserved',
  /** A worker has it and holds it back: a rate limit, or a time to come that the worker does not tell. */
  'held',
  'running',
  'retrying',
  'success',
  'failure',
  'revoked',
  /** It was started, and no worker that could have it has it. */
  'lost',
  /** It is with a worker that does not answer. */
  'stalled',
  /** It was started here long enough ago that its result may be gone. */
  'result_expired',
  /** Nothing is known: never sent, finished without a record, or its record is gone. */
  'unknown',
] as const;
export type TaskState = (typeof taskStates)[number];

/** The words of Celery, in lower case, and those for what Celery cannot tell. */
export const taskStatuses = [
  'pending',
  'started',
  'retry',
  'success',
  'failure',
  'revoked',
  'lost',
  'stalled',
  'unknown',
] as const;
export type TaskStatus = (typeof taskStatuses)[number];

const statuses: Readonly<Record<TaskState, TaskStatus>> = {
  queued: 'pending',
  scheduled: 'pending',
  reserved: 'pending',
  held: 'pending',
  running: 'started',
  retrying: 'retry',
  success: 'success',
  failure: 'failure',
  revoked: 'revoked',
  lost: 'lost',
  stalled: 'stalled',
  result_expired: 'unknown',
  unknown: 'unknown',
};

export const statusOf = (state: TaskState): TaskStatus => statuses[state];
