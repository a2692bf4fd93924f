import { randomUUID } from 'node:crypto';
import { redisBinary, skipWithout, type StartedPlugin } from '@lineclear/testing';
import type { CeleryWorkerOptions } from '@lineclear/testing/celery';
import { skipWithoutCelery } from '@lineclear/testing/celery';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { BrokerPort } from '../broker/broker.ts';
import { closedGate } from './closed-gate.ts';
import { resultOf, sender, startTools } from './change-rig.ts';
import type { RedisRig } from './redis-rig.ts';
import { startRedisRig } from './redis-rig.ts';

const isMissing = [skipWithout(redisBinary), skipWithoutCelery()].includes(true);

describe.skipIf(isMissing)('cancelling where workers cannot be told, on Redis', () => {
  let rig: RedisRig;
  let broker: BrokerPort;
  let started: StartedPlugin;
  let tasks: ReturnType<typeof sender>;

  beforeAll(async () => {
    rig = await startRedisRig();
    broker = rig.broker();
    tasks = sender(broker);
    started = await startTools({ settings: { broker: rig.url } });
  });
  afterAll(async () => {
    await started.close();
    await rig.close();
  });
  beforeEach(async () => {
    await rig.link.send(['FLUSHALL']);
  });

  const worker = async (options: Partial<CeleryWorkerOptions> = {}) => {
    const running = await rig.worker({ concurrency: 1, hostname: 'w1', ...options });
    onTestFinished(() => running.stop());
    return running;
  };
  /** The same tools on the same plans, for workers that will not answer. */
  const startHasty = async (): Promise<StartedPlugin> => {
    const { store } = started.composition;
    const hasty = await startTools({ settings: { broker: rig.url, answer_timeout_ms: 1_000 }, store });
    onTestFinished(() => hasty.close());
    return hasty;
  };
  const remember = (task_id: string, principal = 'tester') =>
    started.confirmTool('remember_task', { task_id, task_name: 'tasks.add', queue: 'celery', principal });

  test('removes a queued task with no worker at all, and remembers it', async () => {
    const task_id = await tasks.send({});
    await remember(task_id, 'somebody');
    const { preview, outcome } = await started.confirmTool('cancel_task', { task_id });
    expect(preview).toMatchObject({ warnings: ['It was started by "somebody", not by you.'] });
    expect(outcome).toMatchObject({
      result: { outcome: 'cancelled', status: 'revoked', workers: { known: 0, answered: 0 } },
      effect: { state: 'revoked' },
    });
    expect(await rig.link.send(['LLEN', 'celery'])).toBe(0);
    await expect(started.callTool('cancel_task', { task_id })).rejects.toMatchObject({
      details: { reason: 'already_finished', status: 'revoked' },
    });
  });

  test('removes every message of a task that waits twice', async () => {
    const task_id = await tasks.send({});
    await tasks.send({ taskId: task_id });
    const other = await tasks.send({});
    await remember(task_id);
    const { outcome } = await started.confirmTool('cancel_task', { task_id });
    expect(outcome).toMatchObject({ result: { outcome: 'cancelled' }, effect: { state: 'revoked' } });
    const left = await broker.peek({ queue: 'celery', offset: 0, limit: 10 });
    expect(left.items.map(({ task }) => task?.taskId)).toEqual([other]);
  });

  test('lets a threads pool run what it has, and says so', async () => {
    await worker({ pool: 'threads' });
    const { path, open } = closedGate();
    const running = await tasks.send({ taskName: 'tasks.until', args: [path] });
    await tasks.untilRunning(running);
    const reserved = await tasks.send({ taskName: 'tasks.sleep', args: [0] });
    await tasks.untilReserved(reserved);
    for (const [task_id, text] of [
      [running, 'cannot end a running task'],
      [reserved, 'has handed the task to its threads pool'],
    ] as const) {
      await expect(started.callTool('cancel_task', { task_id })).rejects.toMatchObject({
        code: 'unsupported',
        message: expect.stringContaining(text),
        details: { reason: 'not_cancellable', pool: 'threads' },
      });
    }
    open();
    for (const taskId of [running, reserved]) {
      expect(await rig.results().wait({ taskId, timeoutMs: 15_000 })).toMatchObject({ status: 'SUCCESS' });
    }
  });

  test('keeps a task from its time at a threads pool', async () => {
    await worker({ pool: 'threads' });
    const task_id = await tasks.send({ etaMs: Date.now() + 600_000 });
    await tasks.untilScheduled(task_id);
    const { outcome } = await started.confirmTool('cancel_task', { task_id });
    expect(resultOf(outcome)).toMatchObject({ outcome: 'cancelled', status: 'revoked' });
    // Its time comes: the same task once more, for now.
    await tasks.send({ taskId: task_id });
    expect(await rig.results().wait({ taskId: task_id, timeoutMs: 15_000 })).toMatchObject({ status: 'REVOKED' });
  });

  test('cannot say where a task is while a solo pool is busy, but removes what waits behind it', async () => {
    await worker({ pool: 'solo' });
    const hasty = await startHasty();
    const { path, open } = closedGate();
    const busy = await tasks.send({ taskName: 'tasks.started_until', args: [path] });
    await vi.waitFor(async () => expect(await rig.results().read({ taskId: busy })).toMatchObject({ status: 'STARTED' }), 20_000);
    await expect(hasty.callTool('cancel_task', { task_id: busy })).rejects.toMatchObject({
      code: 'timeout',
      details: { reason: 'workers_silent', silent: ['celery@w1'] },
    });
    const waiting = await tasks.send({});
    const { outcome } = await hasty.confirmTool('cancel_task', { task_id: waiting });
    expect(resultOf(outcome)).toMatchObject({ outcome: 'cancelled', status: 'revoked', workers: { known: 1, answered: 0 } });
    open();
    expect(await rig.results().wait({ taskId: busy, timeoutMs: 15_000 })).toMatchObject({ status: 'SUCCESS' });
    expect(await rig.results().read({ taskId: waiting })).toBeUndefined();
  });

  test('claims nothing while a worker is frozen, and ends the task once it answers again', async () => {
    const frozen = await worker();
    const task_id = await tasks.send({ taskName: 'tasks.sleep', args: [600] });
    await tasks.untilRunning(task_id);
    const { ticket } = await started.previewTool('cancel_task', { task_id });
    frozen.suspend();
    const hasty = await startHasty();
    await expect(hasty.callTool('cancel_task', { task_id, confirm: true, ticket: ticket ?? null })).rejects.toMatchObject({
      code: 'stale',
      details: { changed: { place: { was: 'running', is: 'silent' } }, refusal: { details: { reason: 'workers_silent' } } },
    });
    await expect(hasty.callTool('cancel_task', { task_id: randomUUID() })).rejects.toMatchObject({ code: 'timeout' });
    frozen.resume();
    const { outcome } = await started.confirmTool('cancel_task', { task_id, signal: 'SIGKILL' });
    expect(resultOf(outcome)).toMatchObject({ outcome: 'cancelled', status: 'revoked' });
  });

  test('does not promise anything about a task that a killed worker held', async () => {
    const dying = await worker();
    const task_id = await tasks.send({ taskName: 'tasks.acks_late', args: [600] });
    await tasks.untilRunning(task_id);
    dying.kill('SIGKILL');
    await dying.ended();
    await vi.waitFor(
      () =>
        expect(started.callTool('cancel_task', { task_id })).rejects.toMatchObject({
          code: 'unsupported',
          details: { reason: 'not_cancellable' },
        }),
      20_000,
    );
  });

  // What workers since Celery 5.6.2 leave behind; here it is written by hand.
  test('takes a task that is recorded as revoked and runs on for one that runs', async () => {
    await worker();
    const task_id = await tasks.send({ taskName: 'tasks.sleep', args: [600] });
    await tasks.untilRunning(task_id);
    const result = { exc_type: 'TaskRevokedError', exc_message: ['revoked'], exc_module: 'celery.exceptions' };
    const record = { status: 'REVOKED', result, traceback: null, children: [], date_done: new Date().toISOString(), task_id };
    await rig.link.send(['SET', `celery-task-meta-${task_id}`, JSON.stringify(record)]);
    const { preview, outcome } = await started.confirmTool('cancel_task', { task_id, signal: 'SIGKILL' });
    expect(preview).toMatchObject({ before: { state: 'running' } });
    expect(resultOf(outcome)).toMatchObject({ outcome: 'cancelled', status: 'revoked' });
  });
});
