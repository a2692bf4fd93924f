import { describe, expect, it } from 'vitest';
import { startCuttingProxy } from '../test/cutting-proxy.ts';
import { skips, task, useRabbitmq } from '../test/rig.ts';
import type { Verdict } from '../visit-queue.ts';
import { visitQueue } from '../visit-queue.ts';

describe.skipIf(skips)('a look at a queue of RabbitMQ that ends too early', () => {
  const rig = useRabbitmq();
  const ids = Array.from({ length: 40 }, (_, index) => `task-${index}`);
  const filled = async (): Promise<string> => {
    const queue = await rig.queue();
    for (const taskId of ids) await rig.broker().publish({ message: task({ taskId, args: ['x'.repeat(5_000)] }), queue });
    return queue;
  };
  const throughProxy = async () => {
    const proxy = rig.ends(await startCuttingProxy(rig.server().port), (opened) => opened.close());
    const url = Object.assign(new URL(rig.server().url), { port: `${proxy.port}` }).href;
    return { proxy, reading: rig.reading({ url }) };
  };
  const idsIn = async (queue: string) =>
    (await rig.broker().peek({ queue, offset: 0, limit: 100 })).items.map((item) => item.task?.taskId);

  it.each([0, 1, 20, 39])('loses nothing when the connection breaks at message %i', async (at) => {
    const { proxy, reading } = await throughProxy();
    const queue = await filled();
    const visit = (_: unknown, position: number): Verdict => {
      if (position === at) proxy.cut();
      return 'next';
    };
    await expect(visitQueue({ session: reading, queue, limit: 100, visit })).rejects.toMatchObject({ code: 'unreachable' });
    await expect.poll(() => idsIn(queue)).toEqual(ids);
    await expect.poll(() => reading.use({}, (channel) => channel.countMessages(queue))).toBe(ids.length);
    expect((await visitQueue({ session: reading, queue, limit: 100, visit: () => 'next' })).seen).toBe(ids.length);
  });

  it('does not know what became of a task when the connection breaks right after it was taken, and loses no other', async () => {
    const { proxy, reading } = await throughProxy();
    const queue = await filled();
    const look = visitQueue({
      session: reading,
      queue,
      limit: 100,
      visit: (message) => {
        if (message.taskId !== 'task-7') return 'next';
        proxy.muteBroker();
        void proxy.clientSent().then(() => proxy.cut());
        return 'take';
      },
    });
    await expect(look).rejects.toMatchObject({ code: 'unreachable', effect: 'unknown' });
    const others = ids.filter((id) => id !== 'task-7');
    await expect.poll(async () => (await idsIn(queue)).filter((id) => id !== 'task-7')).toEqual(others);
  });

  it('says that the queue is gone when somebody deletes it meanwhile', async () => {
    const queue = await filled();
    const deleting = rig.session();
    await deleting.use({}, async () => undefined);
    const reading = rig.reading();
    const look = reading.use({}, async (channel) => {
      const held = Promise.withResolvers<void>();
      await channel.consume({ queue, priority: 1, onDelivery: () => held.resolve() });
      await held.promise;
      await deleting.use({}, (other) => other.queueDelete({ queue }));
      return channel.countMessages(queue);
    });
    await expect(look).rejects.toMatchObject({ code: 'not_found', details: { reason: 'NOT_FOUND' } });
    const again = visitQueue({ session: reading, queue, limit: 10, visit: () => 'next' });
    await expect(again).rejects.toMatchObject({ code: 'not_found', effect: 'none' });
  });
});
