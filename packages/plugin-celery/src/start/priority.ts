import { quoted } from '@lineclear/core/plugin';
import type { Priority } from '../catalogue/task-type.ts';
import type { CeleryReader } from '../client/celery-reader.ts';
import { defaultSteps } from '../broker/redis/layout.ts';

/** A priority in the broker's own numbering. */
export interface BrokerPriority {
  /** Undefined where none was asked for, or the queue does not sort. */
  readonly value: number | undefined;
  readonly warning: string | undefined;
}

/**
 * Turns a priority into the broker's number: Redis serves 0 first and 9 last, in steps; RabbitMQ the highest first, up to the
 * `x-max-priority` of the queue.
 */
export const brokerPriority = ({
  level,
  reader: { broker, rules },
  queue,
  maxPriority,
}: {
  level: Priority | undefined;
  reader: Pick<CeleryReader, 'broker' | 'rules'>;
  queue: string;
  maxPriority: number | undefined;
}): BrokerPriority => {
  if (level === undefined) return { value: undefined, warning: undefined };
  if (broker.kind === 'redis') return redisPriority({ level, steps: rules.priority_steps ?? defaultSteps });
  if (maxPriority === undefined) {
    return {
      value: undefined,
      warning: `The queue ${quoted(queue)} has no x-max-priority, as far as workers and RabbitMQ tell: the priority has no effect.`,
    };
  }
  return { value: { high: maxPriority, normal: Math.round(maxPriority / 2), low: 0 }[level], warning: undefined };
};

const redisPriority = ({ level, steps }: { level: Priority; steps: readonly number[] }): BrokerPriority => {
  const ascending = steps.toSorted((one, other) => one - other);
  const index = { high: 0, normal: Math.floor((ascending.length - 1) / 2), low: ascending.length - 1 }[level];
  const value = ascending[index] ?? 0;
  const warning = value === 0 ? undefined : 'On Redis, tasks that were sent without a priority are served before this one.';
  return { value, warning };
};
