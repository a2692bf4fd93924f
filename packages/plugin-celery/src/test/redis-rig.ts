import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { startRedis } from '@lineclear/testing';
import type { CelerySettings, CeleryWorker, CeleryWorkerOptions, PythonClient } from '@lineclear/testing/celery';
import { pythonClient, startCeleryWorker } from '@lineclear/testing/celery';
import { expect } from 'vitest';
import type { BrokerPort } from '../broker/broker.ts';
import type { RedisBrokerOptions } from '../broker/redis/redis-broker.ts';
import { redisBroker } from '../broker/redis/redis-broker.ts';
import type { TaskOrder } from '../protocol/build-message.ts';
import { buildTaskMessage } from '../protocol/build-message.ts';
import { parseRedisUrl } from '../redis/address.ts';
import { RedisLink } from '../redis/link.ts';
import { asText } from '../redis/reply.ts';
import { redisResults } from '../results/redis-results.ts';
import type { ResultPort } from '../results/results.ts';

/** A Redis of its own for a test file, and what opens ports on it. `close` ends everything. */
export interface RedisRig {
  readonly url: string;
  /** Speaks to Redis past everything under test. */
  readonly link: RedisLink;
  broker(options?: Partial<RedisBrokerOptions> & { url?: string }): BrokerPort;
  results(options?: { url?: string; keyPrefix?: string }): ResultPort;
  /** Workers and Celery's own client on this Redis; they end with it, also when a later one does not start. */
  worker(options?: Partial<CeleryWorkerOptions>): Promise<CeleryWorker>;
  python(options?: { settings?: CelerySettings }): Promise<PythonClient>;
  close(): Promise<void>;
}

export const startRedisRig = async (): Promise<RedisRig> => {
  const redis = await startRedis();
  const link = new RedisLink(parseRedisUrl(redis.url));
  const opened: { close(): Promise<void> }[] = [link];
  const claimed = new Set<string>();
  return {
    url: redis.url,
    link,
    broker: ({ url = redis.url, ...options } = {}) => {
      const port = redisBroker({ address: parseRedisUrl(url), now: Date.now, randomId: randomUUID, ...options });
      opened.push(port);
      return port;
    },
    results: ({ url = redis.url, ...options } = {}) => {
      const port = redisResults({ address: parseRedisUrl(url), now: Date.now, ...options });
      opened.push(port);
      return port;
    },
    worker: async (options = {}) => {
      const before = await listeners(link);
      const worker = await startCeleryWorker({ broker: redis.url, backend: redis.url, pool: 'prefork', ...options });
      opened.push({ close: () => worker.stop() });
      // It says that it is ready before it listens to commands; one that is frozen in between was never there.
      await untilOneMore({ link, before, claimed });
      return worker;
    },
    python: async (options = {}) => {
      const python = await pythonClient({ broker: redis.url, backend: redis.url, ...options });
      opened.push({ close: () => python.stop() });
      return python;
    },
    close: async () => {
      for (const port of opened.toReversed()) await port.close();
      await redis.stop();
    },
  };
};

/** Waits for a connection that listens and did not before, and claims it: workers that start side by side have one each. */
const untilOneMore = async ({
  link,
  before,
  claimed,
}: {
  link: RedisLink;
  before: readonly string[];
  claimed: Set<string>;
}): Promise<void> => {
  const deadline = performance.now() + 30_000;
  while (performance.now() < deadline) {
    const id = (await listeners(link)).find((one) => !before.includes(one) && !claimed.has(one));
    if (id !== undefined) {
      claimed.add(id);
      return;
    }
    await sleep(5);
  }
  throw new Error('The worker does not listen to commands.');
};

/** The ids of the connections that are subscribed to something. */
const listeners = async (link: RedisLink): Promise<readonly string[]> =>
  asText(await link.send(['CLIENT', 'LIST', 'TYPE', 'pubsub']))
    .split('\n')
    .flatMap((line) => /^id=(\d+) .* psub=/.exec(line)?.[1] ?? []);

/** Resolves once somebody listens to the record of a task. */
export const untilListening = ({ link }: Pick<RedisRig, 'link'>, taskId: string): Promise<void> => {
  const channel = `celery-task-meta-${taskId}`;
  return expect.poll(() => link.send(['PUBSUB', 'NUMSUB', channel])).toEqual([channel, 1]);
};

/** A message with the least that a test has to say. */
export const message = (order: Partial<TaskOrder> = {}) =>
  buildTaskMessage({ taskName: 'tasks.add', taskId: randomUUID(), args: [], kwargs: {}, origin: 'lineclear@test', ...order });
