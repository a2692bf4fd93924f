import { mapConcurrently } from '@lineclear/core/plugin';
import { orNotOurs } from '../../redis/failure.ts';
import type { RedisLink } from '../../redis/link.ts';
import { asNumber, asTexts } from '../../redis/reply.ts';
import type { Cancellable, QueueInfo } from '../broker.ts';
import type { RedisLayout } from './layout.ts';
import { bindingKey } from './layout.ts';
import { scanKeys } from './scan-keys.ts';
import { countWaiting } from './waiting.ts';

/** Queues that are looked at together; each takes some ten commands. */
const batch = 50;

/**
 * Every queue that somebody bound to an exchange, which workers and Celery's clients do. `complete` is false when the keyspace was
 * too large to be searched to its end.
 */
export const listQueues = async ({
  link,
  layout,
  signal,
}: { link: RedisLink; layout: RedisLayout } & Cancellable): Promise<{ queues: readonly QueueInfo[]; complete: boolean }> => {
  const before = bindingKey({ prefix: layout.prefix, exchange: '' });
  const keys = scanKeys({ link, match: `${before.replace(/[\\*?[\]]/g, '\\$&')}*`, signal });
  const bindings = new Set<string>();
  let next = await keys.next();
  for (; next.done !== true; next = await keys.next()) {
    if (!isInternal({ exchange: next.value.slice(before.length), layout })) bindings.add(next.value);
  }
  const members = await mapConcurrently({
    items: [...bindings],
    concurrency: batch,
    run: async (key) => asTexts(await orNotOurs({ step: link.send(['SMEMBERS', key], { signal }), instead: [] })),
  });
  const names = new Set(members.flat().map((member) => member.split(layout.separator).at(-1) ?? member));
  const queues = await mapConcurrently({
    items: [...names].toSorted(),
    concurrency: batch,
    run: (name) => toInfo({ link, layout, name, signal }),
  });
  return { queues, complete: next.value.complete };
};

/** One queue; undefined when it is bound to no exchange and holds no message. */
export const readQueue = async ({
  link,
  layout,
  name,
  signal,
}: { link: RedisLink; layout: RedisLayout; name: string } & Cancellable): Promise<QueueInfo | undefined> => {
  const [info, isBound] = await Promise.all([
    toInfo({ link, layout, name, signal }),
    link.send(['EXISTS', bindingKey({ prefix: layout.prefix, exchange: name })], { signal }),
  ]);
  if (info.ready > 0 || asNumber(isBound) > 0) return info;
  // Most queues are bound to the exchange of their own name; only for others the keyspace is searched.
  const { queues } = await listQueues({ link, layout, signal });
  return queues.find((queue) => queue.name === name);
};

const toInfo = async (place: { link: RedisLink; layout: RedisLayout; name: string } & Cancellable): Promise<QueueInfo> => {
  const lists = await countWaiting({ ...place, queue: place.name });
  return {
    name: place.name,
    ready: lists.reduce((sum, { count }) => sum + count, 0),
    unacknowledged: undefined,
    consumers: undefined,
    maxPriority: undefined,
  };
};

// The exchanges of remote control, its answers and events are none of an application's.
const isInternal = ({ exchange, layout }: { exchange: string; layout: RedisLayout }): boolean =>
  exchange.endsWith('.pidbox') || exchange === layout.eventExchange;
