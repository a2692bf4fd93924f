import { setTimeout as pause } from 'node:timers/promises';
import { LineclearError } from '@lineclear/core/plugin';
import type { Cancellable } from '../../broker.ts';
import type { RabbitmqAddress } from '../address.ts';
import { toBrokerError } from '../broker-error.ts';
import { within } from '../within.ts';
import type { ReadingChannel } from './channel.ts';
import { ReadingConnection } from './connection.ts';

const longestFarewellMs = 1_000;

export interface ReadingSessionOptions {
  readonly address: RabbitmqAddress;
  readonly connectTimeoutMs: number;
  /** The longest wait for the broker's answer to one request. */
  readonly answerTimeoutMs: number;
  /** An unused connection is kept so long; a minute when absent. */
  readonly idleMs?: number | undefined;
}

/**
 * The connection for looks at queues: opened by the first one, kept for those that follow soon, and opened again after it was lost.
 * Each look has a channel of its own, so that one at a long queue keeps nobody from another queue.
 */
export class ReadingSession {
  readonly #options: ReadingSessionOptions;
  #connection: Promise<ReadingConnection> | undefined;
  #isClosed = false;
  #inUse = 0;
  #idle: NodeJS.Timeout | undefined;

  constructor(options: ReadingSessionOptions) {
    this.#options = options;
  }

  /**
   * Does work on a channel of its own. Whatever that still holds afterwards, also when the caller has left, is given back; a failure is
   * told once that is done, at most a second later.
   */
  async use<T>(
    { signal, timeoutMs = this.#options.answerTimeoutMs }: Cancellable & { readonly timeoutMs?: number },
    work: (channel: ReadingChannel) => Promise<T>,
  ): Promise<T> {
    this.#begin();
    const opening = this.#open();
    try {
      const channel = await within({ work: () => opening, timeoutMs: this.#options.answerTimeoutMs, signal });
      const done = await within({ work: () => work(channel), timeoutMs, signal });
      // Not awaited: the work itself has given back what it held.
      void givenBack(opening);
      return done;
    } catch (error) {
      await givenBack(opening);
      throw toBrokerError(error);
    } finally {
      this.#finish();
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#idle);
    await this.#hangUp();
  }

  #begin(): void {
    this.#inUse += 1;
    clearTimeout(this.#idle);
  }

  #finish(): void {
    this.#inUse -= 1;
    if (this.#inUse > 0 || this.#isClosed) return;
    this.#idle = setTimeout(() => void this.#hangUp(), this.#options.idleMs ?? 60_000);
    this.#idle.unref();
  }

  async #hangUp(): Promise<void> {
    const connection = this.#connection;
    this.#connection = undefined;
    await (await connection?.catch(() => undefined))?.close();
  }

  async #open(): Promise<ReadingChannel> {
    try {
      return await (await this.#connect()).openChannel();
    } catch (error) {
      throw toBrokerError(error, { effect: 'none' });
    }
  }

  async #connect(): Promise<ReadingConnection> {
    if (this.#isClosed) throw new LineclearError('unreachable', 'The connection to RabbitMQ was closed.', { effect: 'none' });
    if (this.#connection === undefined) {
      const { address, connectTimeoutMs } = this.#options;
      const dialing = ReadingConnection.open({
        address,
        timeoutMs: connectTimeoutMs,
        onEnd: () => {
          if (this.#connection === dialing) this.#connection = undefined;
        },
      });
      this.#connection = dialing;
    }
    return this.#connection;
  }
}

/** Closes the channel, and waits a moment for it: the next look would find the queue empty. A broker that is gone would never say that it closed. */
const givenBack = async (opening: Promise<ReadingChannel>): Promise<void> => {
  const closed = opening.then((channel) => channel.close()).catch(() => undefined);
  await Promise.race([closed, pause(longestFarewellMs, undefined, { ref: false })]);
};
