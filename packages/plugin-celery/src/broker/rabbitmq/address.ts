import { LineclearError } from '@lineclear/core/plugin';

/** Where a broker is and who asks, in the driver's words. */
export interface RabbitmqAddress {
  readonly hostname: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
  readonly vhost: string;
  readonly tls: boolean;
}

const protocols: ReadonlyMap<string, { readonly port: number; readonly tls: boolean }> = new Map([
  ['amqp:', { port: 5672, tls: false }],
  ['pyamqp:', { port: 5672, tls: false }],
  ['amqps:', { port: 5671, tls: true }],
]);

/**
 * Reads a broker URL as Celery does: `amqp://user:password@host:port/vhost`, guest on localhost where parts are missing, and
 * everything after the first slash is the virtual host (`//` is `/`). Throws `invalid_input` without repeating the URL.
 */
export const parseRabbitmqUrl = (url: string): RabbitmqAddress => {
  const parts = URL.canParse(url) ? new URL(url) : undefined;
  const protocol = parts && protocols.get(parts.protocol);
  if (parts === undefined || protocol === undefined) {
    throw new LineclearError('invalid_input', 'The URL of the broker is not one of RabbitMQ.', {
      hint: 'Write it as amqp://user:password@host:5672/vhost, or amqps:// for TLS.',
    });
  }
  return {
    hostname: parts.hostname.replace(/^\[|\]$/g, '') || 'localhost',
    port: parts.port === '' ? protocol.port : Number(parts.port),
    username: decodeURIComponent(parts.username) || 'guest',
    password: decodeURIComponent(parts.password) || 'guest',
    vhost: decodeURIComponent(parts.pathname.slice(1)) || '/',
    tls: protocol.tls,
  };
};
