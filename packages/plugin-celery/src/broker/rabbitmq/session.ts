import { LineclearError } from '@lineclear/core/plugin';
import type { Channel, Connection } from 'rabbitmq-client';
import type { Cancellable } from '../broker.ts';
import type { RabbitmqAddress } from './address.ts';
import { parseRabbitmqUrl } from './address.ts';
import { toBrokerError } from './broker-error.ts';
import type { ReadingSessionOptions } from './reading/reading-session.ts';
import { ReadingSession } from './reading/reading-session.ts';
import { within } from './within.ts';

export interface SessionOptions {
  /** `amqp://user:password@host:port/vhost`, or `amqps:` for TLS. */
  readonly url: string;
  /** The longest wait for a connection; 5,000 when absent. */
  readonly connectTimeoutMs?: number | undefined;
  /** The longest wait for the broker's answer to one request; 10,000 when absent. */
  readonly answerTimeoutMs?: number | undefined;
}

/**
 * The connection to RabbitMQ: opened when it is first needed, and again by the next call after it was lost. A refused connection is
 * not tried again in the background, so that every caller is told why and a wrong password locks nobody out.
 */
export class RabbitmqSession {
  readonly answerTimeoutMs: number;
  readonly #options: SessionOptions;
  readonly #address: RabbitmqAddress;
  readonly #connectTimeoutMs: number;
  #connection: Promise<Connection> | undefined;
  #isClosed = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#address = parseRabbitmqUrl(options.url);
    this.#connectTimeoutMs = options.connectTimeoutMs ?? 5_000;
    this.answerTimeoutMs = options.answerTimeoutMs ?? 10_000;
  }

  /** Another connection to the same broker. */
  sibling(): RabbitmqSession {
    return new RabbitmqSession(this.#options);
  }

  /** A connection to the same broker that only looks at queues. */
  reading(options: Pick<ReadingSessionOptions, 'idleMs'> = {}): ReadingSession {
    const { answerTimeoutMs } = this;
    return new ReadingSession({ address: this.#address, connectTimeoutMs: this.#connectTimeoutMs, answerTimeoutMs, ...options });
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  get vhost(): string {
    return this.#address.vhost;
  }

  /** False while the broker takes no messages because its memory or disk is nearly full. */
  async isTakingMessages({ signal }: Cancellable = {}): Promise<boolean> {
    const connection = await within({ work: () => this.#connect(), timeoutMs: this.answerTimeoutMs, signal });
    return connection.ready;
  }

  /** A channel that the caller closes. It closes by itself with the connection, and when the broker refuses a request on it. */
  async channel({ signal }: Cancellable = {}): Promise<Channel> {
    return within({ work: () => this.#open(), timeoutMs: this.answerTimeoutMs, signal });
  }

  /** Does work on a channel of its own. Whatever it still holds is given back when the channel closes. */
  async use<T>(
    { signal, timeoutMs = this.answerTimeoutMs }: Cancellable & { readonly timeoutMs?: number },
    work: (channel: Channel) => Promise<T>,
  ): Promise<T> {
    const channel = await this.channel({ signal });
    try {
      return await within({ work: () => work(channel), timeoutMs, signal });
    } catch (error) {
      throw toBrokerError(error);
    } finally {
      // Not awaited: a broker that is gone would never say that it closed.
      void channel.close();
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const connection = await this.#connection?.catch(() => undefined);
    this.#connection = undefined;
    connection?.unsafeDestroy();
  }

  async #open(): Promise<Channel> {
    try {
      const channel = await (await this.#connect()).acquire({ emitErrorsFromChannel: true });
      // What fails is told to whoever asked; an error event without a listener would end the process.
      channel.on('error', () => undefined);
      return channel;
    } catch (error) {
      throw toBrokerError(error, { effect: 'none' });
    }
  }

  async #connect(): Promise<Connection> {
    if (this.#isClosed) throw new LineclearError('unreachable', 'The connection to RabbitMQ was closed.', { effect: 'none' });
    if (this.#connection === undefined) {
      const dialing = this.#dial(() => {
        if (this.#connection === dialing) this.#connection = undefined;
      });
      this.#connection = dialing;
    }
    return this.#connection;
  }

  async #dial(forget: () => void): Promise<Connection> {
    try {
      const { Connection } = await import('rabbitmq-client');
      const connection = new Connection({
        ...this.#address,
        connectionName: 'lineclear',
        connectionTimeout: this.#connectTimeoutMs,
        heartbeat: 10,
        noDelay: true,
      });
      connection.once('error', () => {
        // The driver would go on trying, with the same password, until the end of the process.
        connection.unsafeDestroy();
        forget();
      });
      await opened(connection);
      return connection;
    } catch (error) {
      forget();
      throw toBrokerError(error, { effect: 'none' });
    }
  }
}

const opened = (connection: Connection): Promise<void> =>
  new Promise((resolve, reject) => {
    connection.once('connection', resolve);
    connection.on('error', reject);
  });
