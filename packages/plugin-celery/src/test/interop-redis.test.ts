import { redisBinary, skipWithout, startRedis } from '@lineclear/testing';
import { type PythonClient, pythonClient, skipWithoutCelery } from '@lineclear/testing/celery';
import { afterAll, beforeAll, describe } from 'vitest';
import { testRows } from './interop-rows.ts';
import { type Pool, startInteropWorld } from './interop-world.ts';

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

    testRows(open);
  },
);
