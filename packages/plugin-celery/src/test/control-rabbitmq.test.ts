import { describe, expect, it } from 'vitest';
import { skips, task, useRabbitmq } from '../broker/rabbitmq/test/rig.ts';
import { startControl } from './control-rig.ts';

describe.skipIf(skips)('tools that change workers and queues, over RabbitMQ', () => {
  const rig = useRabbitmq();
  const start = () => startControl({ settings: { broker: rig.server().url, result_backend: 'none' } });

  it('change a worker, and end it', async () => {
    const worker = await rig.worker({ pool: 'prefork', hostname: 'rabbit' });
    const { confirm } = await start();
    const by = { workers: [worker.name] };
    expect((await confirm('worker_pool', { by: -1, ...by })).result).toMatchObject({
      workers: [{ outcome: 'done', before: 2, now: 1 }],
    });
    const limited = await confirm('task_rate_limit', { task_name: 'tasks.rate_limited', rate: '2/s' });
    expect(limited.preview).toMatchObject({ changes: ['"celery@rabbit": 1/m → 2/s'] });
    expect((await confirm('worker_events', { enabled: true, ...by })).result).toMatchObject({ workers: [{ outcome: 'done' }] });
    expect((await confirm('worker_shutdown', by)).result).toEqual({ workers: [{ worker: worker.name, outcome: 'gone' }] });
    await worker.ended();
  });

  it('purge a queue that nobody serves', async () => {
    const queue = await rig.queue();
    const broker = rig.broker();
    for (const taskId of ['a', 'b', 'c']) await broker.publish({ message: task({ taskId }), queue });
    const { confirm, callTool } = await start();
    const { preview, result } = await confirm('queue_purge', { queue });
    expect(preview).toMatchObject({ before: { waiting: 3, next: [{ task_id: 'a', task_name: 'tasks.add' }, {}, {}] } });
    expect(result).toEqual({ queue, removed: 3, waiting_now: 0 });
    await expect(callTool('queue_purge', { queue: 'missing' })).rejects.toMatchObject({ details: { reason: 'queue_unknown' } });
  });
});
