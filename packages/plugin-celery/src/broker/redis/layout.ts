/** How kombu names things in one Redis: what its transport options and Celery's `control_exchange` decide. */
export interface RedisLayout {
  /** `global_keyprefix`; empty for most. */
  readonly prefix: string;
  /** `sep`, between a queue and a priority, and inside of bindings. */
  readonly separator: string;
  /** `priority_steps`, ascending. */
  readonly steps: readonly number[];
  /** The number of the database, which is part of every channel's name. */
  readonly database: number;
  /** The exchange of remote control without `.pidbox`: `celery` for most. */
  readonly controlExchange: string;
  readonly eventExchange: string;
}

export const defaultSeparator = '\u0006\u0016';
export const defaultSteps: readonly number[] = [0, 3, 6, 9];

/** The list that a message of this priority waits in: the highest step that is not above it. 0 is served first. */
export const queueKey = ({ layout, queue, priority }: { layout: RedisLayout; queue: string; priority: number }): string => {
  const step = layout.steps.findLast((step) => step <= priority) ?? 0;
  return stepKey({ layout, queue, step });
};

/** Every list that messages of a queue may wait in, in the order of service. Steps that nobody uses cost nothing to ask for. */
export const queueKeys = ({ layout, queue }: { layout: RedisLayout; queue: string }): readonly string[] => {
  const steps = new Set([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, ...layout.steps]);
  return [...steps].toSorted((one, other) => one - other).map((step) => stepKey({ layout, queue, step }));
};

export const unackedKey = ({ prefix }: RedisLayout): string => `${prefix}unacked`;
export const unackedIndexKey = ({ prefix }: RedisLayout): string => `${prefix}unacked_index`;
export const bindingKey = ({ prefix, exchange }: { prefix: string; exchange: string }): string =>
  `${prefix}_kombu.binding.${exchange}`;

/** The channel that a fanout exchange publishes on. */
export const fanoutChannel = ({
  layout,
  exchange,
  routingKey,
}: {
  layout: RedisLayout;
  exchange: string;
  routingKey?: string;
}): string => `${layout.prefix}/${layout.database}.${exchange}${routingKey === undefined ? '' : `/${routingKey}`}`;

/** One member of a binding: the empty routing key and pattern that Celery uses for remote control, then the queue. */
export const bindingMember = ({ layout, queue }: { layout: RedisLayout; queue: string }): string =>
  `${layout.separator}${layout.separator}${queue}`;

const stepKey = ({ layout, queue, step }: { layout: RedisLayout; queue: string; step: number }): string =>
  `${layout.prefix}${queue}${step === 0 ? '' : `${layout.separator}${step}`}`;
