import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestContext } from 'vitest';
import { skipWithout } from '../services/binary.ts';
import { rabbitmqBinary, startRabbitmq } from '../services/rabbitmq.ts';
import { redisBinary, startRedis } from '../services/redis.ts';
import { pythonClient } from './client.ts';
import { skipWithoutCelery } from './installed.ts';
import { startCeleryWorker } from './worker.ts';

const pools = ['prefork', 'solo', 'threads'] as const;
const children = { prefork: 2, solo: 0, threads: 0 };
const withoutCelery = skipWithoutCelery();

// Workers of one broker run beside each other, each with a queue of its own.
const runsTasks = async ({
  pool,
  urls,
  context: { onTestFinished },
}: {
  pool: (typeof pools)[number];
  urls: { readonly broker: string; readonly backend: string };
  context: TestContext;
}): Promise<void> => {
  const worker = await startCeleryWorker({ ...urls, pool, queues: [pool] });
  onTestFinished(() => worker.stop());
  const client = await pythonClient(urls);
  onTestFinished(() => client.stop());
  expect(await worker.children()).toHaveLength(children[pool]);
  const taskId = await client.sendTask({ name: 'tasks.add', args: [20, 22], options: { queue: pool } });
  expect(await client.wait(taskId)).toEqual({ status: 'SUCCESS', result: 42, traceback: null });
  expect(await worker.line(/succeeded/)).toContain(taskId);
  expect(await client.inspect({ method: 'ping', destination: [worker.name], replies: 1 })).toMatchObject({
    [worker.name]: { ok: 'pong' },
  });
};

describe.skipIf(skipWithout(redisBinary) || withoutCelery)('on Redis', { concurrent: true }, () => {
  let redis: Awaited<ReturnType<typeof startRedis>>;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());

  test.for(pools)('a %s worker runs a task of Celery and answers it', (pool, context) =>
    runsTasks({ pool, context, urls: { broker: redis.url, backend: redis.url } }),
  );
});

describe.skipIf(skipWithout(rabbitmqBinary) || withoutCelery)('on RabbitMQ', { concurrent: true }, () => {
  let rabbitmq: Awaited<ReturnType<typeof startRabbitmq>>;
  beforeAll(async () => {
    rabbitmq = await startRabbitmq();
  });
  afterAll(() => rabbitmq.stop());

  test.for(pools)('a %s worker runs a task of Celery and answers it', (pool, context) =>
    runsTasks({ pool, context, urls: { broker: rabbitmq.url, backend: 'rpc://' } }),
  );
});
