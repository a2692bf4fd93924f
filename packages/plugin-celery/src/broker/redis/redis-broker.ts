import { LineclearError } from '@lineclear/core/plugin';
import type { RedisAddress } from '../../redis/address.ts';
import { withEffectOf, withoutEffect } from '../../redis/failure.ts';
import { RedisLink } from '../../redis/link.ts';
import { asNumber, asText, asTexts } from '../../redis/reply.ts';
import { RedisSubscriber } from '../../redis/subscriber.ts';
import type { BrokerPort, Cancellable } from '../broker.ts';
import { bindQueue } from './bind-queue.ts';
import { toEnvelope } from './envelope.ts';
import { openEventStream } from './event-stream.ts';
import { readHeld } from './held.ts';
import { inferLayout } from './infer-layout.ts';
import type { RedisLayout } from './layout.ts';
import { bindingKey, defaultSeparator, defaultSteps, fanoutChannel, queueKey, queueKeys } from './layout.ts';
import { listQueues, readQueue } from './queues.ts';
import { RemoteControl, workerNames } from './remote-control.ts';
import { findWaiting, peekWaiting } from './waiting.ts';

/** What Celery's settings say about this broker; everything that is absent is inferred or the default. */
export interface RedisBrokerOptions {
  readonly address: RedisAddress;
  /** `broker_transport_options.global_keyprefix`. */
  readonly keyPrefix?: string | undefined;
  /** `broker_transport_options.sep`. */
  readonly separator?: string | undefined;
  /** `broker_transport_options.priority_steps`. */
  readonly prioritySteps?: readonly number[] | undefined;
  /** `broker_transport_options.visibility_timeout`, in seconds. */
  readonly visibilityTimeoutS?: number | undefined;
  /** `control_exchange`. */
  readonly controlExchange?: string | undefined;
  /** `event_exchange`. */
  readonly eventExchange?: string | undefined;
  readonly now: () => number;
  readonly randomId: () => string;
}

/** Celery's Redis broker, spoken to directly. Opens nothing before the first call and recovers by itself from a Redis that restarts. */
export const redisBroker = (options: RedisBrokerOptions): BrokerPort => {
  const { address, now, randomId } = options;
  const link = new RedisLink(address);
  const subscriber = new RedisSubscriber(address);
  const remote = new RemoteControl({ link, now, randomId });
  const layoutOf = layoutReader({ link, options });
  return {
    kind: 'redis',
    health: async ({ signal } = {}) => {
      const info = asText(await link.send(['INFO'], { signal }));
      const field = (name: string) => new RegExp(`^${name}:(.*?)\r?$`, 'm').exec(info)?.[1];
      const details = ['maxmemory_policy', 'used_memory_human', 'role'].flatMap((name) => {
        const value = field(name);
        return value === undefined ? [] : [[name, value] as const];
      });
      return { version: field('redis_version'), details: Object.fromEntries(details) };
    },
    queues: async ({ signal } = {}) => listQueues({ link, layout: await layoutOf({ signal }), signal }),
    queue: async ({ name, signal }) => readQueue({ link, layout: await layoutOf({ signal }), name, signal }),
    peek: async ({ signal, ...page }) => peekWaiting({ link, layout: await layoutOf({ signal }), signal, ...page }),
    find: async ({ signal, ...query }) => {
      const { found, total } = await findWaiting({ link, layout: await layoutOf({ signal }), signal, ...query });
      return { found: new Map([...found].map(([taskId, { item }]) => [taskId, item])), total };
    },
    held: async ({ signal } = {}) =>
      readHeld({ link, layout: await layoutOf({ signal }), visibilityTimeoutS: options.visibilityTimeoutS ?? 3_600, signal }),
    workerNames: async ({ signal } = {}) => {
      const layout = await layoutOf({ signal });
      const key = bindingKey({ prefix: layout.prefix, exchange: `${layout.controlExchange}.pidbox` });
      return workerNames({ members: asTexts(await link.send(['SMEMBERS', key], { signal })), layout });
    },
    inspect: async (query) => remote.broadcast({ layout: await layoutOf(query), ...query }),
    control: async (order) => remote.broadcast({ layout: await layoutOf(order), ...order }),
    events: async ({ onEvent, onGap }) => {
      const layout = await layoutOf({});
      const channel = fanoutChannel({ layout, exchange: layout.eventExchange, routingKey: '*' });
      return openEventStream({ subscriber, channel, onEvent, onGap });
    },
    publish: async ({ message, queue, signal }) => {
      const layout = await layoutOf({ signal });
      const key = queueKey({ layout, queue, priority: message.priority ?? 0 });
      const sent = link.send(['LPUSH', key, toEnvelope({ message, queue, deliveryTag: randomId() })], { signal });
      // On its way together, so that nobody waits for it.
      await Promise.all([sent, bindQueue({ link, layout, queue, signal })]);
    },
    remove: async ({ queue, taskId, signal }) => {
      const layout = await layoutOf({ signal });
      const { found } = await withoutEffect(findWaiting({ link, layout, queue, taskIds: [taskId], signal }));
      const place = found.get(taskId);
      if (place === undefined) return false;
      // Searched from the tail: that is the copy which would run first.
      return asNumber(await link.send(['LREM', place.key, '-1', place.text], { signal })) > 0;
    },
    purge: async ({ queue, signal }) => {
      const keys = queueKeys({ layout: await layoutOf({ signal }), queue });
      // Sent together, so that hardly anything is taken between the count and the end. No transaction: fewer rules for an ACL.
      const counts = keys.map(async (key) => asNumber(await link.send(['LLEN', key], { signal })));
      const deletion = link.send(['DEL', ...keys], { signal });
      const [waiting] = await withEffectOf({ steps: Promise.all([Promise.all(counts), deletion]), change: deletion });
      return waiting.reduce((sum, count) => sum + count, 0);
    },
    close: async () => {
      await Promise.all([remote.close(), subscriber.close()]);
      await link.close();
    },
  };
};

/** The layout, read off the broker once a worker has been there; until then it is asked for again. */
const layoutReader = ({ link, options }: { link: RedisLink; options: RedisBrokerOptions }) => {
  const { keyPrefix, separator, prioritySteps = defaultSteps, controlExchange = 'celery', eventExchange = 'celeryev' } = options;
  if (!prioritySteps.includes(0)) {
    throw new LineclearError('invalid_input', 'The priority steps of the broker do not begin with 0.', {
      hint: 'Copy priority_steps from the broker_transport_options of the workers.',
    });
  }
  const { database } = link.address;
  const toLayout = (inferred: { prefix: string; separator: string }): RedisLayout => ({
    prefix: keyPrefix ?? inferred.prefix,
    separator: separator ?? inferred.separator,
    steps: prioritySteps.toSorted((one, other) => one - other),
    database,
    controlExchange,
    eventExchange,
  });
  let known: RedisLayout | undefined;
  return async ({ signal }: Cancellable): Promise<RedisLayout> => {
    if (known !== undefined) return known;
    const isGiven = keyPrefix !== undefined && separator !== undefined;
    const inferred = isGiven
      ? { prefix: keyPrefix, separator }
      : await withoutEffect(inferLayout({ link, controlExchange, keyPrefix, signal }));
    if (inferred === undefined) return toLayout({ prefix: '', separator: defaultSeparator });
    known = toLayout(inferred);
    return known;
  };
};
