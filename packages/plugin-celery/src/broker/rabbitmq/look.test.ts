import { describe, expect, it } from 'vitest';
import { createLook } from './look.ts';
import { Sightings } from './sightings.ts';
import { skips, task, useRabbitmq } from './test/rig.ts';
import { createTurns } from './turns.ts';

describe.skipIf(skips)('looking into a queue of RabbitMQ', () => {
  const rig = useRabbitmq();

  /** A queue with tasks whose ids are given, in this order. */
  const filled = async (ids: readonly string[], declaration: { arguments?: Record<string, unknown> } = {}) => {
    const broker = rig.broker();
    const queue = await rig.queue(declaration);
    for (const taskId of ids) await broker.publish({ message: task({ taskId }), queue });
    return { broker, queue };
  };
  const idsIn = async ({ broker, queue }: Awaited<ReturnType<typeof filled>>): Promise<readonly unknown[]> =>
    (await broker.peek({ queue, offset: 0, limit: 100 })).items.map((item) => item.task?.taskId);

  it('shows a page in the order of service and leaves everything where it was', async () => {
    const place = await filled(['a', 'b', 'c', 'd']);
    const page = await place.broker.peek({ queue: place.queue, offset: 1, limit: 2 });
    expect(page.total).toBe(4);
    expect(page.items.map(({ position, task: seen }) => [position, seen?.taskId, seen?.taskName])).toEqual([
      [1, 'b', 'tasks.add'],
      [2, 'c', 'tasks.add'],
    ]);
    expect(page.items[0]?.task?.body).toMatchObject({ readable: true, args: [2, 3] });
    expect(await idsIn(place)).toEqual(['a', 'b', 'c', 'd']);
    expect(await place.broker.queue({ name: place.queue })).toMatchObject({ ready: 4, consumers: 0 });
  });

  it('says that no worker had a task only until somebody looked', async () => {
    const place = await filled(['a']);
    const look = async () => (await place.broker.peek({ queue: place.queue, offset: 0, limit: 1 })).items[0]?.task?.redelivered;
    expect(await look()).toBe(false);
    expect(await look()).toBeUndefined();
  });

  it('finds where tasks wait', async () => {
    const { broker, queue } = await filled(['a', 'b', 'c']);
    const { found, total } = await broker.find({ queue, taskIds: ['c', 'a', 'elsewhere'] });
    expect([found.size, found.get('a')?.position, found.get('c')?.position]).toEqual([2, 0, 2]);
    expect(total).toBe(3);
  });

  it('shows strong priorities first', async () => {
    const broker = rig.broker();
    const queue = await rig.queue({ arguments: { 'x-max-priority': 10 } });
    for (const [taskId, priority] of [
      ['low', 0],
      ['high', 9],
      ['normal', 5],
    ] as const) {
      await broker.publish({ message: task({ taskId, priority }), queue });
    }
    expect(await idsIn({ broker, queue })).toEqual(['high', 'normal', 'low']);
  });

  it('takes out both copies of a task, one right after the other', async () => {
    const others = Array.from({ length: 300 }, (_, index) => `other-${index}`);
    const { broker, queue } = await filled(['twice', ...others, 'twice']);
    const removed = [1, 2, 3].map(() => broker.remove({ queue, taskId: 'twice' }));
    expect(await Promise.all(removed)).toEqual([true, true, false]);
    const { found, total } = await broker.find({ queue, taskIds: ['twice', 'other-0', 'other-299'] });
    expect([[...found].map(([id, { position }]) => [id, position]), total]).toEqual([
      [
        ['other-0', 0],
        ['other-299', 299],
      ],
      300,
    ]);
  });

  it('takes no result for the task whose id it names', async () => {
    const { broker, queue } = await filled(['before']);
    await rig.session().use({}, async (channel) => {
      await channel.confirmSelect();
      await channel.basicPublish(
        { routingKey: queue, correlationId: 'ended', contentType: 'application/json' },
        Buffer.from('{}'),
      );
    });
    expect((await broker.find({ queue, taskIds: ['ended'] })).found.size).toBe(0);
    expect(await broker.remove({ queue, taskId: 'ended' })).toBe(false);
    expect(await broker.queue({ name: queue })).toMatchObject({ ready: 2 });
  });

  it('removes one task for good and keeps the order of the others', async () => {
    const place = await filled(['a', 'b', 'c', 'd']);
    expect(await place.broker.remove({ queue: place.queue, taskId: 'c' })).toBe(true);
    expect(await place.broker.remove({ queue: place.queue, taskId: 'c' })).toBe(false);
    expect(await idsIn(place)).toEqual(['a', 'b', 'd']);
  });

  it('removes the only task of a queue', async () => {
    const { broker, queue } = await filled(['a']);
    expect(await broker.remove({ queue, taskId: 'a' })).toBe(true);
    expect(await broker.queue({ name: queue })).toMatchObject({ ready: 0 });
  });

  it('gives every one of several readers the whole queue', async () => {
    const { broker, queue } = await filled(['a', 'b', 'c']);
    const looks = await Promise.all(Array.from({ length: 5 }, () => broker.find({ queue, taskIds: ['c'] })));
    expect(looks.map(({ found }) => found.get('c')?.position)).toEqual([2, 2, 2, 2, 2]);
  });

  it('lets a reader leave while others look', async () => {
    const { broker, queue } = await filled(['a']);
    const leaving = new AbortController();
    const first = broker.find({ queue, taskIds: ['a'] });
    const second = broker.find({ queue, taskIds: ['a'], signal: leaving.signal });
    const third = broker.find({ queue, taskIds: ['a'] });
    leaving.abort();
    await expect(second).rejects.toMatchObject({ code: 'cancelled' });
    expect([(await first).found.size, (await third).found.size]).toEqual([1, 1]);
  });

  it('shows what is no task as such', async () => {
    const { broker, queue } = await filled([]);
    await rig.session().use({}, (channel) => channel.basicPublish({ routingKey: queue }, Buffer.from('not a task')));
    await expect.poll(() => broker.queue({ name: queue })).toMatchObject({ ready: 1 });
    expect((await broker.peek({ queue, offset: 0, limit: 5 })).items).toEqual([{ position: 0, task: undefined, bytes: 10 }]);
  });

  it('purges a queue and says how many tasks are gone', async () => {
    const { broker, queue } = await filled(['a', 'b']);
    expect(await broker.purge({ queue })).toBe(2);
    expect(await broker.queue({ name: queue })).toMatchObject({ ready: 0 });
  });

  it('answers for a queue that is not there', async () => {
    const broker = rig.broker();
    expect(await broker.queue({ name: 'missing' })).toBeUndefined();
    await expect(broker.peek({ queue: 'missing', offset: 0, limit: 1 })).rejects.toMatchObject({ code: 'not_found' });
    await expect(broker.purge({ queue: 'missing' })).rejects.toMatchObject({ code: 'not_found', effect: 'none' });
    await expect(broker.remove({ queue: 'missing', taskId: 'a' })).rejects.toMatchObject({ code: 'not_found', effect: 'none' });
  });

  it('refuses to look again into a quorum queue, where each look is a failed delivery', async () => {
    const place = await filled(['a', 'b'], { arguments: { 'x-queue-type': 'quorum' } });
    await place.broker.find({ queue: place.queue, taskIds: ['a'] });
    await place.broker.find({ queue: place.queue, taskIds: ['b'] });
    const third = place.broker.find({ queue: place.queue, taskIds: ['elsewhere'] });
    await expect(third).rejects.toMatchObject({ code: 'unsupported', details: { reason: 'quorum_queue' } });
    expect(await place.broker.remove({ queue: place.queue, taskId: 'b' })).toBe(true);
  });

  it('says so when the queue is longer than it may hold', async () => {
    const { queue } = await filled(['a', 'b', 'c']);
    const look = createLook({
      session: rig.reading(),
      management: undefined,
      turns: createTurns(),
      sightings: new Sightings({ now: Date.now }),
      now: Date.now,
      maxHeld: 2,
    });
    const tooDeep = { code: 'unsupported', details: { reason: 'queue_too_long' } };
    await expect(look.find({ queue, taskIds: ['c'] })).rejects.toMatchObject(tooDeep);
    await expect(look.remove({ queue, taskId: 'c' })).rejects.toMatchObject(tooDeep);
    await expect(look.peek({ queue, offset: 2, limit: 1 })).rejects.toMatchObject(tooDeep);
    expect((await look.find({ queue, taskIds: ['b'] })).found.get('b')?.position).toBe(1);
    expect(await look.remove({ queue, taskId: 'b' })).toBe(true);
  });

  it('is spared for a while after a look that took long, and looks at once where it took something out itself', async () => {
    const place = await filled(['a', 'b', 'c', 'd']);
    const { queue } = place;
    let nowMs = 1_000_000;
    // Every look takes as long as from one question for the time to the next.
    const now = () => (nowMs += 100);
    const sightings = new Sightings({ now });
    const look = createLook({ session: rig.reading(), management: undefined, turns: createTurns(), sightings, now });
    const find = async (taskId: string) => {
      const item = (await look.find({ queue, taskIds: [taskId] })).found.get(taskId);
      return item && [item.position, item.seenAtMs !== undefined];
    };
    expect(await Promise.all([find('b'), find('d')])).toEqual([
      [1, false],
      [3, expect.any(Boolean)],
    ]);
    expect(await place.broker.remove({ queue, taskId: 'a' })).toBe(true);
    expect([await find('d'), await find('b')]).toEqual([
      [3, true],
      [1, true],
    ]);
    nowMs += 60_000;
    expect(await find('d')).toEqual([2, false]);
    expect(await look.remove({ queue, taskId: 'b' })).toBe(true);
    expect([await find('d'), await find('b')]).toEqual([[1, false], undefined]);
  });

  it('finds and removes among ten thousand', async () => {
    const { broker, queue } = await filled([]);
    await rig.session().use({ timeoutMs: 60_000 }, async (channel) => {
      await channel.confirmSelect();
      const messages = Array.from({ length: 10_000 }, (_, index) => task({ taskId: `task-${index}` }));
      await Promise.all(
        messages.map(({ headers, body }) => channel.basicPublish({ routingKey: queue, headers }, Buffer.from(body))),
      );
    });
    const { found, total } = await broker.find({ queue, taskIds: ['task-9999', 'task-5000'] });
    expect([found.get('task-9999')?.position, found.get('task-5000')?.position, total]).toEqual([9999, 5000, 10_000]);
    expect(await broker.remove({ queue, taskId: 'task-5000' })).toBe(true);
    const after = await broker.find({ queue, taskIds: ['task-4999', 'task-5000', 'task-5001', 'task-9999'] });
    expect([...after.found].map(([id, { position }]) => [id, position])).toEqual([
      ['task-4999', 4999],
      ['task-5001', 5000],
      ['task-9999', 9998],
    ]);
    expect(await broker.queue({ name: queue })).toMatchObject({ ready: 9_999 });
  });
});
