import { type Clock, LineclearError, type Progress, mapConcurrently } from '@lineclear/core/plugin';
import type { TaskerReader } from '../client/tasker-reader.ts';
import type { Task } from '../schemas/task.ts';
import { askingMs, confirmConcurrency, type TaskListing } from './list-tasks.ts';
import { type StatusFilter, verdictOf } from './status-filter.ts';
import { type TaskRow, toTaskRow } from './task-row.ts';

const mostRows = 2_000;
const perPage = 100;
/** Rows are decided in portions of this many, so that little is asked beyond the last row that is wanted. */
const portion = confirmConcurrency;

interface Scan {
  readonly reader: TaskerReader;
  readonly namespace: string | undefined;
  readonly filter: StatusFilter;
  readonly limit: number;
  readonly offset: number;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly progress: (progress: Progress) => void;
}

/** Finds tasks in states that the server cannot filter by: reads its list, newest first, and asks for every task that may be in one. */
export const scanTasks = async (scan: Scan): Promise<TaskListing> => {
  const { reader, namespace, filter, signal, clock } = scan;
  const wanted = scan.offset + scan.limit;
  const startedAtMs = clock.now();
  const seen = new Set<string>();
  const matches: TaskRow[] = [];
  let scanned = 0;
  for (let page = 1; ; page += 1) {
    const { tasks: rows, pagination } = await reader.listTasks({ namespace, status: filter.listed, page, perPage, signal });
    for (let start = 0; start < rows.length; start += portion) {
      const part = rows.slice(start, start + portion);
      // A task that is made during the scan moves all others on by one, so that a row may come again.
      const fresh = part.filter(({ task_uuid: uuid }) => !seen.has(uuid) && seen.add(uuid).has(uuid));
      matches.push(...(await matching({ rows: fresh, scan })));
      scanned += part.length;
      const isEnd = !pagination.has_next && start + portion >= rows.length;
      if (isEnd) break;
      if (matches.length >= wanted) return listingOf({ scan, matches, scanned, end: 'limit' });
      if (clock.now() - startedAtMs > askingMs) return listingOf({ scan, matches, scanned, end: 'bound' });
    }
    // A list that moved while it was read, or whose count is wrong: fewer tasks were seen than it has.
    const isWhole = seen.size >= pagination.total_count;
    if (!pagination.has_next) return listingOf({ scan, matches, scanned, end: isWhole ? 'list' : 'moved' });
    if (rows.length === 0) return listingOf({ scan, matches, scanned, end: 'moved' });
    if (scanned >= mostRows) return listingOf({ scan, matches, scanned, end: 'bound' });
    scan.progress({ progress: scanned, total: pagination.total_count, message: `${matches.length} found` });
  }
};

const listingOf = ({
  scan: { limit, offset, namespace },
  matches,
  scanned,
  end,
}: {
  scan: Scan;
  matches: readonly TaskRow[];
  scanned: number;
  end: 'list' | 'limit' | 'bound' | 'moved';
}): TaskListing => {
  const complete = end === 'list' && matches.length <= offset + limit;
  const found = matches.slice(offset, offset + limit);
  return {
    tasks: found,
    total_count: end === 'list' ? matches.length : null,
    scanned,
    complete,
    // After a scan that was given up, the next offset would only lead to the same row.
    next_offset: complete || found.length < limit ? null : offset + limit,
    notes: [...(end === 'bound' ? [boundNote({ scanned, namespace })] : []), ...(end === 'moved' ? [movedNote] : [])],
  };
};

const movedNote =
  'The list changed while it was read, or the server counts more tasks than it lists: some were not seen. Call again.';

const boundNote = ({ scanned, namespace }: { scanned: number; namespace: string | undefined }): string =>
  `The scan ended after ${scanned} rows: older tasks were not looked at.` +
  (namespace === undefined ? ' Name a namespace to look further back.' : '');

const matching = async ({ rows, scan }: { rows: readonly Task[]; scan: Scan }): Promise<readonly TaskRow[]> => {
  const states = scan.filter.states;
  const decided = await mapConcurrently({
    items: rows.map((row) => ({ row, verdict: verdictOf({ row, states }) })).filter(({ verdict }) => verdict !== 'no_match'),
    concurrency: confirmConcurrency,
    run: async ({ row, verdict }) => {
      if (verdict === 'match') return [toTaskRow({ task: row, status: 'complete' })];
      const task = await findTask({ row, scan });
      return task !== undefined && states.has(task.status) ? [toTaskRow({ task, status: task.status })] : [];
    },
  });
  return decided.flat();
};

const findTask = async ({ row, scan: { reader, signal } }: { row: Task; scan: Scan }): Promise<Task | undefined> => {
  try {
    return await reader.getTask({ taskUuid: row.task_uuid, signal });
  } catch (error) {
    // Deleted since the list was read. Every other refusal leaves the question open, and a filter must not guess.
    if (LineclearError.is(error) && error.code === 'not_found') return undefined;
    throw error;
  }
};
