import type { CeleryReader } from '../client/celery-reader.ts';
import type { ListedTask } from './listed-task.ts';
import type { Stretch } from './waiting-tasks.ts';
import { readWaiting } from './waiting-tasks.ts';

/** Messages that one call reads at the most to find those that are wanted. */
const maxRead = 2_000;
/** Messages for each look, where most of them are not wanted. */
const chunk = 500;

/** The waiting tasks of a page. */
export interface QueuedPart {
  readonly tasks: readonly ListedTask[];
  /** Where the line goes on, 0 for its first message; undefined at its end. */
  readonly next: number | undefined;
  /** Of those that were read: taken by a worker meanwhile, of an unknown age, no Celery tasks. */
  readonly moved: number;
  readonly ageless: number;
  readonly foreign: number;
  readonly refused: ReadonlyMap<string, string>;
}

interface Line {
  readonly broker: CeleryReader['broker'];
  readonly queues: readonly { readonly name: string; readonly ready: number }[];
  readonly signal: AbortSignal;
}

/** How far one look goes. */
const reach = ({ isFiltered, limit }: { isFiltered: boolean; limit: number }): number => (isFiltered ? chunk : limit);

/** The beginning of the line: read before workers are asked, so that a task which moves to one is seen twice rather than missed. */
export const readHead = ({ isFiltered, limit, ...line }: Line & { isFiltered: boolean; limit: number }): Promise<Stretch> =>
  readWaiting({ ...line, from: 0, limit: reach({ isFiltered, limit }) });

/** Goes along the line until the page is full, the line ends, or enough was read. */
export const readQueuedPart = async ({
  head,
  from,
  limit,
  isFiltered,
  isTaken,
  isWanted,
  ...line
}: Line & {
  readonly head: Stretch | undefined;
  readonly from: number;
  readonly limit: number;
  readonly isFiltered: boolean;
  /** Whether a worker has it. */
  readonly isTaken: (taskId: string) => boolean;
  readonly isWanted: (task: ListedTask) => Promise<boolean | 'unknown'>;
}): Promise<QueuedPart> => {
  const tasks: ListedTask[] = [];
  const refused = new Map<string, string>();
  const left = { moved: 0, ageless: 0, foreign: 0 };
  const total = line.queues.reduce((sum, { ready }) => sum + ready, 0);
  let next: number | undefined = from < total ? from : undefined;
  let read = 0;
  while (next !== undefined && tasks.length < limit && read < (isFiltered ? maxRead : 1)) {
    const size = reach({ isFiltered, limit: limit - tasks.length });
    const stretch: Stretch = next === 0 && head !== undefined ? head : await readWaiting({ ...line, from: next, limit: size });
    read += size;
    next = stretch.next;
    left.foreign += stretch.foreign;
    for (const [queue, reason] of stretch.refused) refused.set(queue, reason);
    for (const { index, task } of stretch.tasks) {
      if (tasks.length >= limit) {
        next = index;
        break;
      }
      const wanted = isTaken(task.taskId) ? 'taken' : await isWanted(task);
      if (wanted === 'taken') left.moved += 1;
      if (wanted === 'unknown') left.ageless += 1;
      if (wanted === true) tasks.push(task);
    }
  }
  return { tasks, next, ...left, refused };
};
