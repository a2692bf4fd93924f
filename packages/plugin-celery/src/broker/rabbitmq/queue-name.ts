import { LineclearError } from '@lineclear/core/plugin';

// A longer name would be cut off on the wire, in the middle of a character perhaps: another queue, or the end of the connection.
const longestBytes = 255;

/** False for names that no queue of RabbitMQ can have. */
export const canBeQueue = (name: string): boolean => Buffer.byteLength(name) <= longestBytes;

/** Throws `not_found` for a name that no queue of RabbitMQ can have. */
export const checkQueueName = (name: string): void => {
  if (canBeQueue(name)) return;
  throw new LineclearError('not_found', `No queue of RabbitMQ has a name of more than ${longestBytes} bytes.`, {
    hint: 'queue_list names the queues.',
    details: { reason: 'NOT_FOUND', bytes: Buffer.byteLength(name) },
    effect: 'none',
  });
};
