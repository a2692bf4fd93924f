import { LineclearError } from '@lineclear/core/plugin';
import type { Cancellable, QueueInfo } from '../broker/broker.ts';
import type { TaskType } from '../catalogue/task-type.ts';
import type { CeleryReader } from '../client/celery-reader.ts';
import type { RouteCheck } from './check-route.ts';
import { checkRoute } from './check-route.ts';
import type { ResolvedQueue } from './resolve-queue.ts';
import { resolveQueue } from './resolve-queue.ts';
import type { WorkerSurvey } from './worker-survey.ts';

export interface TaskRoute extends ResolvedQueue, RouteCheck {
  readonly taskName: string;
  /** What the broker says of the queue; undefined when it has none of this name. */
  readonly info: QueueInfo | undefined;
  /** Workers that sort this queue by priority say up to which number; undefined where nobody does. */
  readonly maxPriority: number | undefined;
}

/** Resolves the queue of a task and checks that a live worker would run it. */
export const routeTask = async ({
  reader,
  survey,
  taskName,
  asked,
  type,
  signal,
}: {
  reader: CeleryReader;
  survey: WorkerSurvey;
  taskName: string;
  /** The queue that the caller named. */
  asked?: string | undefined;
  type?: Pick<TaskType, 'queue'> | undefined;
} & Cancellable): Promise<TaskRoute> => {
  const resolved = resolveQueue({ taskName, asked, type, rules: reader.rules, survey });
  const { queue } = resolved;
  const info = await infoOf({ reader, queue, signal });
  const declared = survey.workers.flatMap(({ queues }) => (queues ?? []).filter(({ name }) => name === queue));
  return {
    ...resolved,
    ...checkRoute({ taskName, queue, survey, consumers: info?.consumers }),
    taskName,
    info,
    maxPriority: info?.maxPriority ?? declared.find(({ maxPriority }) => maxPriority !== undefined)?.maxPriority,
  };
};

const infoOf = async ({ reader, queue, signal }: { reader: CeleryReader; queue: string } & Cancellable) => {
  try {
    return await reader.broker.queue({ name: queue, signal });
  } catch (error) {
    // A user that may not ask about a queue may still write to it; the workers decide then.
    if (LineclearError.is(error) && error.code === 'forbidden') return undefined;
    throw error;
  }
};
