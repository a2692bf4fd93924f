import { LineclearError } from '@lineclear/core/plugin';
import type { TaskMessage } from '../../protocol/message.ts';
import type { Cancellable } from '../broker.ts';
import type { ConfirmedPublisher } from './publisher.ts';
import { checkQueueName } from './queue-name.ts';

/** Hands a task to a queue through the default exchange, which needs no binding. `not_found` when there is no such queue. */
export const publishTask = async ({
  publisher,
  message,
  queue,
  signal,
}: {
  readonly publisher: ConfirmedPublisher;
  readonly message: TaskMessage;
  readonly queue: string;
} & Cancellable): Promise<void> => {
  checkQueueName(queue);
  const outcome = await publisher.publish({
    envelope: {
      exchange: '',
      routingKey: queue,
      contentType: 'application/json',
      contentEncoding: 'utf-8',
      correlationId: message.headers.id,
      replyTo: message.replyTo,
      durable: true,
      headers: message.headers,
      ...(message.priority !== undefined && { priority: message.priority }),
    },
    body: message.body,
    signal,
  });
  if (outcome === 'routed') return;
  throw new LineclearError('not_found', `RabbitMQ has no queue "${queue}"; the task was not sent.`, {
    hint: 'Start a worker that consumes this queue, or name a queue that exists.',
    details: { reason: 'no_route', queue },
    effect: 'none',
  });
};
