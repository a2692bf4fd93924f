import type { Effect } from '@lineclear/core/plugin';
import type { Cancellable } from '../broker/broker.ts';
import { cancelled } from '../broker/cancelled.ts';
import type { RedisAddress } from './address.ts';
import type { RedisConnection } from './driver.ts';
import { openConnection } from './driver.ts';
import { timedOut, toLineclearError, unreachable } from './failure.ts';
import type { RedisReply } from './reply.ts';

export type RedisCommand = readonly string[];

export interface SendOptions extends Cancellable {
  /** Milliseconds; 10,000 when absent. */
  readonly timeoutMs?: number;
}

/**
 * One connection to Redis, opened at the first command and again after it was lost. Commands sent in one turn of the event loop
 * travel together, in order. Every failure is a LineclearError.
 */
export class RedisLink {
  readonly address: RedisAddress;
  #connection: Promise<RedisConnection> | undefined;
  #isClosed = false;

  constructor(address: RedisAddress) {
    this.address = address;
  }

  /** Opens the connection where it is not open yet. */
  async open({ signal }: Cancellable = {}): Promise<void> {
    await orAborted({ promise: this.#open(), signal, effect: 'none' });
  }

  async send(command: RedisCommand, { signal, timeoutMs = 10_000 }: SendOptions = {}): Promise<RedisReply> {
    if (signal?.aborted === true) throw cancelled({ signal, effect: 'none' });
    const connection = await orAborted({ promise: this.#open(), signal, effect: 'none' });
    const running = connection.sendCommand<RedisReply>(command).catch((error: unknown) => {
      throw toLineclearError({ error, address: this.address, command });
    });
    return orAborted({ promise: this.#orLate({ running, connection, command, timeoutMs }), signal, effect: 'unknown' });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const connection = await this.#connection?.catch(() => undefined);
    this.#connection = undefined;
    if (connection?.isOpen === true) connection.destroy();
  }

  async #orLate({
    running,
    connection,
    command,
    timeoutMs,
  }: {
    running: Promise<RedisReply>;
    connection: RedisConnection;
    command: RedisCommand;
    timeoutMs: number;
  }): Promise<RedisReply> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(timedOut({ address: this.address, command }));
        // Later answers on it would belong to nobody, and a half-open one never recovers.
        if (connection.isOpen) connection.destroy();
      }, timeoutMs);
    });
    try {
      return await Promise.race([running, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  #open(): Promise<RedisConnection> {
    const { address } = this;
    if (this.#isClosed) return Promise.reject(unreachable({ address, effect: 'none' }));
    if (this.#connection !== undefined) return this.#connection;
    const forget = () => {
      if (this.#connection === opening) this.#connection = undefined;
    };
    const opening: Promise<RedisConnection> = openConnection({ address, onEnd: forget }).catch((error: unknown) => {
      forget();
      throw toLineclearError({ error, address, command: undefined });
    });
    this.#connection = opening;
    return opening;
  }
}

/** Gives the caller up when its signal fires; what was sent runs on. */
const orAborted = async <Value>({
  promise,
  signal,
  effect,
}: {
  promise: Promise<Value>;
  signal: AbortSignal | undefined;
  effect: Effect;
}): Promise<Value> => {
  if (signal === undefined) return promise;
  let stop: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(cancelled({ signal, effect }));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    if (stop !== undefined) signal.removeEventListener('abort', stop);
  }
};
