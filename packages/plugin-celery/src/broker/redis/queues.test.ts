import { randomUUID } from 'node:crypto';
import { mapConcurrently } from '@lineclear/core/plugin';
import { redisBinary, skipWithout } from '@lineclear/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { asNumber, asTexts } from '../../redis/reply.ts';
import type { RedisRig } from '../../test/redis-rig.ts';
import { message, startRedisRig } from '../../test/redis-rig.ts';

describe.skipIf(skipWithout(redisBinary))('the queues of Redis', () => {
  let rig: RedisRig;
  beforeAll(async () => {
    rig = await startRedisRig();
  });
  afterAll(() => rig.close());
  beforeEach(async () => {
    await rig.link.send(['FLUSHALL']);
  });

  const publishMany = async (ids: readonly string[], priority?: number) => {
    const broker = rig.broker();
    for (const taskId of ids) await broker.publish({ message: message({ taskId, args: [taskId], priority }), queue: 'celery' });
    return broker;
  };

  test('shows waiting messages oldest first, stronger priority before weaker', async () => {
    await publishMany(['low-1', 'low-2'], 9);
    await publishMany(['normal-1'], 4);
    const broker = await publishMany(['high-1', 'high-2']);
    const page = await broker.peek({ queue: 'celery', offset: 1, limit: 3 });
    expect(page.total).toBe(5);
    expect(page.items.map(({ position, task }) => [position, task?.taskId])).toEqual([
      [1, 'high-2'],
      [2, 'normal-1'],
      [3, 'low-1'],
    ]);
    expect(await rig.link.send(['LLEN', 'celery\u0006\u00163'])).toBe(1);
    expect(await broker.queue({ name: 'celery' })).toMatchObject({ ready: 5 });
  });

  test('pages through a queue without a gap or a repetition', async () => {
    const ids = Array.from({ length: 25 }, (_, index) => `task-${index}`);
    const broker = await publishMany(ids);
    const seen: (string | undefined)[] = [];
    for (let offset = 0; offset < 30; offset += 7) {
      const { items } = await broker.peek({ queue: 'celery', offset, limit: 7 });
      seen.push(...items.map(({ task }) => task?.taskId));
    }
    expect(seen).toEqual(ids);
  });

  test('finds a task among ten thousand and takes out exactly this one', async () => {
    const ids = Array.from({ length: 10_000 }, () => randomUUID());
    const broker = rig.broker();
    // Not all at once: on a busy machine the last ones would wait for longer than a command may.
    await mapConcurrently({
      items: ids,
      concurrency: 500,
      run: (taskId) => broker.publish({ message: message({ taskId }), queue: 'celery' }),
    });
    const wanted = [ids[0] ?? '', ids[5_555] ?? '', ids[9_999] ?? '', 'not-there'];
    const { found, total } = await broker.find({ queue: 'celery', taskIds: wanted });
    expect(total).toBe(10_000);
    expect(wanted.map((id) => found.get(id)?.position)).toEqual([0, 5_555, 9_999, undefined]);
    expect(await broker.remove({ queue: 'celery', taskId: ids[5_555] ?? '' })).toBe(true);
    expect(await broker.remove({ queue: 'celery', taskId: ids[5_555] ?? '' })).toBe(false);
    const left = await broker.find({ queue: 'celery', taskIds: [ids[5_554] ?? '', ids[5_555] ?? '', ids[5_556] ?? ''] });
    expect([...left.found.values()].map(({ position }) => position)).toEqual([5_555, 5_554]);
    expect(left.total).toBe(9_999);
  });

  test('is not misled by a task that names another one as its root or argument', async () => {
    const broker = rig.broker();
    await broker.publish({
      message: message({ taskId: 'child', rootId: 'parent', parentId: 'parent', args: ['parent'] }),
      queue: 'celery',
    });
    expect(await broker.remove({ queue: 'celery', taskId: 'parent' })).toBe(false);
    expect((await broker.find({ queue: 'celery', taskIds: ['parent'] })).found.size).toBe(0);
  });

  test('shows what is no task by its size and leaves it alone', async () => {
    const broker = rig.broker();
    for (const item of ['garbage', '{"body": "e30=", "headers": {}}', '[]']) await rig.link.send(['LPUSH', 'celery', item]);
    const { items } = await broker.peek({ queue: 'celery', offset: 0, limit: 10 });
    expect(items).toEqual([
      { position: 0, task: undefined, bytes: 7 },
      { position: 1, task: undefined, bytes: 31 },
      { position: 2, task: undefined, bytes: 2 },
    ]);
  });

  test('finds a task whose id JSON writes with escapes', async () => {
    const broker = rig.broker();
    const taskId = 'año "1"';
    await broker.publish({ message: message({ taskId }), queue: 'celery' });
    const [text = ''] = asTexts(await rig.link.send(['LRANGE', 'celery', '0', '0']));
    // As Python writes it.
    await rig.link.send(['LSET', 'celery', '0', text.replaceAll('ñ', String.raw`\u00f1`)]);
    expect((await broker.find({ queue: 'celery', taskIds: [taskId] })).found.size).toBe(1);
    expect(await broker.remove({ queue: 'celery', taskId })).toBe(true);
  });

  test('passes over keys of other applications that are named like queues and bindings', async () => {
    const broker = rig.broker();
    await broker.publish({ message: message({ taskId: 'here' }), queue: 'celery' });
    await rig.link.send(['SET', '_kombu.binding.cache', 'a text']);
    await rig.link.send(['SADD', '_kombu.binding.scores', 'scores\u0006\u0016\u0006\u0016scores']);
    await rig.link.send(['ZADD', 'scores', '1', 'ada']);
    const { queues } = await broker.queues();
    expect(Object.fromEntries(queues.map(({ name, ready }) => [name, ready]))).toEqual({ celery: 1, scores: 0 });
    expect((await broker.find({ queue: 'scores', taskIds: ['here'] })).found.size).toBe(0);
    expect(await broker.peek({ queue: 'scores', offset: 0, limit: 5 })).toEqual({ items: [], total: 0 });
    await expect(broker.publish({ message: message(), queue: 'scores' })).rejects.toMatchObject({
      code: 'upstream_error',
      effect: 'none',
      details: { reason: 'wrong_type' },
    });
  });

  test('purges every priority of one queue and nothing else', async () => {
    await publishMany(['a', 'b']);
    await publishMany(['c'], 9);
    const broker = rig.broker();
    await broker.publish({ message: message(), queue: 'other' });
    expect(await broker.purge({ queue: 'celery' })).toBe(3);
    expect(await broker.purge({ queue: 'celery' })).toBe(0);
    expect(await broker.queue({ name: 'other' })).toMatchObject({ ready: 1 });
  });

  test('infers key prefix and separator from the binding that a worker left', async () => {
    await rig.link.send(['SADD', 'acme:_kombu.binding.celery.pidbox', '::w1@host.celery.pidbox']);
    await rig.link.send(['SADD', 'acme:_kombu.binding.mail', 'mail::mail']);
    const broker = rig.broker();
    await broker.publish({ message: message({ priority: 9 }), queue: 'mail' });
    expect(asNumber(await rig.link.send(['LLEN', 'acme:mail:9']))).toBe(1);
    expect(await broker.workerNames()).toEqual(['w1@host']);
    expect(await broker.queues()).toMatchObject({ queues: [{ name: 'mail', ready: 1 }], complete: true });
  });

  test('does not choose between the key prefixes of several applications', async () => {
    for (const prefix of ['prod:', 'test:']) {
      await rig.link.send(['SADD', `${prefix}_kombu.binding.celery.pidbox`, '::w1@host.celery.pidbox']);
    }
    await expect(rig.broker().publish({ message: message(), queue: 'mail' })).rejects.toMatchObject({
      code: 'not_configured',
      effect: 'none',
      details: { reason: 'several_key_prefixes', prefixes: ['prod:', 'test:'] },
    });
    await rig.broker({ keyPrefix: 'test:' }).publish({ message: message({ priority: 9 }), queue: 'mail' });
    expect(await rig.link.send(['LLEN', 'test:mail:9'])).toBe(1);
  });

  test('takes the layout that is configured, and does not search for it', async () => {
    const broker = rig.broker({ keyPrefix: 'x-', separator: '|', prioritySteps: [0, 5] });
    await broker.publish({ message: message({ priority: 4 }), queue: 'mail' });
    await broker.publish({ message: message({ priority: 9 }), queue: 'mail' });
    expect(asTexts(await rig.link.send(['KEYS', '*'])).toSorted()).toEqual(['x-_kombu.binding.mail', 'x-mail', 'x-mail|5']);
  });

  test('lists a queue that no worker ever served once something was sent to it', async () => {
    const broker = rig.broker();
    await broker.publish({ message: message(), queue: 'nobody-reads-this' });
    const listed = { queues: [{ name: 'nobody-reads-this', ready: 1 }], complete: true };
    expect(await rig.broker().queues()).toMatchObject(listed);
    expect(asTexts(await rig.link.send(['SMEMBERS', '_kombu.binding.nobody-reads-this']))).toEqual([
      'nobody-reads-this\u0006\u0016\u0006\u0016nobody-reads-this',
    ]);
  });

  test('knows no queue that is neither bound nor filled', async () => {
    const broker = rig.broker();
    expect(await broker.queue({ name: 'nobody' })).toBeUndefined();
    await rig.link.send(['SADD', '_kombu.binding.empty', 'empty\u0006\u0016\u0006\u0016empty']);
    expect(await broker.queue({ name: 'empty' })).toMatchObject({ ready: 0 });
    await rig.link.send(['SADD', '_kombu.binding.tasks', 'reports\u0006\u0016\u0006\u0016reports']);
    expect(await broker.queue({ name: 'reports' })).toMatchObject({ name: 'reports', ready: 0 });
  });

  test('finds what stays while workers take and clients send', async () => {
    const ids = Array.from({ length: 3_000 }, (_, index) => `task-${index}`);
    const broker = rig.broker();
    await mapConcurrently({
      items: ids,
      concurrency: 500,
      run: (taskId) => broker.publish({ message: message({ taskId }), queue: 'celery' }),
    });
    const churn = (async () => {
      for (let taken = 0; taken < 2_000; taken += 10) {
        await rig.link.send(['RPOP', 'celery', '10']);
        await rig.link.send(['LPUSH', 'celery', 'new']);
      }
    })();
    const staying = ids.slice(2_000);
    const searches = await Promise.all(Array.from({ length: 10 }, () => broker.find({ queue: 'celery', taskIds: staying })));
    await churn;
    expect(searches.map(({ found }) => found.size)).toEqual(searches.map(() => staying.length));
  });
});
