import type { WireObject } from '../protocol/wire-value.ts';

/** The events of a task's life that workers and producers publish. */
export type TaskEventKind =
  | 'task-sent'
  | 'task-received'
  | 'task-started'
  | 'task-succeeded'
  | 'task-failed'
  | 'task-retried'
  | 'task-revoked'
  | 'task-rejected';

/** One event of one task. Times are milliseconds since the epoch; which fields are there depends on the kind. */
export interface TaskEvent {
  readonly kind: TaskEventKind;
  readonly taskId: string;
  readonly hostname: string;
  readonly atMs: number;
  /** On `task-sent` and `task-received` only. */
  readonly taskName: string | undefined;
  readonly queue: string | undefined;
  readonly pid: number | undefined;
  readonly retries: number | undefined;
  readonly etaMs: number | undefined;
  readonly runtimeS: number | undefined;
  /** Python's text of the result. */
  readonly result: string | undefined;
  /** Python's text of the exception. */
  readonly exception: string | undefined;
  readonly traceback: string | undefined;
  readonly terminated: boolean | undefined;
  readonly expired: boolean | undefined;
  readonly signum: number | undefined;
}

/** A worker that came, went or is alive. */
export interface WorkerEvent {
  readonly kind: 'worker-online' | 'worker-offline' | 'worker-heartbeat';
  readonly hostname: string;
  readonly atMs: number;
  /** Seconds between heartbeats. */
  readonly freqS: number | undefined;
  readonly active: number | undefined;
  readonly processed: number | undefined;
  readonly pid: number | undefined;
  /** The version of Celery. */
  readonly version: string | undefined;
}

/** An event that an application made itself: kept as it is. */
export interface CustomEvent {
  readonly kind: 'custom';
  readonly type: string;
  readonly hostname: string;
  readonly atMs: number;
  readonly fields: WireObject;
}

export type CeleryEvent = TaskEvent | WorkerEvent | CustomEvent;
