import { describe, expect, it } from 'vitest';
import { skips, task, useRabbitmq } from './test/rig.ts';

describe.skipIf(skips)('publishing to RabbitMQ', () => {
  const rig = useRabbitmq();

  it('puts a task into a queue that exists', async () => {
    const broker = rig.broker();
    const queue = await rig.queue();
    await broker.publish({ message: task(), queue });
    expect(await broker.queue({ name: queue })).toMatchObject({ ready: 1, consumers: 0 });
  });

  it('refuses a queue that does not exist, and sends nothing', async () => {
    const publishing = rig.broker().publish({ message: task(), queue: 'nobody-declared-this' });
    await expect(publishing).rejects.toMatchObject({ code: 'not_found', effect: 'none', details: { reason: 'no_route' } });
  });

  it('knows that no queue has a name too long for AMQP, and keeps the connection', async () => {
    const broker = rig.broker();
    const queue = await rig.queue();
    const tooLong = 'é'.repeat(200);
    const depth = broker.queue({ name: queue });
    expect(await broker.queue({ name: tooLong })).toBeUndefined();
    for (const act of [
      () => broker.publish({ message: task(), queue: tooLong }),
      () => broker.peek({ queue: tooLong, offset: 0, limit: 1 }),
      () => broker.purge({ queue: tooLong }),
    ]) {
      await expect(act()).rejects.toMatchObject({ code: 'not_found', effect: 'none' });
    }
    expect(await depth).toMatchObject({ ready: 0 });
  });

  it('tells apart concurrent publishes to existing and missing queues', async () => {
    const broker = rig.broker();
    const queue = await rig.queue();
    const targets = Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? queue : 'missing'));
    const outcomes = await Promise.allSettled(targets.map((target) => broker.publish({ message: task(), queue: target })));
    expect(outcomes.map(({ status }) => status)).toEqual(targets.map((target) => (target === queue ? 'fulfilled' : 'rejected')));
    expect(await broker.queue({ name: queue })).toMatchObject({ ready: 20 });
  });

  it('sends a body of five megabytes whole', async () => {
    const broker = rig.broker();
    const queue = await rig.queue();
    const text = 'x'.repeat(5 * 1024 * 1024);
    await broker.publish({ message: task({ args: [text, 1] }), queue });
    const { items } = await broker.peek({ queue, offset: 0, limit: 1 });
    expect(items[0]?.task?.body).toMatchObject({ readable: true, args: [text, 1] });
  });

  it('refuses headers that no frame can hold', async () => {
    const broker = rig.broker();
    const queue = await rig.queue();
    const publishing = broker.publish({ message: task({ stamps: { note: 'x'.repeat(20_000) } }), queue });
    await expect(publishing).rejects.toMatchObject({ code: 'invalid_input', effect: 'none' });
    await broker.publish({ message: task(), queue });
    expect(await broker.queue({ name: queue })).toMatchObject({ ready: 1 });
  });

  it('sends nothing for a caller that has left', async () => {
    const broker = rig.broker();
    const queue = await rig.queue();
    const publishing = broker.publish({ message: task(), queue, signal: AbortSignal.abort() });
    await expect(publishing).rejects.toMatchObject({ code: 'cancelled', effect: 'none' });
    expect(await broker.queue({ name: queue })).toMatchObject({ ready: 0 });
  });
});
