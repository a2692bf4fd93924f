import type { Catalogue } from '../catalogue/task-type.ts';
import type { CeleryReader } from '../client/celery-reader.ts';
import type { LedgerEntry } from '../ledger/ledger.ts';
import { sentAt } from '../queues/sent-at.ts';
import type { ListedState, ListedTask } from './listed-task.ts';

/** What a caller wants to see of the unfinished tasks; everything where nothing is said. */
export interface ListFilter {
  readonly states: readonly ListedState[] | undefined;
  /** The task's name at the workers. */
  readonly taskName: string | undefined;
  readonly worker: string | undefined;
  readonly queue: string | undefined;
  readonly olderThanS: number | undefined;
  /** The principal whose tasks are wanted. */
  readonly startedBy: string | undefined;
}

/** Whether messages have to be read to know if they are wanted; the number of the others is known without. */
export const readsMessages = ({ taskName, olderThanS, startedBy }: ListFilter): boolean =>
  taskName !== undefined || olderThanS !== undefined || startedBy !== undefined;

/** Whether a place is wanted at all. */
export const wantsQueued = ({ states, worker }: ListFilter): boolean =>
  worker === undefined && (states === undefined || states.includes('queued'));

/** The name at the workers of a type of the catalogue, or the Celery name that was given instead. */
export const taskNameOf = ({ taskType, catalogue }: { taskType: string; catalogue: Catalogue | undefined }): string =>
  catalogue?.types.get(taskType)?.taskName ?? taskType;

/** True, false, or `unknown` where the age that decides is not known. */
export const isWanted = ({
  task,
  entry,
  filter: { states, taskName, worker, queue, olderThanS, startedBy },
  events,
  nowMs,
}: {
  task: ListedTask;
  entry: LedgerEntry | undefined;
  filter: ListFilter;
  events: Pick<CeleryReader['events'], 'historyOf'>;
  nowMs: number;
}): boolean | 'unknown' => {
  const isOf =
    (states === undefined || states.includes(task.state)) &&
    (taskName === undefined || task.taskName === taskName) &&
    (worker === undefined || task.worker === worker) &&
    (queue === undefined || task.queue === queue) &&
    (startedBy === undefined || entry?.principal === startedBy);
  if (!isOf || olderThanS === undefined) return isOf;
  const sinceMs = task.startedAtMs ?? sentAt({ taskId: task.taskId, entry, events }) ?? task.takenAtMs;
  return sinceMs === undefined ? 'unknown' : nowMs - sinceMs >= olderThanS * 1_000;
};
