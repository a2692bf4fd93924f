import { redisBinary, skipWithout, startRedis } from '@lineclear/testing';
import { type PythonClient, pythonClient } from '@lineclear/testing/celery';
import { afterAll, beforeAll, describe } from 'vitest';
import { skips, useRabbitmq } from '../broker/rabbitmq/test/rig.ts';
import { testRows } from './interop-rows.ts';
import { type Pool, startInteropWorld } from './interop-world.ts';

describe.skipIf([skips, skipWithout(redisBinary)].includes(true))("our tools and Celery's own client on RabbitMQ", () => {
  const rig = useRabbitmq();
  let python: PythonClient;
  let redis: Awaited<ReturnType<typeof startRedis>>;
  beforeAll(async () => {
    redis = await startRedis();
    python = await pythonClient({ broker: rig.server().url, backend: redis.url });
  });
  afterAll(async () => {
    await python?.stop();
    await redis.stop();
  });
  const open = (pool: Pool) => {
    const { url, managementUrl } = rig.server();
    return startInteropWorld({
      pool,
      queue: `row-${pool}`,
      python,
      broker: url,
      backend: redis.url,
      settings: { management_url: managementUrl },
    });
  };

  testRows(open);
});
