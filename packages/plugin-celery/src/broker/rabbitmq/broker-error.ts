import type { Effect, ErrorCode } from '@lineclear/core/plugin';
import { LineclearError } from '@lineclear/core/plugin';

/** An error of the driver, or of the reading connection: `code` is a name of AMQP's reply codes, one of the driver's own, or one of the operating system's. */
interface DriverError extends Error {
  readonly code: string;
}

interface Meaning {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint?: string;
}

// The whole connection is refused while it is opened.
const ofConnection: Readonly<Record<string, Meaning>> = {
  ACCESS_REFUSED: {
    code: 'unauthenticated',
    message: 'RabbitMQ does not accept the user or the password.',
    hint: "Check user and password in the broker's URL; the user guest may only come from the broker's own host.",
  },
  NOT_ALLOWED: {
    code: 'forbidden',
    message: 'RabbitMQ does not let this user into the virtual host.',
    hint: "Check that the virtual host at the end of the broker's URL exists and that the user has permissions in it.",
  },
};

// One request is refused, and its channel with it.
const ofChannel: Readonly<Record<string, Meaning>> = {
  NOT_FOUND: {
    code: 'not_found',
    message: 'RabbitMQ has no such queue or exchange.',
    hint: 'queue_list names the queues; a worker declares its own when it starts.',
  },
  ACCESS_REFUSED: {
    code: 'forbidden',
    message: 'RabbitMQ does not let this user do that.',
    hint: 'Ask the operator for the configure, write and read permissions of this user.',
  },
  RESOURCE_LOCKED: { code: 'conflict', message: 'Another connection has the queue to itself.', hint: 'Leave that queue alone.' },
  NACK: { code: 'upstream_error', message: 'RabbitMQ refused to store the message.' },
  CODEC: {
    code: 'invalid_input',
    message: 'The headers of the message are too long for AMQP.',
    hint: 'Send shorter names and stamps.',
  },
};

/** True for what these throw; anything else (a caller's abort, an error of ours) must pass unchanged. */
export const isDriverError = (error: unknown): error is DriverError =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && !LineclearError.is(error);

/** True when the broker refused the request itself, which then certainly did nothing; false when the answer was lost. */
export const isRefusal = (error: unknown): boolean =>
  isDriverError(error) &&
  (error.name === 'AMQPChannelError' || error.name === 'AMQPError') &&
  error.code !== 'CH_CLOSE' &&
  error.code !== 'TIMEOUT';

/** What such an error means to a caller. Texts of the broker go to `details.upstream`. */
export const toBrokerError = (error: unknown, options: { readonly effect?: Effect } = {}): unknown => {
  if (!isDriverError(error)) return error;
  const [table, otherwise] = isRefusal(error) ? [ofChannel, refused] : [ofConnection, unreachable];
  const meaning = (Object.hasOwn(table, error.code) ? table[error.code] : undefined) ?? otherwise;
  return new LineclearError(meaning.code, meaning.message, {
    hint: meaning.hint,
    // The driver names the refused method first, and there is none while a connection is opened.
    details: { reason: error.code, upstream: error.message.replace(/^undefined: /, '') },
    cause: error,
    ...options,
  });
};

const refused: Meaning = { code: 'upstream_error', message: 'RabbitMQ refused the request.' };

const unreachable: Meaning = {
  code: 'unreachable',
  message: 'RabbitMQ cannot be reached, or the connection to it broke.',
  hint: 'Check that the broker runs and that host and port of its URL are right; the next call connects again.',
};
