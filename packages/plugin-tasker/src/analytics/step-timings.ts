import { mapConcurrently } from '@lineclear/core/plugin';
import type { Clock } from '@lineclear/core/plugin';
import type { TaskerReader } from '../client/tasker-reader.ts';
import type { Task } from '../schemas/task.ts';
import { executionMs } from './execution-ms.ts';

/** How long single steps ran, in milliseconds, from the newest completed tasks of a window. */
export interface StepTimings {
  readonly tasks: number;
  /** Tasks that fit and were left out because reading them costs too much. */
  readonly tasksTooLarge: number;
  /** Tasks that there was no time to read. */
  readonly tasksNotRead: number;
  readonly milliseconds: readonly number[];
}

// A task of thousands of steps would be most of the sample, and megabytes to read.
const mostSteps = 500;
const concurrency = 6;
/** Reading ends after this long: percentiles of a part are worth more than a call that was given up. */
const readingMs = 30_000;

/** Reads the steps of at most `mostTasks` tasks that were made since `since` (milliseconds) and are complete: one list, then one request per task. */
export const readStepTimings = async ({
  reader,
  signal,
  since,
  mostTasks,
  clock,
}: {
  reader: TaskerReader;
  signal: AbortSignal;
  since: number;
  mostTasks: number;
  clock: Clock;
}): Promise<StepTimings> => {
  if (mostTasks === 0) return { tasks: 0, tasksTooLarge: 0, tasksNotRead: 0, milliseconds: [] };
  const startedAtMs = clock.now();
  let tasksNotRead = 0;
  const page = await reader.listTasks({ status: 'completed', page: 1, perPage: 100, signal });
  const fitting = page.tasks.filter((task) => Date.parse(task.created_at) >= since);
  const chosen = fitting.filter(isSmall).slice(0, mostTasks);
  const timings = await mapConcurrently({
    items: chosen,
    concurrency,
    run: async ({ task_uuid: taskUuid }) => {
      if (clock.now() - startedAtMs <= readingMs)
        return (await reader.listSteps({ taskUuid, signal })).flatMap((step) => executionMs(step) ?? []);
      tasksNotRead += 1;
      return [];
    },
  });
  return {
    tasks: chosen.length - tasksNotRead,
    tasksNotRead,
    tasksTooLarge: fitting.length - fitting.filter(isSmall).length,
    milliseconds: timings.flat(),
  };
};

/** Whether the steps of a task can be read without much cost. */
export const isSmall = (task: Task): boolean => task.total_steps <= mostSteps;
