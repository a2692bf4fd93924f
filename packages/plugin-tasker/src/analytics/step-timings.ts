import type { TaskerReader } from '../client/tasker-reader.ts';
import type { Task } from '../schemas/task.ts';
import { executionMs } from './execution-ms.ts';
import { mapConcurrently } from './map-concurrently.ts';

/** How long single steps ran, in milliseconds, from the newest completed tasks of a window. */
export interface StepTimings {
  readonly tasks: number;
  /** Tasks that fit and were left out because reading them costs too much. */
  readonly tasksTooLarge: number;
  readonly milliseconds: readonly number[];
}

// A task of thousands of steps would be most of the sample, and megabytes to read.
const mostSteps = 500;
const concurrency = 6;

/** Reads the steps of at most `mostTasks` tasks that were made since `since` (milliseconds) and are complete: one list, then one request per task. */
export const readStepTimings = async ({
  reader,
  signal,
  since,
  mostTasks,
}: {
  reader: TaskerReader;
  signal: AbortSignal;
  since: number;
  mostTasks: number;
}): Promise<StepTimings> => {
  if (mostTasks === 0) return { tasks: 0, tasksTooLarge: 0, milliseconds: [] };
  const page = await reader.listTasks({ status: 'completed', page: 1, perPage: 100, signal });
  const fitting = page.tasks.filter((task) => Date.parse(task.created_at) >= since);
  const chosen = fitting.filter(isSmall).slice(0, mostTasks);
  const timings = await mapConcurrently({
    items: chosen,
    concurrency,
    run: async ({ task_uuid: taskUuid }) =>
      (await reader.listSteps({ taskUuid, signal })).flatMap((step) => executionMs(step) ?? []),
  });
  return {
    tasks: chosen.length,
    tasksTooLarge: fitting.length - fitting.filter(isSmall).length,
    milliseconds: timings.flat(),
  };
};

/** Whether the steps of a task can be read without much cost. */
export const isSmall = (task: Task): boolean => task.total_steps <= mostSteps;
