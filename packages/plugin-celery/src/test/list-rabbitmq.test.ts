import { describe, expect, test, vi } from 'vitest';
import { skips, task, useRabbitmq } from '../broker/rabbitmq/test/rig.ts';
import { listActiveTasks } from '../tools/list-active-tasks.ts';
import { queueList } from '../tools/queue-list.ts';
import { queuePeek } from '../tools/queue-peek.ts';
import { workerList } from '../tools/worker-list.ts';
import { closedGate } from './closed-gate.ts';
import { startReading } from './list-rig.ts';

const timeoutMs = 20_000;

describe.skipIf(skips)('listings on RabbitMQ', () => {
  const rig = useRabbitmq();
  const settings = ({ managed = false } = {}) => ({
    broker: rig.server().url,
    ...(managed ? { management_url: rig.server().managementUrl } : {}),
  });

  test('with the management API every queue and worker is listed', async () => {
    await rig.worker({
      pool: 'threads',
      hostname: 'w1',
      concurrency: 1,
      queues: ['celery', 'prioritized'],
      options: ['--prefetch-multiplier=2'],
    });
    const queue = await rig.queue({ name: 'unserved' });
    const broker = rig.broker();
    const held = { taskName: 'tasks.until', args: [closedGate().path] };
    await broker.publish({ message: task({ ...held, taskId: 'runs' }), queue: 'celery' });
    await broker.publish({ message: task({ ...held, taskId: 'next' }), queue: 'celery' });
    await broker.publish({ message: task({ taskId: 'waits' }), queue });
    const { read } = await startReading({ tool: listActiveTasks, settings: settings({ managed: true }) });
    const listing = await vi.waitFor(async () => {
      const now = await read();
      expect(now.counts).toMatchObject({ running: 1, reserved: 1, queued: 1 });
      return now;
    }, timeoutMs);
    expect(listing).toMatchObject({
      total_active: 3,
      workers: { known: 1, answered: 1, silent: [] },
      complete: true,
      notes: ['RabbitMQ marks the messages that were looked at as redelivered.', expect.stringContaining('rate limit')],
    });
    expect(listing.tasks).toMatchObject([
      { task_id: 'runs', state: 'running', worker: 'celery@w1', queue: 'celery' },
      { task_id: 'next', state: 'reserved' },
      { task_id: 'waits', state: 'queued', queue: 'unserved', position: 1 },
    ]);
    const queues = await startReading({ tool: queueList, settings: settings({ managed: true }) });
    expect(await queues.read()).toMatchObject({
      queues: [
        { name: 'celery', consumers: 1, workers: ['celery@w1'], no_consumer: false },
        { name: 'prioritized', max_priority: 10 },
        { name: 'unserved', ready: 1, consumers: 0, no_consumer: true, oldest_age_s: null },
      ],
      complete: true,
      notes: ['Tasks wait where no worker takes them: "unserved".'],
    });
    const workers = await startReading({ tool: workerList, settings: settings({ managed: true }) });
    expect(await workers.read()).toMatchObject({ workers: [{ name: 'celery@w1', pool: 'threads' }], gone: [], complete: true });
  });

  test('without the management API it says which queues it knows of', async () => {
    const worker = await rig.worker({ pool: 'solo', hostname: 'w2', queues: ['celery'] });
    await rig.queue({ name: 'routed' });
    await rig.broker().publish({ message: task({ taskId: 'waits' }), queue: 'routed' });
    const routes = { 'tasks.*': 'routed', 'other.*': 'missing' };
    const queues = await startReading({ tool: queueList, settings: { ...settings(), routes } });
    expect(await queues.read()).toMatchObject({
      queues: [
        { name: 'celery', consumers: 1, workers: ['celery@w2'] },
        { name: 'routed', ready: 1, consumers: 0, no_consumer: true },
      ],
      workers: { known: 1, answered: 1 },
      complete: false,
      notes: [
        expect.stringContaining('"routed"'),
        expect.stringContaining('unknown to the broker: "missing"'),
        expect.stringContaining('management_url'),
      ],
    });
    const { read } = await startReading({ tool: listActiveTasks, settings: { ...settings(), routes } });
    const listing = await read();
    expect(listing).toMatchObject({ total_active: 1, tasks: [{ task_id: 'waits' }], complete: false });
    expect(listing.notes).toContain('Not every queue can be listed here; looked at: "celery", "routed".');
    // Known from its answer just now.
    worker.suspend();
    expect(await read({ states: ['running'] })).toMatchObject({
      total_active: null,
      workers: { known: 1, answered: 0, silent: ['celery@w2'] },
      complete: false,
    });
    worker.resume();
  });

  test('a look is told to leave its mark, and a quorum queue is not looked into', async () => {
    const plain = await rig.queue({ name: 'plain' });
    const quorum = await rig.queue({ name: 'quorum', arguments: { 'x-queue-type': 'quorum' } });
    for (const queue of [plain, quorum]) await rig.broker().publish({ message: task({ taskId: `in-${queue}` }), queue });
    const { read, callTool } = await startReading({ tool: queuePeek, settings: settings({ managed: true }) });
    expect(await read({ queue: plain })).toMatchObject({
      messages: [{ task_id: 'in-plain', arguments: { args: [2, 3] } }],
      total: 1,
      notes: [expect.stringContaining('marked as redelivered')],
    });
    expect((await read({ queue: plain })).messages).toMatchObject([{ task_id: 'in-plain' }]);
    await expect(callTool('queue_peek', { queue: quorum })).rejects.toMatchObject({
      code: 'unsupported',
      details: { reason: 'quorum_queue' },
    });
    await expect(callTool('queue_peek', { queue: 'nowhere' })).rejects.toMatchObject({ code: 'not_found' });
    const list = await startReading({ tool: listActiveTasks, settings: settings({ managed: true }) });
    const listing = await list.read();
    const ids = listing.tasks.map(({ task_id: id }) => id);
    expect(ids).toContain('in-plain');
    expect(ids).not.toContain('in-quorum');
    expect(listing.notes).toContainEqual(expect.stringContaining('The queue "quorum" was only counted'));
    expect(listing.counts.queued).toBe(ids.length + 1);
    expect(listing.complete).toBe(false);
  });
});
