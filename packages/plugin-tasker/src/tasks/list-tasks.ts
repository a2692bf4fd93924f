import { type Clock, LineclearError, mapConcurrently } from '@lineclear/core/plugin';
import type { TaskerReader } from '../client/tasker-reader.ts';
import type { Task } from '../schemas/task.ts';
import { isListedComplete, type ListedStatus } from './status-filter.ts';
import { type TaskRow, toTaskRow } from './task-row.ts';

/** At most so many requests for single tasks at a time: a list must not be the load that the server suffers from. */
export const confirmConcurrency = 6;
/** Asking ends after this long, well before the whole call would be given up and what was found be lost. */
export const askingMs = 15_000;

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
  clock,
}: {
  reader: TaskerReader;
  namespace: string | undefined;
  listed: ListedStatus | undefined;
  limit: number;
  offset: number;
  signal: AbortSignal;
  clock: Clock;
}): Promise<TaskListing> => {
  const page = (number: number) => reader.listTasks({ namespace, status: listed, page: number, perPage: limit, signal });
  const first = Math.floor(offset / limit) + 1;
  const skipped = offset % limit;
  // The server knows whole pages only: a window that is not one of them lies in two.
  const pages = await Promise.all(skipped === 0 ? [page(first)] : [page(first), page(first + 1)]);
  const found = pages.flatMap(({ tasks }) => tasks);
  const rows = found.slice(skipped, skipped + limit);
  const total = Math.max(...pages.map(({ pagination }) => pagination.total_count));
  const startedAtMs = clock.now();
  let notAsked = 0;
  const refused = new Set<string>();
  const tasks = await mapConcurrently({
    items: rows,
    concurrency: confirmConcurrency,
    run: (row) => {
      if (clock.now() - startedAtMs <= askingMs) return withRealState({ row, reader, signal, refused });
      notAsked += 1;
      return Promise.resolve(toTaskRow({ task: row, status: isListedComplete(row) ? 'complete' : null }));
    },
  });
  const isLast = pages.at(-1)?.pagination.has_next !== true && found.length <= skipped + limit;
  const complete = isLast && offset + rows.length >= total;
  return {
    tasks,
    total_count: total,
    scanned: rows.length,
    complete,
    // A page without rows is no way to further ones.
    next_offset: complete || rows.length === 0 ? null : offset + limit,
    notes: [
      ...[...refused].map((code) => `Some states are null: the server answered ${code} to the request for the single task.`),
      ...(notAsked === 0 ? [] : [`Tasks that were not asked for their state, because the server is slow: ${notAsked}.`]),
    ],
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
