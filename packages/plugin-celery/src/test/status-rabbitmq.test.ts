import { randomUUID } from 'node:crypto';
import type { JsonObject } from '@lineclear/core/plugin';
import { redisBinary, skipWithout, startRedis } from '@lineclear/testing';
import type { CeleryWorker, CeleryWorkerOptions } from '@lineclear/testing/celery';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { skips, task, useRabbitmq } from '../broker/rabbitmq/test/rig.ts';
import type { TaskOrder } from '../protocol/build-message.ts';
import { closedGate } from './closed-gate.ts';
import { sentEntry, startStatus } from './status-rig.ts';

describe.skipIf(skips || skipWithout(redisBinary))('the states of a task on RabbitMQ', () => {
  const rig = useRabbitmq();
  // What a test leaves in a queue of its own hinders no other.
  let queue = '';
  beforeEach(() => {
    queue = `queue-${randomUUID()}`;
  });
  const send = async (order: Partial<TaskOrder>): Promise<string> => {
    const message = task(order);
    await rig.broker().publish({ message, queue });
    return message.headers.id;
  };
  const work = (options: Partial<CeleryWorkerOptions>): Promise<CeleryWorker> =>
    rig.worker({ pool: 'prefork', concurrency: 1, queues: [queue], ...options });
  /** A task on its way is nowhere, and only who sent it knows of it. */
  const arrives = (worker: CeleryWorker, taskId: string): Promise<string> =>
    worker.line(new RegExp(`\\[${taskId}\\] received`), { timeoutMs: 20_000 });
  const status = (settings: JsonObject = {}) => startStatus({ settings: { broker: rig.server().url, ...settings } });
  const redis = async () => {
    const service = await startRedis();
    onTestFinished(() => service.stop());
    return service.url;
  };

  test('with rpc results of our own tasks: queued, running, progress, success, failure', async () => {
    const worker = await work({ backend: 'rpc://', hostname: 'r1' });
    const { start, becomes, waitFor, hear } = await status();
    const { path, open } = closedGate();
    const running = await start('tasks.started_until', { queue, params: { path } });
    await becomes(running, { state: 'running', worker: 'celery@r1', queue, pid: expect.any(Number) });
    const reserved = await start('tasks.add', { queue, params: { x: 1, y: 2 } });
    await becomes(reserved, { state: 'reserved' });
    // Waited for while it cannot begin yet.
    const reporting = await start('tasks.progress', { queue, params: { steps: 3, pause_s: 0.5 } });
    const hearing = hear(reporting);
    await becomes(reporting, { state: 'reserved' });
    open();
    expect(await waitFor(reserved)).toMatchObject({ state: 'success', result: { value: 3 } });
    const { answer, heard } = await hearing;
    expect(answer).toMatchObject({ value: { state: 'success' } });
    expect(heard.map(({ message }) => message)).toContain('step 2 of 3');
    const failing = await start('tasks.fail', { queue });
    expect(await waitFor(failing)).toMatchObject({ status: 'failure', error: { type: 'ValueError', message: 'it went wrong' } });
    // The result comes from the process of the task. Until the worker has noticed, ending it would put the message back.
    await worker.line(new RegExp(`\\[${failing}\\] raised`));
    await worker.stop();
    const waiting = await start('tasks.add', { queue, params: { x: 1, y: 2 }, allow_unconsumed: true });
    expect(await waitFor(waiting, 0.2)).toMatchObject({ state: 'queued', position: 1, timed_out: true, workers: { known: 0 } });
  });

  test('with results in Redis: scheduled, retrying, killed with and without an acknowledgement', async () => {
    const backend = await redis();
    const worker = await work({ backend, hostname: 'r2' });
    const { becomes, waitFor, ledger } = await status({ result_backend: backend });
    const timed = await send({ etaMs: Date.now() + 600_000 });
    await becomes(timed, { state: 'scheduled', worker: 'celery@r2', eta_at: expect.stringMatching(/Z$/) });
    const retrying = await send({ taskName: 'tasks.retry', args: [1, 600] });
    await becomes(retrying, { status: 'retry', state: 'retrying', error: { type: 'ValueError' } });
    const retried = await send({ taskName: 'tasks.retry', args: [1, 0.1] });
    await arrives(worker, retried);
    expect(await waitFor(retried)).toMatchObject({ state: 'success' });
    const early = await send({ taskName: 'tasks.started_sleep', args: [600] });
    await becomes(early, { state: 'running' });
    const late = await send({ taskName: 'tasks.acks_late', args: [600] });
    await becomes(late, { state: 'reserved' });
    worker.kill('SIGKILL');
    await worker.ended();
    await ledger.claim({ taskId: late, ...sentEntry({ queue, task_name: 'tasks.acks_late' }) });
    // The broker puts back what was not acknowledged.
    await becomes(late, { state: 'queued', queue });
    await becomes(early, { state: 'lost', worker: 'celery@r2' });
  });

  test('under a rate limit: held, although RabbitMQ does not show what workers hold', async () => {
    const backend = await redis();
    const worker = await work({ backend, hostname: 'r3' });
    const { becomes, waitFor, ledger } = await status({ result_backend: backend });
    const [first, second] = [
      await send({ taskName: 'tasks.rate_limited', args: [] }),
      await send({ taskName: 'tasks.rate_limited', args: [] }),
    ];
    await arrives(worker, first);
    expect(await waitFor(first)).toMatchObject({ state: 'success' });
    await ledger.claim({ taskId: second, ...sentEntry({ queue, task_name: 'tasks.rate_limited' }) });
    await becomes(second, { state: 'held', reason: expect.stringContaining('rate limit') });
  });

  test('whose results nobody can read: followed by events to the end', async () => {
    await work({ hostname: 'r4', options: ['-E'] });
    const { callTool, waitFor, becomes } = await status({ result_backend: 'none' });
    await callTool('task_log', { task_id: 'anything' });
    const { path, open } = closedGate();
    const taskId = await send({ taskName: 'tasks.until', args: [path] });
    await becomes(taskId, { state: 'running', started_at: expect.stringMatching(/Z$/) });
    open();
    expect(await waitFor(taskId)).toMatchObject({ state: 'success', result: null, notes: [expect.stringContaining('event')] });
    const failing = await send({ taskName: 'tasks.fail', args: [] });
    await becomes(failing, { state: 'failure', error: { type: 'ValueError', message: 'it went wrong' } });
  });

  test('of a frozen worker: stalled, and unknown where nobody knows', async () => {
    const backend = await redis();
    const worker = await work({ backend, hostname: 'r5' });
    const { becomes, statusOf } = await status({ result_backend: backend, answer_timeout_ms: 1_000 });
    const taskId = await send({ taskName: 'tasks.started_sleep', args: [600] });
    await becomes(taskId, { state: 'running' });
    worker.suspend();
    await becomes(taskId, { state: 'stalled', workers: { known: 1, answered: 0 } });
    expect(await statusOf('never-sent')).toMatchObject({ state: 'unknown', reason: expect.stringContaining('does not answer') });
    worker.resume();
  });
});
