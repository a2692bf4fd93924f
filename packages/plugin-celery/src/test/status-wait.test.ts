import { randomUUID } from 'node:crypto';
import { redisBinary, skipWithout, startRedis } from '@lineclear/testing';
import { type CeleryWorker, skipWithoutCelery } from '@lineclear/testing/celery';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { TaskOrder } from '../protocol/build-message.ts';
import { parseRedisUrl } from '../redis/address.ts';
import { RedisLink } from '../redis/link.ts';
import { closedGate } from './closed-gate.ts';
import { startHearingWorker } from './hearing-worker.ts';
import { startProxy } from './proxy.ts';
import type { RedisRig } from './redis-rig.ts';
import { message, startRedisRig, untilListening } from './redis-rig.ts';
import { sentEntry, startStatus } from './status-rig.ts';

const isMissing = [skipWithout(redisBinary), skipWithoutCelery()].includes(true);

describe.skipIf(isMissing)('waiting for a task', () => {
  let rig: RedisRig;
  let worker: CeleryWorker;
  beforeAll(async () => {
    rig = await startRedisRig();
    worker = await rig.worker({ hostname: 'w1', queues: ['celery'] });
  });
  afterAll(() => rig.close());

  const send = async (taskName: string, order: Partial<TaskOrder> = {}): Promise<string> => {
    const taskId = randomUUID();
    await rig.broker().publish({ message: message({ taskName, taskId, ...order }), queue: 'celery' });
    // On its way it is nowhere, and nobody here knows that it was sent.
    await worker.line(new RegExp(`\\[${taskId}\\] received`));
    return taskId;
  };
  const status = () => startStatus({ settings: { broker: rig.url } });

  test('tells of progress as the task reports it, growing, and ends with the result', async () => {
    const { hear } = await status();
    const { path, open } = closedGate();
    // Both processes are busy until it is listened to.
    for (let busy = 0; busy < 2; busy += 1) await send('tasks.until', { args: [path] });
    const taskId = await send('tasks.progress', { kwargs: { steps: 4, pause_s: 0.2 } });
    const hearing = hear(taskId);
    await untilListening(rig, taskId);
    open();
    const { answer, heard } = await hearing;
    expect(answer).toMatchObject({
      kind: 'value',
      value: { state: 'success', timed_out: false, result: { value: { steps: 4 } } },
    });
    expect(heard.map(({ message: text }) => text)).toEqual(expect.arrayContaining(['step 2 of 4', 'step 3 of 4', 'step 4 of 4']));
    const values = heard.map(({ progress }) => progress);
    expect(values).toEqual(values.toSorted((one, other) => one - other));
    expect(new Set(values).size).toBe(values.length);
    expect(heard.at(-1)).toMatchObject({ total: 100 });
  });

  test('is bounded: the answer says that the task goes on, and the next wait sees its end', async () => {
    const { waitFor } = await status();
    const { path, open } = closedGate();
    const taskId = await send('tasks.until', { args: [path] });
    const first = await waitFor(taskId, 0.3);
    expect(first).toMatchObject({ timed_out: true, completed_at: null });
    expect(first['waited_s']).toBeGreaterThanOrEqual(0.3);
    open();
    expect(await waitFor(taskId)).toMatchObject({ state: 'success', timed_out: false });
  });

  test('ends at once for a task that has ended, is lost, or that nobody knows', async () => {
    const { waitFor, ledger } = await status();
    const done = await send('tasks.add', { args: [1, 2] });
    await waitFor(done);
    await ledger.claim({ taskId: 'gone', ...sentEntry({ at: Date.now() - 60_000 }) });
    for (const [taskId, state] of [
      [done, 'success'],
      ['gone', 'lost'],
      ['never-sent', 'unknown'],
    ] as const) {
      expect(await waitFor(taskId, 600)).toMatchObject({ state, timed_out: false });
    }
  });

  test('ends when the caller leaves', async () => {
    const { answer } = await status();
    const caller = new AbortController();
    const taskId = await send('tasks.until', { args: [closedGate().path] });
    const waiting = answer('wait_for_task', { task_id: taskId, timeout_s: 600 }, caller.signal);
    caller.abort();
    expect(await waiting).toMatchObject({ kind: 'error', error: { code: 'cancelled' } });
  });

  test('refuses a wait that is too long', async () => {
    const { waitFor } = await status();
    await expect(waitFor('t', 601)).rejects.toMatchObject({ code: 'invalid_input' });
  });

  test('is an error at once when Redis cannot be reached in the beginning', async () => {
    const { waitFor } = await startStatus({ settings: { broker: 'redis://127.0.0.1:1' } });
    await expect(waitFor('t', 600)).rejects.toMatchObject({ code: 'unreachable' });
  });
});

describe.skipIf(isMissing)('a Redis that restarts, empty, during a wait', () => {
  test('is waited for: the worker ends its task, comes back and stores the result', async () => {
    const first = await startRedis();
    const proxy = await startProxy(first.port);
    onTestFinished(() => proxy.close());
    const url = `redis://127.0.0.1:${proxy.port}/0`;
    const worker = await startHearingWorker({ broker: url, backend: url, pool: 'prefork', concurrency: 1 });
    onTestFinished(() => worker.stop());
    const { start, becomes, waitFor } = await startStatus({ settings: { broker: url } });
    const { path, open } = closedGate();
    const taskId = await start('tasks.started_until', { params: { path } });
    await becomes(taskId, { state: 'running' });
    const waiting = waitFor(taskId, 90);
    const link = new RedisLink(parseRedisUrl(first.url));
    await untilListening({ link }, taskId);
    await link.close();
    proxy.target = undefined;
    proxy.cut();
    await first.stop();
    const second = await startRedis();
    onTestFinished(() => second.stop());
    proxy.target = second.port;
    open();
    expect(await waiting).toMatchObject({ state: 'success', result: { value: 'opened' }, timed_out: false });
  });
});
