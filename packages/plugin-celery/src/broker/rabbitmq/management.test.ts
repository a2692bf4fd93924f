import { describe, expect, it } from 'vitest';
import { createManagement } from './management.ts';
import { vhostOf } from './test/rabbitmq-place.ts';
import { skips, task, useRabbitmq } from './test/rig.ts';

describe.skipIf(skips)('the management API of RabbitMQ', () => {
  const rig = useRabbitmq();

  it('lists the queues of tasks with their depth, and none of remote control', async () => {
    const worker = await rig.worker({ queues: ['celery', 'prioritized'] });
    const broker = rig.broker({ management: rig.management() });
    const waiting = await rig.queue({ name: 'waiting' });
    await rig.queue({ name: 'lineclear.results.f4b1' });
    await broker.publish({ message: task(), queue: waiting });
    const command = { method: 'ping', arguments: {} } as const;
    await broker.inspect({ command, timeoutMs: 600_000, liveWorkers: [worker.name] });
    const { queues, complete } = await broker.queues();
    expect(complete).toBe(true);
    expect(queues.map(({ name, ready, consumers, maxPriority }) => ({ name, ready, consumers, maxPriority }))).toEqual([
      { name: 'celery', ready: 0, consumers: 1, maxPriority: undefined },
      { name: 'prioritized', ready: 0, consumers: 1, maxPriority: 10 },
      { name: 'waiting', ready: 1, consumers: 0, maxPriority: undefined },
    ]);
    expect(await broker.queue({ name: 'prioritized' })).toMatchObject({ maxPriority: 10 });
    expect(await broker.workerNames()).toEqual([worker.name]);
    expect((await broker.health()).version).toMatch(/^\d+\.\d+\./);
  });

  it('is not needed, but AMQP alone lists nothing', async () => {
    const broker = rig.broker();
    expect(await broker.queues()).toEqual({ queues: [], complete: false });
    expect(await broker.workerNames()).toBeUndefined();
    expect(await broker.held()).toBeUndefined();
    expect(await broker.health()).toEqual({ version: undefined, details: { vhost: vhostOf(rig.server()) } });
  });

  it('knows a quorum queue before the first look', async () => {
    const broker = rig.broker({ management: rig.management() });
    const queue = await rig.queue({ arguments: { 'x-queue-type': 'quorum' } });
    const looking = broker.peek({ queue, offset: 0, limit: 1 });
    await expect(looking).rejects.toMatchObject({ code: 'unsupported', details: { reason: 'quorum_queue' } });
  });

  it('may be away: commands and depths do without it', async () => {
    const management = { get: () => Promise.reject(new Error('away')) };
    const worker = await rig.worker();
    const broker = rig.broker({ management });
    const { replies } = await broker.inspect({
      command: { method: 'ping', arguments: {} },
      timeoutMs: 600_000,
      liveWorkers: [worker.name],
    });
    expect(replies).toHaveLength(1);
    expect(await broker.queue({ name: 'celery' })).toMatchObject({ consumers: 1, maxPriority: undefined });
  });

  it('lists no queue where results go to another client', async () => {
    const id = 'b0c9d2a4-6a53-4b1f-9b53-6d1a0c0f7e21';
    const listed = [
      { name: id, auto_delete: true },
      { name: 'reports', auto_delete: true },
    ];
    const management = createManagement({ api: { get: () => Promise.resolve(listed) }, vhost: '/' });
    expect((await management.queues({})).map(({ name }) => name)).toEqual(['reports']);
  });

  it('answers with something else when it is not RabbitMQ', async () => {
    const management = createManagement({ api: { get: () => Promise.resolve({ hello: 'world' }) }, vhost: '/' });
    await expect(management.version({})).rejects.toMatchObject({ code: 'upstream_error' });
  });
});
