import { setTimeout as pause } from 'node:timers/promises';
import type { Cancellable } from '../broker.ts';
import { awaitDelivery } from './await-delivery.ts';
import { toBrokerError } from './broker-error.ts';
import { checkQueueName } from './queue-name.ts';
import type { ReadingChannel } from './reading/channel.ts';
import type { Delivery } from './reading/delivery.ts';
import type { ReadingSession } from './reading/reading-session.ts';

/** What becomes of a message and of the visit: go on, stop here, or take this message out for good and stop. */
export type Verdict = 'next' | 'stop' | 'take';

export interface Visit extends Cancellable {
  readonly queue: string;
  /** The most messages to hold at a time, 65,535 at most. */
  readonly limit: number;
  /** Called in the order of the queue, with 0 for the message that is served next. */
  readonly visit: (message: Delivery, position: number) => Verdict;
}

export interface Visited {
  /** Messages that waited when the visit began. */
  readonly waiting: number;
  /** Messages that were shown to `visit`. */
  readonly seen: number;
  /** Messages that were held: the broker hands out more than are wanted. */
  readonly held: number;
  /** True when the visit ended because of `limit`, with messages left that nobody looked at. */
  readonly isCut: boolean;
  /** True for a quorum queue, which counts every look as a failed delivery. False says nothing: the first look does not show it. */
  readonly isQuorum: boolean;
  readonly isTaken: boolean;
}

// Held messages cost memory here and in the broker.
const maxHeldBytes = 64 * 1024 * 1024;
const visitTimeoutMs = 30_000;

/**
 * AMQP shows a message only to whoever takes it. So this takes all of them, shows them, and gives them back: on a classic queue they
 * return to their places, marked as redelivered. Workers get none of them meanwhile; when this process dies the broker gives them
 * back by itself. Resolves when what was taken out is gone for good; the others are on their way back then: `awaitReturn`.
 */
export const visitQueue = ({
  session,
  queue,
  limit,
  visit,
  signal,
}: Visit & { readonly session: ReadingSession }): Promise<Visited> =>
  session.use({ signal, timeoutMs: visitTimeoutMs }, async (channel) => {
    checkQueueName(queue);
    const waiting = await channel.countMessages(queue);
    const holding = new Holding({ visit, limit, waiting });
    if (waiting > 0) await hold({ channel, queue, limit, holding });
    return {
      waiting,
      seen: holding.seen,
      held: holding.held,
      isCut: holding.isFull && !holding.isStopped && waiting > holding.seen,
      isQuorum: holding.isQuorum,
      isTaken: holding.taken !== undefined,
    };
  });

/**
 * Waits until the queue has its messages back, so that the next visit finds them. A classic queue has them before it answers; a
 * quorum queue only soon after, and workers may have taken some by then.
 */
export const awaitReturn = ({
  session,
  queue,
  count,
}: {
  readonly session: ReadingSession;
  readonly queue: string;
  readonly count: number;
}): Promise<void> =>
  session.use({}, async (channel) => {
    for (let attempt = 0; attempt < 20; attempt += 1) {
      if ((await channel.countMessages(queue)) >= count) return;
      await pause(5);
    }
  });

const hold = async ({
  channel,
  queue,
  limit,
  holding,
}: Pick<Visit, 'queue' | 'limit'> & { channel: ReadingChannel; holding: Holding }): Promise<void> => {
  // A limit costs the broker time with every message; it is not needed where all of them may come.
  if (holding.waiting > limit) await channel.limit(limit);
  // Served before the workers, so that none of them takes a message out of the middle.
  await channel.consume({ queue, priority: 100, onDelivery: (message) => holding.accept(message) });
  const left = () => channel.countMessages(queue);
  await awaitDelivery({ left, enough: holding.enough, delivered: () => holding.seen });
  try {
    if (holding.taken !== undefined) channel.take(holding.taken);
    // Answered after the message is gone, and when no further ones can come.
    await channel.cancel();
    if (holding.held > 0) channel.giveAllBack();
  } catch (error) {
    throw toBrokerError(error, { effect: holding.taken === undefined ? 'none' : 'unknown' });
  }
};

class Holding {
  seen = 0;
  held = 0;
  taken: number | undefined;
  isStopped = false;
  isFull = false;
  isQuorum = false;
  readonly waiting: number;
  /** Resolves once everything that waited was seen, or no more is wanted. */
  readonly enough: Promise<void>;
  readonly #visit: Visit['visit'];
  readonly #limit: number;
  readonly #end: () => void;
  #bytes = 0;

  constructor({ visit, limit, waiting }: Pick<Visit, 'visit' | 'limit'> & { waiting: number }) {
    this.#visit = visit;
    this.#limit = limit;
    this.waiting = waiting;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.enough = promise;
    this.#end = resolve;
  }

  accept(message: Delivery): void {
    this.held += 1;
    if (this.isStopped || this.isFull) return;
    this.isQuorum ||= message.isOfQuorum;
    const verdict = this.#visit(message, this.seen);
    this.seen += 1;
    this.#bytes += message.bytes;
    this.isFull = this.seen >= this.#limit || this.#bytes >= maxHeldBytes;
    this.isStopped = verdict !== 'next';
    if (verdict === 'take') this.taken = message.tag;
    if (this.isStopped || this.isFull || this.seen >= this.waiting) this.#end();
  }
}
