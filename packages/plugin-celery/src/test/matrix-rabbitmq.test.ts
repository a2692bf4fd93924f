import { randomUUID } from 'node:crypto';
import type { JsonObject } from '@lineclear/core/plugin';
import { redisBinary, skipWithout, type StartOptions, startRedis, testClock } from '@lineclear/testing';
import type { CeleryWorker, CeleryWorkerOptions } from '@lineclear/testing/celery';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { skips, task, useRabbitmq } from '../broker/rabbitmq/test/rig.ts';
import type { TaskOrder } from '../protocol/build-message.ts';
import { parseRedisUrl } from '../redis/address.ts';
import { RedisLink } from '../redis/link.ts';
import { closedGate } from './closed-gate.ts';
import { byPriority, orderOf } from './matrix-order.ts';
import { findsTheRoute, losesNothing } from './matrix-routing.ts';
import { startMatrixWorld } from './matrix-world.ts';
import { opensNoPickle, pickling } from './trouble-pickle.ts';

describe.skipIf([skips, skipWithout(redisBinary)].includes(true))('what becomes of tasks on RabbitMQ', () => {
  const rig = useRabbitmq();
  let redis: Awaited<ReturnType<typeof startRedis>>;
  let queue = '';
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());
  // What a test leaves in a queue of its own hinders no other.
  beforeEach(() => {
    queue = `queue-${randomUUID()}`;
  });
  const work = (options: Partial<CeleryWorkerOptions> = {}): Promise<CeleryWorker> =>
    rig.worker({ pool: 'prefork', concurrency: 1, backend: redis.url, queues: [queue], hostname: queue, ...options });
  const open = (settings: JsonObject = {}, options: Pick<StartOptions, 'clock'> = {}) => {
    const { url, managementUrl } = rig.server();
    return startMatrixWorld({ broker: url, result_backend: redis.url, management_url: managementUrl, ...settings }, options);
  };
  /** For workers that are not going to answer. */
  const hasty = { answer_timeout_ms: 1_000 };
  /** Lets Redis drop a record that has a time to be dropped at. */
  const expireNow = async (taskId: string): Promise<void> => {
    const link = rig.ends(new RedisLink(parseRedisUrl(redis.url)), (opened) => opened.close());
    expect(await link.send(['EXPIRE', `celery-task-meta-${taskId}`, '0', 'XX'])).toBe(1);
  };
  /** Sends a task as somebody else does. */
  const send = async (taskName: string, order: Partial<TaskOrder> = {}): Promise<string> => {
    const message = task({ taskName, args: [], ...order });
    await rig.broker().publish({ message, queue });
    return message.headers.id;
  };

  test('an id that nobody knows is unknown and cannot be cancelled; a success and a failure are not touched', async () => {
    await work();
    const { start, becomes, statusOf, callTool } = await open();
    expect(await statusOf('never-sent')).toMatchObject({
      state: 'unknown',
      reason: expect.stringMatching(/never sent.*expired/),
      workers: { known: 1, answered: 1, silent: [] },
    });
    await expect(callTool('cancel_task', { task_id: 'never-sent' })).rejects.toMatchObject({
      code: 'not_found',
      details: { reason: 'unknown_task' },
    });
    const ends = [
      [await start('tasks.add', { queue, params: { x: 1, y: 2 } }), 'success'],
      [await start('tasks.fail', { queue }), 'failure'],
    ] as const;
    for (const [task_id, status] of ends) {
      await becomes(task_id, { status });
      await expect(callTool('cancel_task', { task_id })).rejects.toMatchObject({
        details: { reason: 'already_finished', status },
      });
      expect(await statusOf(task_id)).toMatchObject({ status });
    }
  });

  test('a result that is kept for a minute has expired afterwards', async () => {
    await work({ settings: { result_expires: 60 } });
    const clock = testClock();
    const { start, becomes } = await open({}, { clock });
    const taskId = await start('tasks.add', { queue, params: { x: 1, y: 2 } });
    await becomes(taskId, { state: 'success' });
    await expireNow(taskId);
    clock.advance(61_000);
    await becomes(taskId, { status: 'unknown', state: 'result_expired' });
  });

  test('a threads pool runs tasks side by side', async () => {
    await work({ pool: 'threads', concurrency: 2 });
    const { becomes } = await open();
    const { path, open: openGate } = closedGate();
    const ids = [await send('tasks.until', { args: [path] }), await send('tasks.started_until', { args: [path] })];
    for (const taskId of ids) await becomes(taskId, { state: 'running', worker: `celery@${queue}` });
    openGate();
    for (const taskId of ids) await becomes(taskId, { state: 'success', result: { value: 'opened' } });
  });

  test('a running task is ended with terminate alone, a held one is kept from running', async () => {
    await work();
    const { becomes, cancel, callTool, start } = await open();
    const running = await send('tasks.sleep', { args: [600] });
    await becomes(running, { state: 'running' });
    await expect(callTool('cancel_task', { task_id: running, terminate: false })).rejects.toMatchObject({
      details: { reason: 'not_cancellable', running: true },
    });
    expect(await cancel({ task_id: running })).toMatchObject({ outcome: 'cancelled', status: 'revoked' });
    await becomes(await start('tasks.rate_limited', { queue }), { state: 'success' });
    const held = await start('tasks.rate_limited', { queue });
    await becomes(held, { state: 'held', reason: expect.stringContaining('rate limit') });
    expect(await cancel({ task_id: held })).toMatchObject({ outcome: 'cancelled', status: 'revoked' });
    await becomes(held, { status: 'revoked' });
  });

  test('a busy solo pool leaves open where a task is; what waits behind it is removed', async () => {
    const worker = await work({ pool: 'solo', options: ['--prefetch-multiplier=1'] });
    const { becomes, cancel, callTool } = await open(hasty);
    const { path, open: openGate } = closedGate();
    const busy = await send('tasks.started_until', { args: [path] });
    await becomes(busy, { state: 'stalled', reason: expect.stringContaining('pool is solo') });
    await expect(callTool('cancel_task', { task_id: busy })).rejects.toMatchObject({ details: { reason: 'workers_silent' } });
    const [taken, waiting] = [await send('tasks.add', { args: [1, 2] }), await send('tasks.add', { args: [3, 4] })];
    expect(await cancel({ task_id: waiting })).toMatchObject({ outcome: 'cancelled', status: 'revoked' });
    openGate();
    for (const taskId of [busy, taken]) await becomes(taskId, { state: 'success' });
    expect(worker.log()).not.toContain(`${waiting}] received`);
  });

  test('a frozen worker can be told nothing, and ends the task once it answers again', async () => {
    const worker = await work();
    const { becomes, callTool } = await open(hasty);
    const taskId = await send('tasks.started_sleep', { args: [600] });
    await becomes(taskId, { state: 'running' });
    worker.suspend();
    await becomes(taskId, { state: 'stalled', workers: { known: 1, answered: 0 } });
    await expect(callTool('cancel_task', { task_id: taskId })).rejects.toMatchObject({ details: { reason: 'workers_silent' } });
    worker.resume();
    const { becomes: becomesAgain, cancel } = await open();
    await becomesAgain(taskId, { state: 'running' });
    expect(await cancel({ task_id: taskId, signal: 'SIGKILL' })).toMatchObject({ outcome: 'cancelled', status: 'revoked' });
  });

  test('what a killed worker had not acknowledged waits again, and can be removed', async () => {
    const worker = await work();
    const { becomes, cancel, statusOf } = await open({ answer_timeout_ms: 3_000 });
    const taskId = await send('tasks.acks_late', { args: [600] });
    await becomes(taskId, { state: 'running' });
    worker.kill('SIGKILL');
    await worker.ended();
    await becomes(taskId, {
      state: 'queued',
      queue,
      position: 1,
      reason: expect.stringContaining('No worker'),
      workers: { known: 0 },
    });
    expect(await cancel({ task_id: taskId })).toMatchObject({ outcome: 'cancelled', status: 'revoked' });
    expect(await rig.broker().queue({ name: queue })).toMatchObject({ ready: 0 });
    expect(await statusOf(taskId)).toMatchObject({ status: 'revoked' });
  });

  test('a task that a bare client sends to a queue that nobody reads is found, and not repeated', () =>
    losesNothing({ broker: rig.server().url, backend: redis.url }));

  test('a task goes where the workers route it', () => findsTheRoute({ broker: rig.server().url, backend: redis.url }));

  test('tasks run in the order of their priority, oldest first, in a queue with x-max-priority', async () => {
    expect(await orderOf({ broker: rig.server().url, worker: { queues: ['prioritized'] } })).toEqual(byPriority);
  });

  test('a result in pickle', async () => {
    const worker = await rig.worker({ ...pickling, backend: 'rpc://' });
    await opensNoPickle({ worker, world: await startMatrixWorld({ broker: rig.server().url }) });
  });

  test('a result of five megabytes is shown up to the limit, and the next one comes', async () => {
    await rig.worker({ backend: 'rpc://' });
    const { start, callTool, becomes } = await startMatrixWorld({ broker: rig.server().url });
    expect(await callTool('wait_for_task', { task_id: await start('tasks.big_result') })).toMatchObject({
      state: 'success',
      result: { value: expect.stringMatching(/^\{"text":"xxx/), left_out_characters: 5_242_891 - 20_000, untrusted: true },
    });
    await becomes(await start('tasks.add', { params: { x: 1, y: 2 } }), { state: 'success', result: { value: 3 } });
  });
});
