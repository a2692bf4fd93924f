/** How urgent a task is. Brokers number it in opposite directions. */
export type Priority = 'high' | 'normal' | 'low';

/** Kombu's Redis transport: 0 is served first, 9 last. */
export const redisPriority: Readonly<Record<Priority, number>> = { high: 0, normal: 3, low: 9 };

/** RabbitMQ: 9 is served first, 0 last; only queues with `x-max-priority` heed it. */
export const rabbitmqPriority: Readonly<Record<Priority, number>> = { high: 9, normal: 5, low: 0 };
