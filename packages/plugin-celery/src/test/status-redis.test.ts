import { randomUUID } from 'node:crypto';
import type { JsonObject } from '@lineclear/core/plugin';
import { redisBinary, skipWithout } from '@lineclear/testing';
import type { CeleryWorker } from '@lineclear/testing/celery';
import { skipWithoutCelery } from '@lineclear/testing/celery';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { revoke } from '../control/orders.ts';
import type { TaskOrder } from '../protocol/build-message.ts';
import { closedGate } from './closed-gate.ts';
import type { RedisRig } from './redis-rig.ts';
import { message, startRedisRig } from './redis-rig.ts';
import { sentEntry, startStatus } from './status-rig.ts';

const isMissing = [skipWithout(redisBinary), skipWithoutCelery()].includes(true);

describe.skipIf(isMissing)('the states of a task on Redis', () => {
  let rig: RedisRig;
  let worker: CeleryWorker;
  beforeAll(async () => {
    rig = await startRedisRig();
    worker = await rig.worker({ hostname: 'w1', queues: ['celery'] });
  });
  afterAll(() => rig.close());

  const send = async (taskName: string, order: Partial<TaskOrder> & { queue?: string } = {}): Promise<string> => {
    const taskId = randomUUID();
    const { queue = 'celery', ...fields } = order;
    await rig.broker().publish({ message: message({ taskName, taskId, ...fields }), queue });
    // On its way it is nowhere, and nobody here knows that it was sent.
    if (queue === 'celery') await worker.line(new RegExp(`\\[${taskId}\\] received`));
    return taskId;
  };
  const status = (settings: JsonObject = {}) => startStatus({ settings: { broker: rig.url, ...settings } });

  test('waits in a queue that nobody reads: queued, with its position', async () => {
    const { statusOf } = await status();
    // As Celery's own clients and workers leave it behind.
    await rig.link.send(['SADD', '_kombu.binding.reports', 'reports\u0006\u0016\u0006\u0016reports']);
    await send('tasks.report', { queue: 'reports' });
    const taskId = await send('tasks.report', { queue: 'reports' });
    expect(await statusOf(taskId)).toMatchObject({
      status: 'pending',
      state: 'queued',
      task_name: 'tasks.report',
      queue: 'reports',
      position: 2,
      ahead: 1,
      completed_at: null,
      workers: { known: 1, answered: 1, silent: [] },
      poll_after_s: expect.any(Number),
    });
  });

  test('runs, with worker, process and time, with a record and without one', async () => {
    const { becomes, waitFor } = await status();
    for (const name of ['tasks.until', 'tasks.started_until']) {
      const { path, open } = closedGate();
      const taskId = await send(name, { args: [path] });
      const running = await becomes(taskId, { status: 'started', state: 'running', worker: 'celery@w1', progress: null });
      expect(running).toMatchObject({ pid: expect.any(Number), queue: 'celery', task_name: name, runtime_s: expect.any(Number) });
      expect(running['started_at']).toMatch(/^\d{4}-.*Z$/);
      open();
      expect(await waitFor(taskId)).toMatchObject({
        state: 'success',
        result: { value: 'opened' },
        timed_out: false,
        poll_after_s: null,
      });
    }
  });

  test('waits in a worker for a free process: reserved; for its time: scheduled', async () => {
    const { becomes, waitFor } = await status();
    const { path, open } = closedGate();
    const busy = [await send('tasks.until', { args: [path] }), await send('tasks.until', { args: [path] })];
    const reserved = await send('tasks.add', { args: [1, 2] });
    await becomes(reserved, { status: 'pending', state: 'reserved', worker: 'celery@w1' });
    const etaMs = Math.ceil(Date.now() / 1_000) * 1_000 + 600_000;
    const timed = await send('tasks.add', { args: [1, 2], etaMs });
    const scheduled = await becomes(timed, { status: 'pending', state: 'scheduled', worker: 'celery@w1', queue: 'celery' });
    expect(scheduled['eta_at']).toBe(new Date(etaMs).toISOString());
    expect(scheduled['poll_after_s']).toBeGreaterThan(30);
    open();
    for (const taskId of busy) await waitFor(taskId);
    expect(await waitFor(reserved)).toMatchObject({ state: 'success', result: { value: 3 } });
  });

  test('is tried again: retrying, with the time and the number of tries, and then succeeds', async () => {
    const { becomes, waitFor } = await status();
    const once = await send('tasks.retry', { kwargs: { times: 2, wait_s: 600 } });
    const first = await becomes(once, { status: 'retry', state: 'retrying', retries: 1 });
    expect(first).toMatchObject({ error: { type: 'ValueError', message: 'attempt 1' }, eta_at: expect.stringMatching(/Z$/) });
    const taskId = await send('tasks.retry', { kwargs: { times: 2, wait_s: 3 } });
    await becomes(taskId, { state: 'retrying', retries: 2 });
    expect(await waitFor(taskId)).toMatchObject({ state: 'success', result: { value: { retries: 2 } } });
  });

  test('fails, with type, message and the end of the traceback', async () => {
    const { waitFor } = await status();
    const taskId = await send('tasks.fail', { kwargs: { message: 'no such file' } });
    const failed = await waitFor(taskId);
    expect(failed).toMatchObject({ status: 'failure', state: 'failure', error: { type: 'ValueError', message: 'no such file' } });
    expect(failed).toMatchObject({ completed_at: expect.stringMatching(/Z$/), poll_after_s: null, workers: null });
    expect(JSON.stringify(failed['error'])).toContain('in go_wrong');
  });

  test('reports progress, which is passed on and never made up', async () => {
    const { answer, becomes } = await status();
    const reporting = await send('tasks.progress', { kwargs: { steps: 4, pause_s: 600 } });
    await becomes(reporting, {
      state: 'running',
      progress: { percent: expect.any(Number), message: expect.stringMatching(/^step \d of 4$/) },
    });
    await revoke({ broker: rig.broker(), timeoutMs: 10_000, taskIds: [reporting], terminate: 'SIGKILL' });
    const taskId = await send('tasks.progress', { kwargs: { steps: 4, pause_s: 0.1 } });
    const waited = await answer('wait_for_task', { task_id: taskId });
    expect(waited).toMatchObject({ kind: 'value', value: { state: 'success', progress: null } });
  });

  test('of a task under a rate limit: held', async () => {
    const { becomes, waitFor } = await status();
    const first = await send('tasks.rate_limited');
    expect(await waitFor(first)).toMatchObject({ state: 'success' });
    const second = await send('tasks.rate_limited');
    await becomes(second, {
      status: 'pending',
      state: 'held',
      queue: 'celery',
      redelivered_at: expect.stringMatching(/Z$/),
      reason: expect.stringContaining('rate limit'),
    });
  });

  test('of a task that nobody knows: unknown, which is no error and ends a wait at once', async () => {
    const { waitFor } = await status();
    expect(await waitFor('never-sent', 60)).toMatchObject({
      status: 'unknown',
      state: 'unknown',
      timed_out: false,
      reason: expect.stringMatching(/never sent.*expired/),
      workers: { known: 1, answered: 1, silent: [] },
    });
  });

  test('of a task that was sent long ago: result_expired; not long ago: lost', async () => {
    const { ledger, statusOf } = await status();
    await ledger.claim({ taskId: 'old', ...sentEntry({ at: Date.now() - 90_000_000 }) });
    await ledger.claim({ taskId: 'new', ...sentEntry() });
    expect(await statusOf('old')).toMatchObject({ status: 'unknown', state: 'result_expired' });
    expect(await statusOf('new')).toMatchObject({ status: 'lost', state: 'lost' });
  });

  test('of a later task of a chain: queued behind the one before it, never sent when that one failed', async () => {
    const { ledger, statusOf, becomes, waitFor } = await status();
    const { path, open } = closedGate();
    const first = await send('tasks.until', { args: [path] });
    await ledger.claim({ taskId: 'behind', ...sentEntry({ parent: first }) });
    expect(await statusOf('behind')).toMatchObject({
      status: 'pending',
      state: 'queued',
      position: null,
      reason: expect.stringContaining(first),
    });
    open();
    await waitFor(first);
    const failed = await send('tasks.fail');
    await waitFor(failed);
    await ledger.claim({ taskId: 'never', ...sentEntry({ parent: failed }) });
    await becomes('never', { state: 'unknown', reason: expect.stringMatching(/never sent.*did not succeed/) });
  });

  test('of a record that cannot be read: said in a note, and the state comes from elsewhere', async () => {
    const { statusOf } = await status();
    await rig.link.send(['SET', 'celery-task-meta-broken', '{"status":']);
    expect(await statusOf('broken')).toMatchObject({ state: 'unknown', notes: [expect.stringContaining('cannot be read')] });
  });

  test('of a frozen worker: stalled, and never lost', async () => {
    const { statusOf, becomes, waitFor } = await status({ answer_timeout_ms: 1_000 });
    const { path, open } = closedGate();
    const started = await send('tasks.started_until', { args: [path] });
    const held = [await send('tasks.until', { args: [path] }), await send('tasks.until', { args: [path] })];
    await becomes(started, { state: 'running' });
    worker.suspend();
    try {
      expect(await statusOf(started)).toMatchObject({ status: 'stalled', state: 'stalled', workers: { known: 1, answered: 0 } });
      expect(await statusOf('never-sent')).toMatchObject({
        state: 'unknown',
        reason: expect.stringContaining('does not answer'),
      });
    } finally {
      worker.resume();
      open();
    }
    for (const taskId of [started, ...held]) expect(await waitFor(taskId)).toMatchObject({ state: 'success' });
  });

  test('whose result is too large is shown up to the limit, and one that JavaScript cannot hold in words', async () => {
    const { waitFor } = await status();
    expect(await waitFor(await send('tasks.big_result'))).toMatchObject({
      state: 'success',
      result: { value: expect.stringMatching(/^\{"text":"xxx/), left_out_characters: 5_242_891 - 20_000, untrusted: true },
    });
    expect(await waitFor(await send('tasks.nan_result'))).toMatchObject({
      result: { value: { nan: 'NaN', beyond_double: '9007199254740993' }, left_out_characters: 0 },
    });
  });

  test('keeps the original words under the original name', async () => {
    const { callTool, waitFor } = await status();
    const taskId = await send('tasks.add', { args: [1, 2] });
    await waitFor(taskId);
    expect(await callTool('get_task_status_tool', { task_id: taskId })).toEqual({
      task_id: taskId,
      status: 'success',
      progress: 100,
      result: 3,
      error: null,
      started_at: null,
      completed_at: expect.stringMatching(/Z$/),
    });
    const failing = await send('tasks.fail');
    await waitFor(failing);
    expect(await callTool('get_task_status_tool', { task_id: failing })).toMatchObject({
      status: 'failure',
      error: 'ValueError: it went wrong',
    });
  });
});
