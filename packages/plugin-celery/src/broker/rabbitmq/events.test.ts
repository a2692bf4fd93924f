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
    await expect.poll(kinds, { timeout: 10_000 }).toEqual(['task-received', 'task-started', 'task-succeeded']);
    await expect
      .poll(() => events.some(({ kind, hostname }) => kind === 'worker-heartbeat' && hostname === worker.name), {
        timeout: 10_000,
      })
      .toBe(true);
  });

  it('tell all listeners, and none that has closed', async () => {
    const closed = await listen();
    const open = await listen();
    await closed.subscription.close();
    await rig.worker({ hostname: 'heard' });
    await expect.poll(() => open.events.map(({ hostname }) => hostname), { timeout: 10_000 }).toContain('celery@heard');
    expect(closed.events).toEqual([]);
  });

  it('come from workers that declared the exchange before', async () => {
    await rig.worker({ hostname: 'earlier' });
    const { events } = await listen();
    await expect.poll(() => events.map(({ hostname }) => hostname), { timeout: 10_000 }).toContain('celery@earlier');
  });
});
