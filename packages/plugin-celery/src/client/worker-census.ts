import type { Clock } from '@lineclear/core/plugin';
import type { BrokerReader, BroadcastOptions } from '../broker/broker.ts';
import type { Replies } from '../control/command.ts';

/** How long a census stands, in milliseconds. */
const validMs = 60_000;

/**
 * Asks workers without waiting the whole time for those who answered before. RabbitMQ alone does not tell how many workers listen: once
 * a minute a question is left open for the whole time, and whoever answered it or sends heartbeats is expected afterwards.
 */
export class WorkerCensus {
  readonly #clock: Clock;
  readonly #heartbeats: () => readonly string[];
  #names: readonly string[] = [];
  #takenAtMs = Number.NEGATIVE_INFINITY;

  constructor({ clock, heartbeats }: { clock: Clock; heartbeats: () => readonly string[] }) {
    this.#clock = clock;
    this.#heartbeats = heartbeats;
  }

  async ask<Order extends BroadcastOptions>({
    order,
    send,
  }: {
    order: Order;
    send: (order: Order) => Promise<Replies>;
  }): Promise<Replies> {
    const isValid = this.#clock.now() - this.#takenAtMs < validMs;
    if (isValid) return send({ ...order, liveWorkers: [...new Set([...this.#names, ...this.#heartbeats()])] });
    const replies = await send(order);
    this.#names = replies.replies.map(({ worker }) => worker);
    this.#takenAtMs = this.#clock.now();
    return replies;
  }
}

/** A reader whose questions go through a census. */
export const withCensus = <Broker extends BrokerReader>({
  broker,
  census,
}: {
  broker: Broker;
  census: WorkerCensus;
}): Broker => ({
  ...broker,
  inspect: (order) =>
    order.command.destination === undefined
      ? census.ask({ order, send: (asked) => broker.inspect(asked) })
      : broker.inspect(order),
});
