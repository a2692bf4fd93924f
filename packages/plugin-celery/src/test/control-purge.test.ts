import { redisBinary, skipWithout } from '@lineclear/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startControl } from './control-rig.ts';
import type { RedisRig } from './redis-rig.ts';
import { message, startRedisRig } from './redis-rig.ts';

describe.skipIf(skipWithout(redisBinary))('queue_purge', () => {
  let rig: RedisRig;

  beforeAll(async () => {
    rig = await startRedisRig();
  });
  beforeEach(() => rig.link.send(['FLUSHDB']));
  afterAll(() => rig.close());

  const start = () => startControl({ settings: { broker: rig.url } });
  const fill = async (count: number) => {
    const broker = rig.broker();
    for (let sent = 0; sent < count; sent += 1) await broker.publish({ message: message(), queue: 'celery' });
  };
  const waiting = async () => (await rig.broker().queue({ name: 'celery' }))?.ready ?? 0;

  test('says what waits, deletes all of it and says how much that was', async () => {
    await fill(7);
    const { confirm } = await start();
    const { preview, result } = await confirm('queue_purge', { queue: 'celery' });
    expect(preview).toMatchObject({
      description: 'Delete all 7 waiting tasks of the queue "celery" (test).',
      risk: 'destructive',
      before: { waiting: 7, next: Array.from({ length: 5 }, () => ({ task_id: expect.any(String), task_name: 'tasks.add' })) },
    });
    expect(result).toEqual({ queue: 'celery', removed: 7, waiting_now: 0 });
    expect(await waiting()).toBe(0);
  });

  test('goes on when a few tasks came or went, and stops when the queue is another one', async () => {
    await fill(3);
    const { previewTool, callTool } = await start();
    await previewTool('queue_purge', { queue: 'celery' });
    await fill(2);
    expect(await callTool('queue_purge', { queue: 'celery', confirm: true })).toMatchObject({ result: { removed: 5 } });
    await fill(3);
    await previewTool('queue_purge', { queue: 'celery' });
    await fill(20);
    await expect(callTool('queue_purge', { queue: 'celery', confirm: true })).rejects.toMatchObject({ code: 'stale' });
    expect(await waiting()).toBe(23);
  });

  test('refuses an empty queue, an unknown one and a list that is none of Celery', async () => {
    const { callTool } = await start();
    await expect(callTool('queue_purge', { queue: 'celery' })).rejects.toMatchObject({ code: 'not_found' });
    await rig.link.send(['SADD', '_kombu.binding.celery', 'celery\u0006\u0016\u0006\u0016celery']);
    await expect(callTool('queue_purge', { queue: 'celery' })).rejects.toMatchObject({ details: { reason: 'queue_empty' } });
    await rig.link.send(['LPUSH', 'orders', '{"order":1}']);
    await expect(callTool('queue_purge', { queue: 'orders' })).rejects.toMatchObject({ details: { reason: 'queue_unknown' } });
    expect(await rig.link.send(['LLEN', 'orders'])).toBe(1);
  });
});
