import { randomUUID } from 'node:crypto';
import type { JsonObject } from '@lineclear/core/plugin';
import { redisBinary, skipWithout, type StartOptions, testClock } from '@lineclear/testing';
import type { CeleryWorker, CeleryWorkerOptions } from '@lineclear/testing/celery';
import { skipWithoutCelery } from '@lineclear/testing/celery';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { TaskOrder } from '../protocol/build-message.ts';
import { closedGate } from './closed-gate.ts';
import type { RedisRig } from './redis-rig.ts';
import { message, startRedisRig } from './redis-rig.ts';
import { sentEntry, startStatus } from './status-rig.ts';

const isMissing = [skipWithout(redisBinary), skipWithoutCelery()].includes(true);

describe.skipIf(isMissing)('tasks of workers that die, freeze or have another pool', () => {
  let rig: RedisRig;
  beforeAll(async () => {
    rig = await startRedisRig();
  });
  afterAll(() => rig.close());
  beforeEach(async () => {
    await rig.link.send(['FLUSHALL']);
  });

  const send = async (taskName: string, order: Partial<TaskOrder> = {}): Promise<string> => {
    const taskId = randomUUID();
    await rig.broker().publish({ message: message({ taskName, taskId, ...order }), queue: 'celery' });
    return taskId;
  };
  const work = async (options: Partial<CeleryWorkerOptions> = {}): Promise<CeleryWorker> => {
    const worker = await rig.worker({ concurrency: 1, ...options });
    onTestFinished(() => worker.stop());
    return worker;
  };
  const status = (settings: JsonObject = {}, options: Pick<StartOptions, 'clock'> = {}) =>
    startStatus({ settings: { broker: rig.url, answer_timeout_ms: 3_000, visibility_timeout_s: 600, ...settings }, ...options });
  /** For workers that are not going to answer. */
  const hasty = { answer_timeout_ms: 500 };
  /** A task on its way is nowhere, and only who sent it knows of it. */
  const arrives = (worker: CeleryWorker, taskId: string): Promise<string> =>
    worker.line(new RegExp(`\\[${taskId}\\] received`), { timeoutMs: 20_000 });
  const kill = async (worker: CeleryWorker): Promise<void> => {
    worker.kill('SIGKILL');
    await worker.ended();
  };

  test('a task with a record whose only worker was killed is lost, and a wait for it ends at once', async () => {
    const { becomes, waitFor } = await status();
    const worker = await work({ hostname: 'dies' });
    const taskId = await send('tasks.started_sleep', { args: [600] });
    await becomes(taskId, { state: 'running' });
    await kill(worker);
    await becomes(taskId, {
      status: 'lost',
      state: 'lost',
      worker: 'celery@dies',
      workers: { known: 0, answered: 0, silent: [] },
    });
    expect(await waitFor(taskId, 60)).toMatchObject({
      state: 'lost',
      timed_out: false,
      notes: expect.arrayContaining([expect.stringContaining('retry_task')]),
    });
  });

  test('beside a living worker it is lost as well, and without a record only where it was started here', async () => {
    const { becomes, statusOf, ledger } = await status();
    const dying = await work({ hostname: 'dies' });
    const ours = await send('tasks.sleep', { args: [600] });
    await ledger.claim({ taskId: ours, ...sentEntry({ task_name: 'tasks.sleep' }) });
    await becomes(ours, { state: 'running' });
    await kill(dying);
    await work({ hostname: 'lives', pool: 'solo' });
    await becomes(ours, { state: 'lost', workers: { known: 1, answered: 1, silent: [] } });
    const foreign = await statusOf('somebody-elses');
    expect(foreign).toMatchObject({ state: 'unknown', workers: { known: 1, answered: 1 } });
  });

  test('a task that was not acknowledged when its worker died is held until its redelivery', async () => {
    const { becomes } = await status();
    const worker = await work({ hostname: 'dies' });
    const taskId = await send('tasks.acks_late', { args: [600] });
    await becomes(taskId, { state: 'running' });
    await kill(worker);
    const held = await becomes(taskId, { status: 'pending', state: 'held', queue: 'celery', workers: { known: 0 } });
    expect(Date.parse(String(held['redelivered_at'])) - Date.now()).toBeGreaterThan(500_000);
    expect(held['poll_after_s']).not.toBeNull();
  });

  test('a task whose pool process was killed fails, and says how', async () => {
    const { waitFor } = await status();
    const worker = await work();
    const taskId = await send('tasks.crash');
    await arrives(worker, taskId);
    expect(await waitFor(taskId)).toMatchObject({
      state: 'failure',
      error: { type: 'WorkerLostError', message: expect.stringContaining('SIGKILL') },
    });
  });

  test('with no worker at all a task waits, and says why', async () => {
    const { statusOf, waitFor, ledger } = await status();
    const taskId = await send('tasks.add', { args: [1, 2] });
    await ledger.claim({ taskId, ...sentEntry() });
    const reason = 'No worker is connected to the broker.';
    expect(await statusOf(taskId)).toMatchObject({ state: 'queued', position: 1, reason, workers: { known: 0 } });
    expect(await waitFor(taskId, 0.5)).toMatchObject({ state: 'queued', timed_out: true });
    await arrives(await work({ pool: 'solo' }), taskId);
    expect(await waitFor(taskId)).toMatchObject({ state: 'success', timed_out: false });
  });

  test('two workers of one name: a task of either is never called lost', async () => {
    const { becomes, statusOf } = await status({ answer_timeout_ms: 10_000 });
    for (let twin = 0; twin < 2; twin += 1) await work({ hostname: 'twin', concurrency: 1 });
    const taskId = await send('tasks.started_sleep', { args: [600] });
    await becomes(taskId, { state: 'running' });
    const seen = new Set<unknown>();
    for (let look = 0; look < 40; look += 1) seen.add((await statusOf(taskId))['state']);
    expect([...seen].filter((state) => state !== 'running' && state !== 'stalled')).toEqual([]);
    expect(await statusOf(taskId)).toMatchObject({ workers: { known: 2, answered: 1 } });
  });

  test('a frozen worker: what it took is stalled, what it did not take is queued', async () => {
    const { statusOf, becomes, ledger } = await status(hasty);
    const worker = await work({ hostname: 'freezes', options: ['--prefetch-multiplier=1'] });
    const running = await send('tasks.sleep', { args: [600] });
    await ledger.claim({ taskId: running, ...sentEntry({ task_name: 'tasks.sleep' }) });
    await becomes(running, { state: 'running' });
    const reserved = await send('tasks.sleep', { args: [600] });
    await becomes(reserved, { state: 'reserved' });
    worker.suspend();
    const waiting = await send('tasks.add', { args: [1, 2] });
    await ledger.claim({ taskId: waiting, ...sentEntry() });
    for (const taskId of [running, reserved]) {
      expect(await statusOf(taskId)).toMatchObject({
        status: 'stalled',
        workers: { known: 1, answered: 0, silent: ['celery@freezes'] },
      });
    }
    expect(await statusOf(waiting)).toMatchObject({ state: 'queued', position: 1 });
    await kill(worker);
  });

  test('a threads pool runs tasks side by side', async () => {
    const { becomes, waitFor } = await status();
    await work({ pool: 'threads', concurrency: 2, hostname: 'threads' });
    const { path, open } = closedGate();
    const ids = [await send('tasks.until', { args: [path] }), await send('tasks.started_until', { args: [path] })];
    for (const taskId of ids) await becomes(taskId, { state: 'running', worker: 'celery@threads' });
    open();
    for (const taskId of ids) expect(await waitFor(taskId)).toMatchObject({ state: 'success', result: { value: 'opened' } });
  });

  test('a busy solo pool cannot answer: stalled with the reason, and the wait goes on to the end', async () => {
    const { becomes, waitFor } = await status(hasty);
    await work({ pool: 'solo', hostname: 'alone' });
    const { path, open } = closedGate();
    const taskId = await send('tasks.started_until', { args: [path] });
    await becomes(taskId, { state: 'stalled', worker: 'celery@alone', reason: expect.stringContaining('pool is solo') });
    const waiting = waitFor(taskId);
    // It has looked by the time that the worker has kept us waiting once more.
    await becomes(taskId, { state: 'stalled' });
    open();
    expect(await waiting).toMatchObject({ state: 'success', result: { value: 'opened' } });
  });

  test('a result that its worker keeps for a minute is known to have expired where the task was started here', async () => {
    const clock = testClock();
    const { waitFor, becomes, ledger, statusOf } = await status({}, { clock });
    const worker = await work({ pool: 'solo', settings: { result_expires: 60 } });
    const [ours, foreign] = [await send('tasks.add', { args: [1, 2] }), await send('tasks.add', { args: [1, 2] })];
    await ledger.claim({ taskId: ours, ...sentEntry() });
    await arrives(worker, foreign);
    for (const taskId of [ours, foreign]) expect(await waitFor(taskId)).toMatchObject({ state: 'success' });
    // Redis drops what has a time to be dropped at.
    for (const taskId of [ours, foreign])
      expect(await rig.link.send(['EXPIRE', `celery-task-meta-${taskId}`, '0', 'XX'])).toBe(1);
    clock.advance(61_000);
    await becomes(ours, { status: 'unknown', state: 'result_expired', workers: { known: 1, answered: 1 } });
    expect(await statusOf(foreign)).toMatchObject({ state: 'unknown', reason: expect.stringContaining('expired') });
  });

  test('a task that expired before a worker came is revoked', async () => {
    const { waitFor } = await status();
    const taskId = await send('tasks.add', { args: [1, 2], expiresMs: Date.now() - 1_000 });
    await arrives(await work({ pool: 'solo' }), taskId);
    expect(await waitFor(taskId)).toMatchObject({ status: 'revoked', reason: expect.stringContaining('expired') });
  });
});
