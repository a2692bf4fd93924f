import { randomUUID } from 'node:crypto';
import { redisBinary, skipWithout, startRedis } from '@lineclear/testing';
import { describe, expect, it } from 'vitest';
import { parseRedisUrl } from '../../redis/address.ts';
import { redisResults } from '../../results/redis-results.ts';
import { skips, task, useRabbitmq } from './test/rig.ts';

const skipsRedis = skipWithout(redisBinary);

describe.skipIf(skips || skipsRedis)("messages of ours and of Celery's own client on RabbitMQ", () => {
  const rig = useRabbitmq();

  const withRedis = async () => {
    const redis = rig.ends(await startRedis(), (server) => server.stop());
    const results = redisResults({ address: parseRedisUrl(redis.url), now: Date.now });
    return { url: redis.url, results: rig.ends(results, (opened) => opened.close()) };
  };

  it.each(['prefork', 'solo', 'threads'] as const)(
    'are run by a %s worker, and read by both from results in Redis',
    async (pool) => {
      const { url, results } = await withRedis();
      await rig.worker({ pool, backend: url });
      const python = await rig.python({ backend: url });
      const ours = task({ args: [20, 22] });
      await rig.broker().publish({ message: ours, queue: 'celery' });
      expect(await results.wait({ taskId: ours.headers.id, timeoutMs: 20_000 })).toMatchObject({ status: 'SUCCESS', value: 42 });
      expect(await python.wait(ours.headers.id)).toMatchObject({ status: 'SUCCESS', result: 42 });
      const theirs = await python.sendTask({ name: 'tasks.add', args: [1, 2] });
      expect(await results.wait({ taskId: theirs, timeoutMs: 20_000 })).toMatchObject({ status: 'SUCCESS', value: 3 });
    },
  );

  it('carry everything that a message says', async () => {
    const { url, results } = await withRedis();
    const broker = rig.broker();
    await rig.worker({ backend: url, pool: 'prefork' });
    const long = task({ taskName: 'tasks.sleep', args: [600], hardLimitS: 1 });
    const expired = task({ expiresMs: Date.now() - 1_000 });
    const odd = task({ taskName: 'tasks.echo', args: ['日本 🚀', null, 1.5], kwargs: { deep: { list: [true] } } });
    for (const message of [long, expired, odd]) await broker.publish({ message, queue: 'celery' });
    const end = ({ headers }: typeof odd) => results.wait({ taskId: headers.id, timeoutMs: 20_000 });
    expect(await end(odd)).toMatchObject({ value: { args: ['日本 🚀', null, 1.5], kwargs: { deep: { list: [true] } } } });
    expect(await end(expired)).toMatchObject({ status: 'REVOKED' });
    expect(await end(long)).toMatchObject({ status: 'FAILURE', error: { type: 'TimeLimitExceeded' } });
  });

  it('are found behind one with a header that the driver does not know', async () => {
    const python = await rig.python();
    const broker = rig.broker();
    const queue = await rig.queue();
    const headers = { sent_at_ms: 1_800_000_000_000 };
    const odd = await python.sendTask({ name: 'tasks.add', args: [1, 2], options: { queue, headers } });
    await broker.publish({ message: task({ taskId: 'behind' }), queue });
    expect((await broker.peek({ queue, offset: 0, limit: 10 })).items.map((item) => item.task?.taskId)).toEqual([odd, 'behind']);
    expect((await broker.find({ queue, taskIds: ['behind'] })).found.get('behind')?.position).toBe(1);
    expect(await broker.remove({ queue, taskId: odd })).toBe(true);
    expect(await broker.queue({ name: queue })).toMatchObject({ ready: 1 });
  });

  it("show tasks of Celery's client while they wait, and take one away", async () => {
    const python = await rig.python();
    const broker = rig.broker();
    const queue = await rig.queue();
    const options = { queue, priority: 4, task_id: randomUUID(), expires: 3_600 };
    const kept = await python.sendTask({ name: 'tasks.add', args: [1, 2], options: { queue } });
    const gone = await python.sendTask({ name: 'tasks.echo', args: ['x'], kwargs: { y: 2 ** 53 }, options });
    const { items, total } = await broker.peek({ queue, offset: 0, limit: 10 });
    expect(total).toBe(2);
    expect(items.map((item) => item.task?.taskId)).toEqual([kept, gone]);
    expect(items[1]?.task).toMatchObject({
      taskName: 'tasks.echo',
      priority: 4,
      retries: 0,
      expiresMs: expect.any(Number),
      body: { readable: true, args: ['x'], kwargs: { y: 2n ** 53n } },
    });
    expect(await broker.remove({ queue, taskId: gone })).toBe(true);
    expect((await broker.find({ queue, taskIds: [kept, gone] })).found.size).toBe(1);
  });

  it('run all but the removed one, each once, after many looks', async () => {
    const { url, results } = await withRedis();
    const broker = rig.broker();
    await rig.queue({ name: 'looked-at' });
    const messages = Array.from({ length: 20 }, (_, index) => task({ args: [index, 0] }));
    for (const message of messages) await broker.publish({ message, queue: 'looked-at' });
    const taskIds = messages.map(({ headers }) => headers.id);
    for (let look = 0; look < 5; look += 1) await broker.find({ queue: 'looked-at', taskIds });
    const removed = taskIds[7] ?? '';
    expect(await broker.remove({ queue: 'looked-at', taskId: removed })).toBe(true);
    const settings = { task_queues: undefined, task_create_missing_queues: true };
    const worker = await rig.worker({ backend: url, queues: ['looked-at'], settings });
    for (const taskId of taskIds.filter((id) => id !== removed)) await results.wait({ taskId, timeoutMs: 20_000 });
    await expect.poll(() => worker.log().match(/Task tasks\.add\[[^\]]+\] received/g)).toHaveLength(19);
    expect(worker.log()).not.toContain(removed);
  });

  it('run once each while others look at the queue all the time', async () => {
    const { url, results } = await withRedis();
    const broker = rig.broker();
    const worker = await rig.worker({ backend: url, pool: 'prefork', options: ['--prefetch-multiplier=1'] });
    const messages = Array.from({ length: 150 }, (_, index) => task({ args: [index, 0] }));
    const taskIds = messages.map(({ headers }) => headers.id);
    const last = taskIds.at(-1) ?? '';
    for (const message of messages) await broker.publish({ message, queue: 'celery' });
    while ((await results.read({ taskId: last })) === undefined) await broker.find({ queue: 'celery', taskIds: [last] });
    for (const taskId of taskIds) await results.wait({ taskId, timeoutMs: 20_000 });
    await expect.poll(() => worker.log().match(/Task tasks\.add\[[^\]]+\] received/g)).toHaveLength(150);
    expect(await broker.queue({ name: 'celery' })).toMatchObject({ ready: 0, consumers: 1 });
  });
});
