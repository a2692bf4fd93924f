import { redisBinary, skipWithout, startRedis } from '@lineclear/testing';
import { type PythonClient, pythonClient, skipWithoutCelery } from '@lineclear/testing/celery';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { sentByCelery, startedHere } from './interop-row.ts';
import { type Pool, startInteropWorld } from './interop-world.ts';

const pools: readonly Pool[] = ['prefork', 'solo', 'threads'];

describe.skipIf([skipWithout(redisBinary), skipWithoutCelery()].includes(true))(
  "our tools and Celery's own client on Redis",
  () => {
    let python: PythonClient;
    let redis: Awaited<ReturnType<typeof startRedis>>;
    beforeAll(async () => {
      redis = await startRedis();
      python = await pythonClient({ broker: redis.url, backend: redis.url });
    });
    afterAll(async () => {
      await python?.stop();
      await redis.stop();
    });
    const open = (pool: Pool) => startInteropWorld({ pool, queue: `row-${pool}`, python, broker: redis.url, backend: redis.url });

    test.each(pools)('%s: what is sent there is read here, and what is started here is read there', async (pool) => {
      const world = await open(pool);
      await sentByCelery(world);
      await startedHere(world);
    });
  },
);
