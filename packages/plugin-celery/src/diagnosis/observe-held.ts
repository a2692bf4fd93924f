import type { HeldTask } from '../broker/broker.ts';
import type { Answers } from '../control/inspect.ts';
import { queryTasks, registered } from '../control/questions.ts';
import type { WorkerTask } from '../control/worker-task.ts';
import type { Observer } from './observer.ts';
import type { HeldPlace } from './situation.ts';

/** Held messages that are asked for; more make a question too long. */
const mostAsked = 1_000;

/** The messages that workers took and have not acknowledged, and whether a live worker has them. */
export const observeHeld = async ({
  reader,
  signal,
  timed,
}: Observer & { timed: Answers<readonly WorkerTask[]> }): Promise<readonly HeldPlace[] | undefined> => {
  const before = await reader.broker.held({ signal });
  if (before === undefined || before.length === 0) return before === undefined ? undefined : [];
  const asked = before.slice(0, mostAsked);
  const question = reader.question({ signal });
  const [queried, limits, after] = await Promise.all([
    queryTasks({ ...question, taskIds: asked.map(({ task }) => task.taskId) }),
    registered({ ...question, attribute: 'rate_limit' }),
    reader.broker.held({ signal }),
  ]);
  // Celery 5.2 does not find tasks by their id that wait for their time.
  const withWorkers = new Set([
    ...[...queried.answers.values()].flatMap((tasks) => [...tasks.keys()]),
    ...[...timed.answers.values()].flatMap((tasks) => tasks.map(({ taskId }) => taskId)),
  ]);
  // What was acknowledged meanwhile has been started: it is in neither answer.
  const still = new Set(after?.map(({ task }) => task.taskId));
  const isLimited = ({ task: { taskName } }: HeldTask) =>
    [...limits.answers.values()].some((tasks) => (tasks.get(taskName) ?? '') !== '');
  return asked
    .filter(({ task }) => still.has(task.taskId))
    .map((held) => ({
      held,
      // Workers do not tell of tasks that they hold back because of a rate limit.
      isWithWorker: withWorkers.has(held.task.taskId) ? true : isLimited(held) ? undefined : false,
    }));
};
