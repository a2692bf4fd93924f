import { LineclearError } from '@lineclear/core/plugin';
import type { AsyncMessage, Channel } from 'rabbitmq-client';
import type { Cancellable } from '../broker.ts';
import { toBrokerError } from './broker-error.ts';
import { ensureExchange } from './ensure-exchange.ts';
import type { RabbitmqSession } from './session.ts';
import { within } from './within.ts';

export interface ReplyBoxOptions {
  readonly session: RabbitmqSession;
  /** The exchange that workers send their answers to. */
  readonly exchange: string;
  /** The name under which this box is bound to it; unique among all clients. */
  readonly id: string;
}

/** Where workers answer remote commands: one queue for as long as the connection lasts, shared by all commands. */
export class ReplyBox {
  readonly #options: ReplyBoxOptions;
  readonly #waiting = new Map<string, (message: AsyncMessage) => void>();
  #channel: Promise<Channel | undefined> = Promise.resolve(undefined);

  constructor(options: ReplyBoxOptions) {
    this.#options = options;
  }

  /** Opens the box unless it is open, and waits until answers can arrive. */
  async open({ signal }: Cancellable): Promise<void> {
    const opening = this.#reopen(this.#channel);
    this.#channel = opening;
    await within({ work: () => opening, timeoutMs: this.#options.session.answerTimeoutMs, signal });
  }

  /** Hands every answer with this ticket over, until `stop`. */
  collect(ticket: string, onReply: (message: AsyncMessage) => void): { readonly stop: () => void } {
    this.#waiting.set(ticket, onReply);
    return { stop: () => this.#waiting.delete(ticket) };
  }

  /** Throws when answers were lost because the connection broke. */
  async assertOpen(): Promise<void> {
    if ((await this.#channel)?.active === true) return;
    throw new LineclearError('unreachable', 'The connection to RabbitMQ broke before all workers could answer.');
  }

  async close(): Promise<void> {
    const channel = await this.#channel.catch(() => undefined);
    void channel?.close();
  }

  async #reopen(previous: Promise<Channel | undefined>): Promise<Channel> {
    const channel = await previous.catch(() => undefined);
    return channel?.active === true ? channel : this.#setUp();
  }

  async #setUp(): Promise<Channel> {
    const { session, exchange, id } = this.#options;
    await ensureExchange({ session, exchange, type: 'direct', durable: false });
    const channel = await session.channel();
    const queue = `${id}.${exchange}`;
    try {
      await channel.queueDeclare({ queue, exclusive: true, autoDelete: true });
      await channel.queueBind({ queue, exchange, routingKey: id });
      await channel.basicConsume({ queue, noAck: true, exclusive: true }, (message) => {
        const ticket: unknown = message.headers?.['ticket'];
        if (typeof ticket === 'string') this.#waiting.get(ticket)?.(message);
      });
      return channel;
    } catch (error) {
      void channel.close();
      throw toBrokerError(error, { effect: 'none' });
    }
  }
}
