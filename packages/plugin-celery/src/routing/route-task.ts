import { LineclearError } from '@lineclear/core/plugin';
import type { Cancellable, QueueInfo } from '../broker/broker.ts';
import type { TaskType } from '../catalogue/task-type.ts';
import type { CeleryReader } from '../client/celery-reader.ts';
import type { RouteCheck } from './check-route.ts';
import { checkRoute } from './check-route.ts';
import { isReservedQueue } from './reserved-queue.ts';
import { noQueue, reservedQueue } from './route-problems.ts';
import type { ResolvedQueue } from './resolve-queue.ts';
import { resolveQueue } from './resolve-queue.ts';
import type { WorkerSurvey } from './worker-survey.ts';

export interface TaskRoute extends ResolvedQueue, RouteCheck {
  readonly taskName: string;
  /** What the broker says of the queue; undefined when it has none of this name. */
  readonly info: QueueInfo | undefined;
  /** False where nothing may wait: RabbitMQ has no queue of this name and would drop the message, or the name is not one for tasks. */
  readonly canWait: boolean;
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
  const looked = await look({ reader, queue, signal });
  const info = looked === 'hidden' ? undefined : looked;
  const isReserved = isReservedQueue(queue);
  const canWait = !isReserved && (looked !== undefined || reader.broker.kind === 'redis');
  const declared = survey.workers.flatMap(({ queues }) => (queues ?? []).filter(({ name }) => name === queue));
  const usual = asked === undefined ? undefined : resolveQueue({ taskName, type, rules: reader.rules, survey }).queue;
  const refuse = isReserved ? reservedQueue : noQueue;
  const check = checkRoute({ taskName, queue, survey, consumers: info?.consumers, usual });
  return {
    ...resolved,
    ...check,
    problem: check.problem === undefined || canWait ? check.problem : refuse({ taskName, queue, survey }),
    taskName,
    info,
    canWait,
    maxPriority: info?.maxPriority ?? declared.find(({ maxPriority }) => maxPriority !== undefined)?.maxPriority,
  };
};

/** `hidden`: a user that may not ask about a queue may still write to it; the workers decide then. */
const look = async ({ reader, queue, signal }: { reader: CeleryReader; queue: string } & Cancellable) => {
  try {
    return await reader.broker.queue({ name: queue, signal });
  } catch (error) {
    if (LineclearError.is(error) && error.code === 'forbidden') return 'hidden' as const;
    throw error;
  }
};
