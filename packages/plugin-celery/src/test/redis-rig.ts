import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { startRedis } from '@lineclear/testing';
import type { CelerySettings, CeleryWorker, CeleryWorkerOptions, PythonClient } from '@lineclear/testing/celery';
import { pythonClient, startCeleryWorker } from '@lineclear/testing/celery';
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
      const deadline = performance.now() + 5_000;
      while ((await listeners(link)) <= before && performance.now() < deadline) await sleep(5);
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

/** Connections that are subscribed to something. */
const listeners = async (link: RedisLink): Promise<number> =>
  asText(await link.send(['CLIENT', 'LIST', 'TYPE', 'pubsub']))
    .split('\n')
    .filter((line) => line.includes(' psub=')).length;

/** A message with the least that a test has to say. */
export const message = (order: Partial<TaskOrder> = {}) =>
  buildTaskMessage({ taskName: 'tasks.add', taskId: randomUUID(), args: [], kwargs: {}, origin: 'lineclear@test', ...order });
