// https://www.rabbitmq.com/amqp-0-9-1-reference.html#constants
const replyCodes: Readonly<Record<number, string>> = {
  311: 'CONTENT_TOO_LARGE',
  320: 'CONNECTION_FORCED',
  402: 'INVALID_PATH',
  403: 'ACCESS_REFUSED',
  404: 'NOT_FOUND',
  405: 'RESOURCE_LOCKED',
  406: 'PRECONDITION_FAILED',
  501: 'FRAME_ERROR',
  502: 'SYNTAX_ERROR',
  503: 'COMMAND_INVALID',
  504: 'CHANNEL_ERROR',
  505: 'UNEXPECTED_FRAME',
  506: 'RESOURCE_ERROR',
  530: 'NOT_ALLOWED',
  540: 'NOT_IMPLEMENTED',
  541: 'INTERNAL_ERROR',
};

/** What ended a channel, or a connection with all of its channels. Named and coded as the driver's errors are. */
export class AmqpError extends Error {
  readonly code: string;

  constructor({ ends, code, message }: { ends: 'channel' | 'connection'; code: string; message: string }) {
    super(message);
    this.name = ends === 'channel' ? 'AMQPChannelError' : 'AMQPConnectionError';
    this.code = code;
  }
}

/** The name of a reply code; the number itself where AMQP has none. */
export const replyName = (code: number): string => replyCodes[code] ?? `${code}`;

/** The broker said something that AMQP does not allow, or a stranger answered. */
export const frameError = (message: string): AmqpError => new AmqpError({ ends: 'connection', code: 'FRAME_ERROR', message });
