import { redisBinary, skipWithout, startPlugin, startRedis } from '@lineclear/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { skips, task, useRabbitmq } from '../broker/rabbitmq/test/rig.ts';
import plugin from '../index.ts';
import { patient } from './patient.ts';
import { taskIdOf } from './start-rig.ts';

describe.skipIf([skips, skipWithout(redisBinary)].includes(true))('queues of RabbitMQ that cannot be looked through', () => {
  const rig = useRabbitmq();

  /** Starts a task in a queue that no worker consumes, with results in Redis. */
  const open = async (queue: string) => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    const { url: broker, managementUrl } = rig.server();
    const settings = patient({ broker, management_url: managementUrl, result_backend: redis.url });
    const host = await startPlugin({ plugin, connections: { celery: settings } });
    onTestFinished(() => host.close());
    const start = { task_type: 'tasks.add', params: { x: 1, y: 2 }, queue, allow_unconsumed: true };
    return { ...host, taskId: taskIdOf((await host.confirmTool('start_background_task', start)).outcome) };
  };

  test('a task in a quorum queue is queued, is waited for, and is taken out', async () => {
    const queue = await rig.queue({ arguments: { 'x-queue-type': 'quorum' } });
    const broker = rig.broker();
    for (const taskId of ['first', 'second']) await broker.publish({ message: task({ taskId }), queue });
    const { callTool, confirmTool, answer, taskId } = await open(queue);
    const status = () => callTool('get_task_status', { task_id: taskId });
    expect(await status()).toMatchObject({ state: 'queued', position: null, queue });
    const waited = await callTool('wait_for_task', { task_id: taskId, timeout_s: 0.2 });
    expect(waited).toMatchObject({ state: 'queued', timed_out: true, reason: expect.stringContaining('where 3 wait') });
    expect(await answer('retry_task', { task_id: taskId })).toMatchObject({ error: { details: { reason: 'still_running' } } });
    const { preview, outcome } = await confirmTool('cancel_task', { task_id: taskId });
    expect(preview).toMatchObject({
      before: { state: 'queued', queue, position: null, waiting: 3 },
      warnings: [expect.stringContaining('counts as a failed delivery')],
    });
    expect(outcome).toMatchObject({ result: { outcome: 'cancelled', status: 'revoked' } });
    expect(await status()).toMatchObject({ state: 'revoked' });
    await expect.poll(() => broker.queue({ name: queue })).toMatchObject({ ready: 2 });
  });

  test('a task behind more than can be held is queued, and nobody says that it is nowhere', async () => {
    const queue = await rig.queue();
    const broker = rig.broker();
    // A look holds 64 MiB at the most.
    for (let index = 0; index < 17; index += 1)
      await broker.publish({ message: task({ args: ['x'.repeat(4 * 1024 * 1024)] }), queue });
    const { callTool, answer, taskId } = await open(queue);
    const status = await callTool('get_task_status', { task_id: taskId });
    expect(status).toMatchObject({ status: 'pending', state: 'queued', position: null, queue });
    expect(status['reason']).toContain('where 18 wait: too many to look through');
    expect(await callTool('wait_for_task', { task_id: taskId, timeout_s: 0.1 })).toMatchObject({ timed_out: true });
    expect(await answer('cancel_task', { task_id: taskId })).toMatchObject({
      error: { code: 'unsupported', details: { reason: 'not_cancellable', queue, waiting: 18 } },
    });
    const { task: explained } = await callTool('celery_diagnose', { task_id: taskId });
    expect(explained).toMatchObject({
      state: 'queued',
      why: expect.arrayContaining([expect.stringContaining('No worker consumes')]),
    });
  });
});
