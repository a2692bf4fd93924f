import type { RedisAddress } from './address.ts';
import type { RedisConnection } from './driver.ts';
import { openConnection } from './driver.ts';
import { toLineclearError, unreachable } from './failure.ts';

export interface Listening {
  /** A channel, or a pattern of channels with `isPattern`. */
  readonly channel: string;
  readonly isPattern: boolean;
  readonly onMessage: (text: string) => void;
  /** The connection is lost and nothing is heard any more: subscribe again. */
  readonly onDrop: () => void;
}

/** Milliseconds for a subscription to be confirmed. */
const confirmTimeoutMs = 3_000;

/** A connection that only listens; Redis allows no other commands on it. Opened at the first subscription and after a loss. */
export class RedisSubscriber {
  readonly #address: RedisAddress;
  readonly #listening = new Set<Listening>();
  #connection: Promise<RedisConnection> | undefined;
  #isClosed = false;

  constructor(address: RedisAddress) {
    this.#address = address;
  }

  /** Resolves once Redis has confirmed; yields the way to stop. */
  async subscribe(listening: Listening): Promise<() => void> {
    const { channel, isPattern, onMessage } = listening;
    const listener = (message: string) => onMessage(message);
    const connection = await this.#open();
    this.#listening.add(listening);
    // A frozen Redis confirms nothing; the connection is of no use then.
    const late = setTimeout(() => connection.destroy(), confirmTimeoutMs);
    try {
      await (isPattern ? connection.pSubscribe(channel, listener) : connection.subscribe(channel, listener));
    } catch (error) {
      this.#listening.delete(listening);
      throw toLineclearError({ error, address: this.#address, command: [isPattern ? 'PSUBSCRIBE' : 'SUBSCRIBE', channel] });
    } finally {
      clearTimeout(late);
    }
    return () => {
      if (!this.#listening.delete(listening) || !connection.isOpen) return;
      // Nobody waits for the confirmation; a connection that is lost meanwhile has forgotten the subscription as well.
      const ended = isPattern ? connection.pUnsubscribe(channel, listener) : connection.unsubscribe(channel, listener);
      ended.catch(() => undefined);
    };
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#listening.clear();
    const connection = await this.#connection?.catch(() => undefined);
    this.#connection = undefined;
    if (connection?.isOpen === true) connection.destroy();
  }

  #open(): Promise<RedisConnection> {
    const address = this.#address;
    if (this.#isClosed) return Promise.reject(unreachable({ address, effect: 'none' }));
    if (this.#connection !== undefined) return this.#connection;
    const drop = () => {
      if (this.#connection !== opening) return;
      this.#connection = undefined;
      const dropped = [...this.#listening];
      this.#listening.clear();
      for (const { onDrop } of dropped) onDrop();
    };
    const opening: Promise<RedisConnection> = openConnection({ address, onEnd: drop }).catch((error: unknown) => {
      drop();
      throw toLineclearError({ error, address, command: undefined });
    });
    this.#connection = opening;
    return opening;
  }
}
