import { collectReplies, toReplies } from '../../control/expect-replies.ts';
import type { RemoteCommand, Replies } from '../../control/command.ts';
import { withEffectOf } from '../../redis/failure.ts';
import type { RedisLink } from '../../redis/link.ts';
import type { RedisReply } from '../../redis/reply.ts';
import { asNumber, asTexts } from '../../redis/reply.ts';
import type { BroadcastOptions } from '../broker.ts';
import { cancelled } from '../cancelled.ts';
import { toControlEnvelope } from './envelope.ts';
import type { RedisLayout } from './layout.ts';
import { bindingKey, bindingMember, fanoutChannel } from './layout.ts';
import { ReplyQueue } from './reply-queue.ts';

/** Milliseconds that Redis has at least to take a command, however short the time for answers of workers is. */
const redisMs = 3_000;

/** Who can answer: the workers that are bound to remote control, and how many of them are connected. */
interface Bound {
  readonly known: number;
  /** Whoever received the command; more than that where workers share a name. */
  readonly connections: number;
  readonly boundNames: readonly string[];
}

/** Sends remote commands to workers over Redis and collects their answers in a list of its own. */
export class RemoteControl {
  readonly #link: RedisLink;
  readonly #replies: ReplyQueue;
  readonly #now: () => number;
  readonly #randomId: () => string;
  readonly #id: string;
  #cleaning: Promise<void> = Promise.resolve();

  constructor({ link, now, randomId }: { link: RedisLink; now: () => number; randomId: () => string }) {
    this.#link = link;
    this.#replies = new ReplyQueue(link.address);
    this.#now = now;
    this.#randomId = randomId;
    this.#id = randomId();
  }

  async broadcast({
    layout,
    command,
    timeoutMs,
    signal,
    liveWorkers,
  }: { layout: RedisLayout; command: RemoteCommand } & BroadcastOptions): Promise<Replies> {
    if (signal?.aborted === true) throw cancelled({ signal, effect: 'none' });
    // The time for answers is not spent on connecting.
    await Promise.all([this.#link.open({ signal }), this.#replies.open({ signal })]);
    const ticket = this.#randomId();
    const collection = collectReplies({ timeoutMs });
    const failure = Promise.withResolvers<never>();
    // It may come when nobody waits for it any more.
    failure.promise.catch(() => undefined);
    const leave = () => {
      if (signal !== undefined) failure.reject(cancelled({ signal, effect: 'unknown' }));
    };
    signal?.addEventListener('abort', leave, { once: true });
    const stopListening = this.#replies.listen({
      ticket,
      key: `${layout.prefix}${replyQueueOf({ layout, id: this.#id })}`,
      onReply: (reply) => collection.add(reply),
      onFailure: failure.reject,
    });
    try {
      const { publishing, bound } = this.#publish({ layout, command, ticket, timeoutMs, signal });
      const failing = withEffectOf({ steps: failure.promise, change: publishing });
      const sent = await Promise.race([withEffectOf({ steps: bound, change: publishing }), failing]);
      const names = command.destination ?? sent.boundNames;
      const known = command.destination === undefined ? sent.known : sent.known === 0 ? 0 : names.length;
      collection.expect(command.destination === undefined ? Math.max(known, sent.connections) : known);
      const replies = await Promise.race([collection.complete, failing]);
      // Of workers that share a name one is heard; the others count as known, so that nobody takes its answer for theirs.
      return toReplies({ replies, known: Math.max(known, replies.length + collection.repeated), names, liveWorkers });
    } finally {
      collection.end();
      stopListening();
      signal?.removeEventListener('abort', leave);
      // Nobody waits for it: the answers are in hand.
      this.#cleaning = this.#unbind(layout);
    }
  }

  async close(): Promise<void> {
    await this.#cleaning;
    await this.#replies.close();
  }

  /** All in one round trip. The number of connections that received the command tells how many answers there can be. */
  #publish({
    layout,
    command,
    ticket,
    timeoutMs,
    signal,
  }: {
    layout: RedisLayout;
    command: RemoteCommand;
    ticket: string;
    timeoutMs: number;
    signal: AbortSignal | undefined;
  }): { publishing: Promise<RedisReply>; bound: Promise<Bound> } {
    const exchange = `${layout.controlExchange}.pidbox`;
    const body = toControlEnvelope({
      command: {
        method: command.method,
        arguments: command.arguments,
        destination: command.destination ?? null,
        pattern: null,
        matcher: null,
        ticket,
        reply_to: { exchange: replyExchangeOf(layout), routing_key: this.#id },
      },
      exchange,
      deliveryTag: this.#randomId(),
      // A worker that wakes up later must not answer, and must not act on what its sender has given up.
      expiresAtS: (this.#now() + timeoutMs) / 1_000,
    });
    const options = { signal, timeoutMs: Math.max(timeoutMs, redisMs) };
    const binding = this.#link.send(['SADD', ...this.#binding(layout)], options);
    const reading = this.#link.send(['SMEMBERS', bindingKey({ prefix: layout.prefix, exchange })], options);
    const publishing = this.#link.send(['PUBLISH', fanoutChannel({ layout, exchange }), body], options);
    const bound = Promise.all([binding, reading, publishing]).then(([, members, receivers]) => {
      const boundNames = workerNames({ members: asTexts(members), layout });
      const connections = asNumber(receivers);
      // Bindings of dead workers stay, and others may listen to the channel as well: neither number alone is right.
      const known = boundNames.length === 0 ? connections : Math.min(connections, boundNames.length);
      return { known, connections, boundNames };
    });
    return { publishing, bound };
  }

  /** Leaves nothing behind: answers that come too late find no queue. */
  async #unbind(layout: RedisLayout): Promise<void> {
    if (this.#replies.isBusy) return;
    const key = `${layout.prefix}${replyQueueOf({ layout, id: this.#id })}`;
    // Without a connection there is nothing to be done.
    await Promise.all([this.#link.send(['SREM', ...this.#binding(layout)]), this.#link.send(['DEL', key])]).catch(
      () => undefined,
    );
  }

  #binding(layout: RedisLayout): readonly [key: string, member: string] {
    const queue = replyQueueOf({ layout, id: this.#id });
    return [
      bindingKey({ prefix: layout.prefix, exchange: replyExchangeOf(layout) }),
      `${this.#id}${bindingMember({ layout, queue })}`,
    ];
  }
}

/** The workers that are bound to remote control, dead ones among them. */
export const workerNames = ({ members, layout }: { members: readonly string[]; layout: RedisLayout }): readonly string[] => {
  const before = bindingMember({ layout, queue: '' });
  const after = `.${layout.controlExchange}.pidbox`;
  return members
    .filter((member) => member.startsWith(before) && member.endsWith(after))
    .map((member) => member.slice(before.length, -after.length));
};

const replyExchangeOf = ({ controlExchange }: RedisLayout): string => `reply.${controlExchange}.pidbox`;
const replyQueueOf = ({ layout, id }: { layout: RedisLayout; id: string }): string => `${id}.${replyExchangeOf(layout)}`;
