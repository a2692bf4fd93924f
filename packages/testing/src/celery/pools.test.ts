import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { skipWithout } from '../services/binary.ts';
import { rabbitmqBinary, startRabbitmq } from '../services/rabbitmq.ts';
import { redisBinary, startRedis } from '../services/redis.ts';
import { pythonClient } from './client.ts';
import { skipWithoutCelery } from './installed.ts';
import type { CeleryWorkerOptions } from './worker.ts';
import { startCeleryWorker } from './worker.ts';

const pools = ['prefork', 'solo', 'threads'] as const;
const children = { prefork: 2, solo: 0, threads: 0 };
const withoutCelery = skipWithoutCelery();

const works = async (options: CeleryWorkerOptions): Promise<void> => {
  const [worker, client] = await Promise.all([startCeleryWorker(options), pythonClient(options)]);
  onTestFinished(() => worker.stop());
  onTestFinished(() => client.stop());
  expect(await worker.children()).toHaveLength(children[options.pool]);
  expect(await client.wait(await client.sendTask({ name: 'tasks.add', args: [20, 22] }))).toEqual({
    status: 'SUCCESS',
    result: 42,
    traceback: null,
  });
  expect(await client.inspect({ method: 'ping', timeoutS: 0.5 })).toEqual({ [worker.name]: { ok: 'pong' } });
};

describe.skipIf(skipWithout(redisBinary) || withoutCelery)('on Redis', () => {
  let redis: Awaited<ReturnType<typeof startRedis>>;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());

  test.for(pools)('a %s worker runs a task of Celery and answers it', (pool) =>
    works({ broker: `${redis.url}/${pools.indexOf(pool)}`, backend: `${redis.url}/${pools.indexOf(pool)}`, pool }),
  );
});

describe.skipIf(skipWithout(rabbitmqBinary) || withoutCelery)('on RabbitMQ', () => {
  let rabbitmq: Awaited<ReturnType<typeof startRabbitmq>>;
  beforeAll(async () => {
    rabbitmq = await startRabbitmq();
  }, 120_000);
  afterAll(() => rabbitmq.stop());

  test.for(pools)('a %s worker runs a task of Celery and answers it', (pool) =>
    works({ broker: rabbitmq.url, backend: 'rpc://', pool }),
  );
});
