/**
 * Names that Celery, kombu or RabbitMQ keep for themselves. On Redis a queue is a key like any other: a task sent to "unacked" would
 * stand where workers note what they have taken, and stop all of them.
 */
export const isReservedQueue = (name: string): boolean => reserved.some((pattern) => pattern.test(name));

const reserved: readonly RegExp[] = [
  // Tasks taken, bindings, answers and orders of workers, events.
  /^unacked(_index|_mutex)?$/,
  /^_kombu\./,
  /\.pidbox$/,
  /^celeryev(\.|$)/,
  // Results and what belongs to them.
  /^celery-task(set)?-meta-/,
  /^lineclear\.results\./,
  /^amq\./,
  // The separator before a priority is made of such characters, so the name would be that of another queue's list.
  /\p{Cc}/u,
];
