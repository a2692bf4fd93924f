import type { TaskState, TaskStatus } from './task-state.ts';

/** How far a task says that it is. */
export interface TaskProgress {
  /** 0 to 100; undefined where the task does not say it in a way that leaves no doubt. */
  readonly percent: number | undefined;
  readonly message: string | undefined;
}

/** What the evidence about one task amounts to. Times are milliseconds since the epoch. Texts of tasks and workers are as they came. */
export interface Judgement {
  readonly state: TaskState;
  readonly status: TaskStatus;
  /** Why this state, where it does not speak for itself; one of our own sentences. */
  readonly reason?: string | undefined;
  readonly worker?: string | undefined;
  readonly pid?: number | undefined;
  readonly queue?: string | undefined;
  /** Place in its queue; 1 is served next. */
  readonly position?: number | undefined;
  /** How many messages of the queue are served before it. */
  readonly ahead?: number | undefined;
  /** Messages of its queue, where its place among them cannot be seen. */
  readonly among?: number | undefined;
  /** When it may run, or is tried again. */
  readonly etaMs?: number | undefined;
  readonly startedAtMs?: number | undefined;
  readonly runtimeS?: number | undefined;
  readonly progress?: TaskProgress | undefined;
  readonly doneAtMs?: number | undefined;
  readonly error?: { readonly type: string; readonly message: string } | undefined;
  readonly traceback?: string | undefined;
  /** How often it was tried again. */
  readonly retries?: number | undefined;
  /** When the broker gives it to another worker if nothing is heard of this one. */
  readonly redeliveredAtMs?: number | undefined;
  readonly notes: readonly string[];
}

/** What a judgement is made from; `status` follows from the state. */
export type Finding = Omit<Judgement, 'status' | 'notes'> & { readonly notes?: readonly string[] };
