import type { WireValue } from '../protocol/wire-value.ts';
import type { TaskState } from '../tasks/task-state.ts';

/** Where an unfinished task may be, in the order of an answer: what is closest to its end first. */
export const listedStates = [
  'running',
  'reserved',
  'scheduled',
  'held',
  'stalled',
  'queued',
] as const satisfies readonly TaskState[];
export type ListedState = (typeof listedStates)[number];

/** An unfinished task and where it is. Times are milliseconds since the epoch. */
export interface ListedTask {
  readonly taskId: string;
  readonly taskName: string;
  readonly state: ListedState;
  readonly worker: string | undefined;
  readonly queue: string | undefined;
  /** In its queue; 0 is served next. */
  readonly position: number | undefined;
  readonly startedAtMs: number | undefined;
  readonly etaMs: number | undefined;
  /** When a worker took its message. */
  readonly takenAtMs: number | undefined;
  readonly redeliveredAtMs: number | undefined;
  /** Undefined where they cannot be read. */
  readonly args: WireValue | undefined;
  readonly kwargs: WireValue | undefined;
}
