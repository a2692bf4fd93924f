import * as z from 'zod';
import { mayReadResult } from '../access/may-read.ts';
import type { CeleryReader } from '../client/celery-reader.ts';
import type { LedgerEntry } from '../ledger/ledger.ts';
import { showArguments, shownArguments } from '../queues/shown-arguments.ts';
import { statusOf, taskStatuses } from '../tasks/task-state.ts';
import { isoTime } from '../text/iso-time.ts';
import type { ListedTask } from './listed-task.ts';
import { listedStates } from './listed-task.ts';

/** One unfinished task in an answer. Null stands for what is not known. */
export const taskRow = z.object({
  task_id: z.string(),
  task_name: z.string(),
  task_type: z.string().describe('Of the catalogue, or the Celery name.'),
  status: z.enum(taskStatuses),
  state: z.enum(listedStates).describe('held: rate limit, or its worker is gone. stalled: with a silent worker.'),
  worker: z.string().nullable(),
  queue: z.string().nullable(),
  position: z.int().nullable().describe('In its queue; 1 is served next.'),
  started_at: z.string().nullable(),
  eta_at: z.string().nullable(),
  runtime_s: z.number().nullable(),
  redelivered_at: z.string().nullable().describe('When the broker gives it to another worker, if none tells of it.'),
  arguments: shownArguments.optional().describe('Absent: withheld, or unreadable.'),
});
export type TaskRow = z.output<typeof taskRow>;

/** Who asks, and what the profile says of what may be shown. */
export type Viewer = Omit<Parameters<typeof mayReadResult>[0], 'ledger'>;

/** A row of a task; arguments only for those who may read them, and not many of them. */
export const toTaskRow = ({
  task,
  entry,
  viewer,
  catalogue,
  nowMs,
}: {
  task: ListedTask;
  entry: LedgerEntry | undefined;
  viewer: Viewer;
  catalogue: CeleryReader['catalogue'];
  nowMs: number;
}): TaskRow => {
  const isShown = task.args !== undefined && mayReadResult({ ...viewer, ledger: entry });
  return {
    task_id: task.taskId,
    task_name: task.taskName,
    task_type: entry?.task_type ?? typeOf({ taskName: task.taskName, catalogue }) ?? task.taskName,
    status: statusOf(task.state),
    state: task.state,
    worker: task.worker ?? null,
    queue: task.queue ?? null,
    position: task.position === undefined ? null : task.position + 1,
    started_at: isoTime(task.startedAtMs),
    eta_at: isoTime(task.etaMs),
    // Clocks of workers differ.
    runtime_s: task.startedAtMs === undefined ? null : Math.max(0, nowMs - task.startedAtMs) / 1_000,
    redelivered_at: isoTime(task.redeliveredAtMs),
    ...(isShown && { arguments: showArguments({ args: task.args, kwargs: task.kwargs, maxCharacters }) }),
  };
};

// A page may have hundreds of rows.
const maxCharacters = 150;

const typeOf = ({ taskName, catalogue }: { taskName: string; catalogue: CeleryReader['catalogue'] }): string | undefined =>
  [...(catalogue?.types.values() ?? [])].find((type) => type.taskName === taskName)?.id;
