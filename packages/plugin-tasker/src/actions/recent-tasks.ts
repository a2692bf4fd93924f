import { isDeepStrictEqual } from 'node:util';
import { LineclearError } from '@lineclear/core/plugin';
import type { TaskerReader } from '../client/tasker-reader.ts';
import type { Task } from '../schemas/task.ts';

/** The newest tasks of one template in any version, newest first. `scanned` counts the tasks of the namespace that were looked at. */
export interface RecentTasks {
  readonly tasks: readonly Task[];
  readonly scanned: number;
  /** Whether these are all tasks that there are. */
  readonly complete: boolean;
}

const perPage = 100;
const pages = 2;

/** Looks at the newest 200 tasks of a namespace. `undefined` where the credentials may not list tasks. */
export const recentTasks = async ({
  reader,
  namespace,
  name,
  signal,
}: {
  readonly reader: TaskerReader;
  readonly namespace: string;
  readonly name: string;
  readonly signal: AbortSignal;
}): Promise<RecentTasks | undefined> => {
  const tasks: Task[] = [];
  let scanned = 0;
  try {
    for (let page = 1; page <= pages; page += 1) {
      const answer = await reader.listTasks({ namespace, page, perPage, signal });
      scanned += answer.tasks.length;
      // The namespace too: a server that ignores the filter must not lend the tasks of another one.
      tasks.push(...answer.tasks.filter((task) => task.name === name && task.namespace === namespace));
      if (!answer.pagination.has_next) return { tasks, scanned, complete: true };
    }
    return { tasks, scanned, complete: false };
  } catch (error) {
    if (LineclearError.is(error) && error.code === 'forbidden') return undefined;
    throw error;
  }
};

/** The newest task that was submitted with an equal context; the order of keys does not matter, as it does not to the server. */
export const withSameContext = ({
  tasks,
  version,
  context,
}: {
  readonly tasks: readonly Task[];
  readonly version: string;
  readonly context: unknown;
}): Task | undefined => tasks.find((task) => task.version === version && isDeepStrictEqual(task.context, context));
