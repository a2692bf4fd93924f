import { LineclearError } from '@lineclear/core/plugin';
import { mapConcurrently } from '../analytics/map-concurrently.ts';
import type { TaskerReader } from '../client/tasker-reader.ts';
import type { Task } from '../schemas/task.ts';
import { isListedComplete, type ListedStatus } from './status-filter.ts';
import { type TaskRow, toTaskRow } from './task-row.ts';

/** At most so many requests for single tasks at a time: a list must not be the load that the server suffers from. */
export const confirmConcurrency = 6;

export interface TaskListing {
  readonly tasks: readonly TaskRow[];
  readonly total_count: number | null;
  readonly scanned: number;
  readonly complete: boolean;
  readonly next_offset: number | null;
  readonly notes: readonly string[];
}

/** One page of the server's own list from an exact offset, each row with its real state. */
export const listTasks = async ({
  reader,
  namespace,
  listed,
  limit,
  offset,
  signal,
}: {
  reader: TaskerReader;
  namespace: string | undefined;
  listed: ListedStatus | undefined;
  limit: number;
  offset: number;
  signal: AbortSignal;
}): Promise<TaskListing> => {
  const page = (number: number) => reader.listTasks({ namespace, status: listed, page: number, perPage: limit, signal });
  const first = Math.floor(offset / limit) + 1;
  const skipped = offset % limit;
  // The server knows whole pages only: a window that is not one of them lies in two.
  const pages = await Promise.all(skipped === 0 ? [page(first)] : [page(first), page(first + 1)]);
  const rows = pages.flatMap(({ tasks }) => tasks).slice(skipped, skipped + limit);
  const total = Math.max(...pages.map(({ pagination }) => pagination.total_count));
  const refused = new Set<string>();
  const tasks = await mapConcurrently({
    items: rows,
    concurrency: confirmConcurrency,
    run: (row) => withRealState({ row, reader, signal, refused }),
  });
  const complete = offset + rows.length >= total;
  return {
    tasks,
    total_count: total,
    scanned: rows.length,
    complete,
    next_offset: complete ? null : offset + limit,
    notes: [...refused].map((code) => `Some states are null: the server answered ${code} to the request for the single task.`),
  };
};

// A list with a hole is worth more than none, but a caller that has left wants neither.
const withRealState = async ({
  row,
  reader,
  signal,
  refused,
}: {
  row: Task;
  reader: TaskerReader;
  signal: AbortSignal;
  refused: Set<string>;
}): Promise<TaskRow> => {
  if (isListedComplete(row)) return toTaskRow({ task: row, status: 'complete' });
  try {
    const task = await reader.getTask({ taskUuid: row.task_uuid, signal });
    return toTaskRow({ task, status: task.status });
  } catch (error) {
    signal.throwIfAborted();
    if (!LineclearError.is(error)) throw error;
    refused.add(error.code);
    return toTaskRow({ task: row, status: null });
  }
};
