import { LineclearError } from '@lineclear/core/plugin';

/** True for the error with which the driver gives up a connection: a message has a header of a type that it does not know. */
export const isUnreadable = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith('unknown AMQP 0.9.1 type code');

/** What that means to whoever looked. Nothing was changed: the broker puts back what was being shown. */
export const unreadable = (cause: unknown): LineclearError =>
  new LineclearError('unsupported', 'A message there has a header that cannot be read, so the queue cannot be looked through.', {
    hint: 'Custom headers of tasks with integers beyond 32 bits do this: send them as texts. Workers read them all the same.',
    details: { reason: 'unreadable_header' },
    effect: 'none',
    cause,
  });
