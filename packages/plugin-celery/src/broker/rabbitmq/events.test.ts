import { describe, expect, it } from 'vitest';
import type { CeleryEvent } from '../../events/event.ts';
import { skips, task, useRabbitmq } from './test/rig.ts';

describe.skipIf(skips)('events over RabbitMQ', () => {
  const rig = useRabbitmq();
  const listen = async () => {
    const events: CeleryEvent[] = [];
    const subscription = await rig.broker().events({ onEvent: (event) => events.push(event) });
    rig.ends(subscription, (opened) => opened.close());
    return { events, subscription };
  };

  it('tell the life of a task and that a worker is alive', async () => {
    // Before any worker ever declared the exchange.
    const { events } = await listen();
    const worker = await rig.worker({ options: ['-E'] });
    const message = task();
    await rig.broker().publish({ message, queue: 'celery' });
    const kinds = () => events.flatMap((event) => ('taskId' in event && event.taskId === message.headers.id ? [event.kind] : []));
    await expect.poll(kinds).toEqual(['task-received', 'task-started', 'task-succeeded']);
    await expect
      .poll(() => events.some(({ kind, hostname }) => kind === 'worker-heartbeat' && hostname === worker.name), {
        timeout: 30_000,
      })
      .toBe(true);
  });

  it('tell all listeners, and none that has closed', async () => {
    const closed = await listen();
    const open = await listen();
    await closed.subscription.close();
    await rig.worker({ hostname: 'heard' });
    await expect.poll(() => open.events.map(({ hostname }) => hostname)).toContain('celery@heard');
    expect(closed.events).toEqual([]);
  });

  it('come from workers that declared the exchange before', async () => {
    await rig.worker({ hostname: 'earlier' });
    const { events } = await listen();
    await expect.poll(() => events.map(({ hostname }) => hostname)).toContain('celery@earlier');
  });

  it('come through an exchange that somebody declared in another way', async () => {
    const exchange = 'own-events';
    await rig.session().use({}, (channel) => channel.exchangeDeclare({ exchange, type: 'topic', durable: false }));
    const events: CeleryEvent[] = [];
    const subscription = await rig.broker({ eventExchange: exchange }).events({ onEvent: (event) => events.push(event) });
    rig.ends(subscription, (opened) => opened.close());
    const body = '[{"type":"custom-made","timestamp":1,"hostname":"h","big":12345678901234567890},"no event"]';
    const publish = { exchange, routingKey: 'task.multi', contentType: 'application/json', contentEncoding: 'utf-8' };
    await rig.session().use({}, (channel) => channel.basicPublish(publish, Buffer.from(body)));
    await expect
      .poll(() => events)
      .toMatchObject([{ kind: 'custom', type: 'custom-made', fields: { big: 12345678901234567890n } }]);
  });

  it('end with their broker', async () => {
    const gaps: string[] = [];
    const broker = rig.broker();
    await broker.events({ onEvent: () => undefined, onGap: () => gaps.push('gap') });
    await broker.close();
    await expect(broker.health()).rejects.toMatchObject({ code: 'unreachable' });
    expect(gaps).toEqual([]);
  });
});
