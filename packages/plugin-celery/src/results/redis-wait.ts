import { isDeepStrictEqual } from 'node:util';
import { LineclearError } from '@lineclear/core/plugin';
import { cancelled } from '../broker/cancelled.ts';
import type { RedisSubscriber } from '../redis/subscriber.ts';
import type { ResultRead, TaskResult } from './results.ts';

/** Milliseconds between looks while Redis tells us of changes, and while it does not. */
const listeningPollMs = 2_000;
const blindPollMs = 250;
/** Milliseconds that one look may take, and what the last one may take after the time is over. */
const lookMs = 10_000;
const lastLookMs = 1_000;

export interface Wait {
  readonly subscriber: RedisSubscriber;
  readonly channel: () => Promise<string>;
  readonly read: (limit: { readonly timeoutMs: number }) => Promise<ResultRead>;
  readonly parse: (record: string) => ResultRead;
  readonly timeoutMs: number;
  readonly now: () => number;
  readonly signal: AbortSignal | undefined;
  readonly onChange: ((result: TaskResult) => void) | undefined;
  readonly onListening: (() => void) | undefined;
  readonly fail: (malformed: Extract<ResultRead, { kind: 'malformed' }>) => LineclearError;
}

/**
 * Waits for a final record: told by Redis where it may listen, and by looking now and then in any case, so that a lost message, a
 * restart of Redis or a missing channel rule only makes it slower. Rejects when Redis cannot be reached at the end.
 */
export const waitForRecord = async (wait: Wait): Promise<TaskResult | undefined> => {
  const { timeoutMs, signal, onChange, onListening, now } = wait;
  const deadlineMs = now() + timeoutMs;
  const bell = new Bell();
  const listening = new ChannelListening({ wait, bell });
  const stopClock = setTimeout(() => bell.close(), timeoutMs);
  const leave = () => bell.close();
  signal?.addEventListener('abort', leave, { once: true });
  let newest: TaskResult | undefined;
  let failure: LineclearError | undefined;
  // A Redis that is away for a moment, as in a restart, counts as one that has no record yet.
  const look = async (): Promise<ResultRead> => {
    try {
      const seen = await wait.read({ timeoutMs: Math.min(lookMs, Math.max(lastLookMs, deadlineMs - now())) });
      failure = undefined;
      return seen;
    } catch (error) {
      if (!isPassing(error)) throw error;
      failure = error;
      return { kind: 'absent' };
    }
  };
  let isToLook = false;
  try {
    for (;;) {
      const isOver = bell.isClosed;
      if (signal?.aborted === true) throw cancelled({ signal, effect: 'none' });
      const hearing = await Promise.race([listening.ensure(), bell.closed]);
      const looked = isToLook || isOver || hearing !== 'listening' ? [await look()] : [];
      // Told ones first: what is stored is newer than what is still on its way.
      for (const seen of [...listening.takeRecords(), ...looked]) {
        if (seen.kind === 'malformed') throw wait.fail(seen);
        if (seen.kind === 'absent') continue;
        if (seen.result.isFinal) return seen.result;
        if (!isSame(newest, seen.result)) onChange?.(seen.result);
        newest = seen.result;
      }
      // Not before the look: it might see the second of two records ahead of the first that is told.
      onListening?.();
      if (isOver && failure !== undefined) throw failure;
      if (isOver) return newest;
      isToLook = !(await bell.rings({ atMostMs: hearing === 'deaf' ? blindPollMs : listeningPollMs }));
    }
  } finally {
    clearTimeout(stopClock);
    signal?.removeEventListener('abort', leave);
    listening.stop();
  }
};

/** Listens to the channel of one record; `ensure` does so again after the connection was lost. */
class ChannelListening {
  readonly #wait: Wait;
  readonly #bell: Bell;
  #records: string[] = [];
  #stop: (() => void) | undefined;
  #hasStopped = false;
  #channel: string | undefined;
  #isRefused = false;

  constructor({ wait, bell }: { wait: Wait; bell: Bell }) {
    this.#wait = wait;
    this.#bell = bell;
  }

  /** `fresh`: it listens from now on, and what came before has to be looked up. */
  async ensure(): Promise<'fresh' | 'listening' | 'deaf'> {
    if (this.#isRefused) return 'deaf';
    try {
      const channel = await this.#wait.channel();
      if (this.#stop !== undefined && this.#channel === channel) return 'listening';
      this.#stop?.();
      this.#stop = await this.#wait.subscriber.subscribe({
        channel,
        isPattern: false,
        onMessage: (record) => {
          this.#records.push(record);
          this.#bell.ring();
        },
        onDrop: () => {
          this.#stop = undefined;
          this.#bell.ring();
        },
      });
      this.#channel = channel;
      if (this.#hasStopped) this.stop();
      return 'fresh';
    } catch (error) {
      // Reading works without a rule for channels.
      this.#isRefused = LineclearError.is(error) && error.code === 'forbidden';
      if (!this.#isRefused && !isPassing(error)) throw error;
      return 'deaf';
    }
  }

  takeRecords(): readonly ResultRead[] {
    const records = this.#records.map(this.#wait.parse);
    this.#records = [];
    return records;
  }

  stop(): void {
    this.#hasStopped = true;
    this.#stop?.();
    this.#stop = undefined;
  }
}

/** Wakes one sleeper; a ring while nobody sleeps is kept. */
class Bell {
  #hasRung = false;
  #wake: (() => void) | undefined;
  readonly #closing = Promise.withResolvers<'deaf'>();
  isClosed = false;

  /** Ends whatever it is raced against, once it is closed. */
  get closed(): Promise<'deaf'> {
    return this.#closing.promise;
  }

  ring(): void {
    this.#hasRung = true;
    this.#wake?.();
  }

  close(): void {
    this.isClosed = true;
    this.#closing.resolve('deaf');
    this.ring();
  }

  /** True when it rang, false when the time was over. */
  async rings({ atMostMs }: { atMostMs: number }): Promise<boolean> {
    if (!this.#hasRung && !this.isClosed) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, atMostMs);
      this.#wake = resolve;
      await promise;
      clearTimeout(timer);
      this.#wake = undefined;
    }
    const hasRung = this.#hasRung;
    this.#hasRung = false;
    return hasRung;
  }
}

const isPassing = (error: unknown): error is LineclearError =>
  LineclearError.is(error) && (error.code === 'unreachable' || error.code === 'timeout');

const isSame = (one: TaskResult | undefined, other: TaskResult): boolean =>
  one?.status === other.status && one.bytes === other.bytes && isDeepStrictEqual(one.value, other.value);
