import type { JsonObject } from '@lineclear/core/plugin';
import { redisBinary, skipWithout, startRedis, type StartedPlugin } from '@lineclear/testing';
import type { CeleryWorkerOptions } from '@lineclear/testing/celery';
import { describe, expect, test } from 'vitest';
import { skips, task, useRabbitmq } from '../broker/rabbitmq/test/rig.ts';
import { closedGate } from './closed-gate.ts';
import { resultOf, sender, startTools } from './change-rig.ts';

describe.skipIf([skips, skipWithout(redisBinary)].includes(true))('cancelling and starting again on RabbitMQ', () => {
  const rabbitmq = useRabbitmq();

  const open = async (settings: JsonObject = {}): Promise<StartedPlugin> =>
    rabbitmq.ends(await startTools({ settings: { broker: rabbitmq.server().url, ...settings } }), (plugin) => plugin.close());
  const worker = (options: Partial<CeleryWorkerOptions> = {}) =>
    rabbitmq.worker({ pool: 'prefork', concurrency: 1, hostname: 'w1', backend: 'rpc://', queues: ['celery'], ...options });
  const start = async ({ plugin, task_type, params }: { plugin: StartedPlugin; task_type: string; params: JsonObject }) =>
    String(resultOf((await plugin.confirmTool('start_background_task', { task_type, params })).outcome)['task_id']);

  test('removes a queued task with no worker at all, and leaves the others in their order', async () => {
    const broker = rabbitmq.broker();
    const queue = await rabbitmq.queue();
    const messages = [task(), task(), task()];
    for (const message of messages) await broker.publish({ message, queue });
    const [first, victim, last] = messages.map(({ headers }) => headers.id);
    const plugin = await open();
    await plugin.confirmTool('remember_task', { task_id: victim ?? '', task_name: 'tasks.add', queue, principal: 'tester' });
    const { preview, outcome } = await plugin.confirmTool('cancel_task', { task_id: victim ?? '' });
    expect(preview).toMatchObject({ before: { state: 'queued', queue, position: 2, waiting: 3 } });
    expect(outcome).toMatchObject({ result: { outcome: 'cancelled', status: 'revoked' }, effect: { state: 'revoked' } });
    expect(await plugin.callTool('get_task_status', { task_id: victim ?? '' })).toMatchObject({ status: 'revoked' });
    const left = await broker.peek({ queue, offset: 0, limit: 10 });
    expect(left.items.map(({ task: waiting }) => waiting?.taskId)).toEqual([first, last]);
  });

  test('ends what runs and drops what is reserved or scheduled, and Celery reads it', async () => {
    await worker();
    const python = await rabbitmq.python({ backend: 'rpc://' });
    const plugin = await open();
    const tasks = sender(rabbitmq.broker(), { liveWorkers: ['celery@w1'] });
    const send = (options: Record<string, unknown> = {}) =>
      python.sendTask({ name: 'tasks.sleep', args: [600], options: { queue: 'celery', ...options } });
    const running = await send();
    await tasks.untilRunning(running);
    const [reserved, scheduled] = [await send(), await send({ countdown: 600 })];
    await tasks.untilReserved(reserved);
    await tasks.untilScheduled(scheduled);
    for (const [task_id, state] of [
      [scheduled, 'scheduled'],
      [reserved, 'reserved'],
      [running, 'running'],
    ] as const) {
      const { preview, outcome } = await plugin.confirmTool('cancel_task', { task_id, signal: 'SIGKILL' });
      expect(preview).toMatchObject({ before: { state, worker: 'celery@w1', pool: 'prefork' } });
      expect(resultOf(outcome)).toMatchObject({ outcome: 'cancelled', status: 'revoked' });
    }
    for (const taskId of [running, reserved]) expect(await python.wait(taskId)).toMatchObject({ status: 'REVOKED' });
  });

  test('touches nothing that ended, and cannot end what a threads pool runs', async () => {
    await worker({ pool: 'threads' });
    const plugin = await open();
    const tasks = sender(rabbitmq.broker(), { liveWorkers: ['celery@w1'] });
    const done = await start({ plugin, task_type: 'tasks.add', params: { x: 1, y: 2 } });
    await tasks.until(async () => (await plugin.callTool('get_task_status', { task_id: done }))['status'] === 'success');
    await expect(plugin.callTool('cancel_task', { task_id: done })).rejects.toMatchObject({
      details: { reason: 'already_finished', status: 'success' },
    });
    const { path, open: openGate } = closedGate();
    const running = await start({ plugin, task_type: 'tasks.until', params: { path } });
    await tasks.untilRunning(running);
    await expect(plugin.callTool('cancel_task', { task_id: running })).rejects.toMatchObject({
      details: { reason: 'not_cancellable', pool: 'threads' },
    });
    openGate();
    await expect(plugin.callTool('cancel_task', { task_id: 'nobody' })).rejects.toMatchObject({ code: 'not_found' });
  });

  test('starts a task again whose result came with its arguments', async () => {
    const redis = rabbitmq.ends(await startRedis(), (server) => server.stop());
    await worker({ pool: 'solo', backend: redis.url, settings: { result_extended: true } });
    const plugin = await open({ result_backend: redis.url });
    const tasks = sender(rabbitmq.broker(), { liveWorkers: ['celery@w1'] });
    const former = await start({ plugin, task_type: 'tasks.echo', params: { word: 'twice' } });
    const status = async (task_id: string) => plugin.callTool('get_task_status', { task_id });
    await tasks.until(async () => (await status(former))['status'] === 'success');
    const again = String(resultOf((await plugin.confirmTool('retry_task', { task_id: former })).outcome)['task_id']);
    await tasks.until(async () => (await status(again))['status'] === 'success');
    expect(await status(again)).toMatchObject({ result: { value: { args: [], kwargs: { word: 'twice' } } } });
  });
});
