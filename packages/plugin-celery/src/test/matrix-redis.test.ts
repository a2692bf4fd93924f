import { redisBinary, skipWithout, startRedis } from '@lineclear/testing';
import { skipWithoutCelery } from '@lineclear/testing/celery';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { byPriority, orderOf } from './matrix-order.ts';
import { findsTheRoute, losesNothing } from './matrix-routing.ts';

describe.skipIf([skipWithout(redisBinary), skipWithoutCelery()].includes(true))('ways of tasks on Redis', () => {
  let redis: Awaited<ReturnType<typeof startRedis>>;
  let database = 0;
  let url = '';
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());
  // What a test leaves in a database of its own hinders no other.
  beforeEach(() => {
    url = `${redis.url}/${(database += 1)}`;
  });

  test('a task that a bare client sends to a queue that nobody reads is found, and not repeated', () =>
    losesNothing({ broker: url, backend: url }));

  test('a task goes where the workers route it', () => findsTheRoute({ broker: url, backend: url }));

  test('tasks run in the order of their priority, oldest first, where the worker keeps to it', async () => {
    const settings = { broker_transport_options: { queue_order_strategy: 'priority' } };
    expect(await orderOf({ broker: url, worker: { settings, queues: ['prioritized'] } })).toEqual(byPriority);
  });
});
