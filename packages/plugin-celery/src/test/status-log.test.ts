import { randomUUID } from 'node:crypto';
import { redisBinary, skipWithout } from '@lineclear/testing';
import type { CeleryWorker, CeleryWorkerOptions } from '@lineclear/testing/celery';
import { skipWithoutCelery } from '@lineclear/testing/celery';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { TaskOrder } from '../protocol/build-message.ts';
import type { RedisRig } from './redis-rig.ts';
import { message, startRedisRig } from './redis-rig.ts';
import { sentEntry, startStatus } from './status-rig.ts';

const isMissing = [skipWithout(redisBinary), skipWithoutCelery()].includes(true);

describe.skipIf(isMissing)('the history of a task', () => {
  let rig: RedisRig;
  beforeAll(async () => {
    rig = await startRedisRig();
  });
  afterAll(() => rig.close());

  const send = async (taskName: string, order: Partial<TaskOrder> = {}): Promise<string> => {
    const taskId = randomUUID();
    await rig.broker().publish({ message: message({ taskName, taskId, ...order }), queue: 'celery' });
    return taskId;
  };
  const work = async (options: Partial<CeleryWorkerOptions>): Promise<CeleryWorker> => {
    const worker = await rig.worker({ pool: 'solo', ...options });
    onTestFinished(() => worker.stop());
    return worker;
  };
  /** A task on its way is nowhere, and only who sent it knows of it. */
  const arrives = (worker: CeleryWorker, taskId: string): Promise<string> =>
    worker.line(new RegExp(`\\[${taskId}\\] received`), { timeoutMs: 20_000 });
  const logOf = async ({ callTool }: Awaited<ReturnType<typeof startStatus>>, taskId: string) =>
    callTool('task_log', { task_id: taskId });

  test('comes from records, workers and the ledger while workers send no events, and says so', async () => {
    const started = await startStatus({ settings: { broker: rig.url } });
    await work({ hostname: 'quiet' });
    const taskId = randomUUID();
    await started.ledger.claim({ taskId, ...sentEntry({ task_name: 'tasks.fail' }) });
    await send('tasks.fail', { taskId });
    await started.waitFor(taskId);
    const told = await logOf(started, taskId);
    expect(told).toMatchObject({
      status: 'failure',
      task_name: 'tasks.fail',
      log: [
        { kind: 'sent', source: 'ledger', queue: 'celery', at: expect.stringMatching(/Z$/) },
        { kind: 'failed', source: 'record', text: 'ValueError: it went wrong', traceback: expect.stringContaining('go_wrong') },
      ],
      left_out: 0,
      events: { heard_since: expect.stringMatching(/Z$/), gap_at: null, of_this_task: 0, of_all_tasks: 0 },
    });
    expect(told['notes']).toEqual(expect.arrayContaining([expect.stringContaining('-E'), expect.stringContaining('own logs')]));
  });

  test('comes from events where workers send them, with every try', async () => {
    const started = await startStatus({ settings: { broker: rig.url } });
    const worker = await work({ hostname: 'loud', options: ['-E'] });
    await logOf(started, 'anything');
    const taskId = await send('tasks.retry', { kwargs: { times: 1, wait_s: 0.1 }, hardLimitS: 60, softLimitS: 50 });
    await arrives(worker, taskId);
    await started.waitFor(taskId);
    await vi.waitFor(
      async () => {
        const { log } = await logOf(started, taskId);
        expect(log).toEqual(
          expect.arrayContaining(
            [
              { kind: 'received', worker: 'celery@loud', retries: 0 },
              { kind: 'started', worker: 'celery@loud' },
              { kind: 'retried', text: expect.stringContaining('attempt 1'), traceback: expect.stringContaining('Traceback') },
              { kind: 'received', retries: 1 },
              { kind: 'succeeded', source: 'event', runtime_s: expect.any(Number) },
            ].map((entry) => expect.objectContaining(entry)),
          ),
        );
        expect(log).toHaveLength(6);
      },
      { timeout: 30_000 },
    );
  });

  test('has the time limits of the message while it waits, and those of the worker afterwards', async () => {
    const started = await startStatus({ settings: { broker: rig.url } });
    const taskId = await send('tasks.hard_limited', { kwargs: { seconds: 0 }, hardLimitS: 60, softLimitS: 50 });
    await started.ledger.claim({ taskId, ...sentEntry({ task_name: 'tasks.hard_limited' }) });
    expect(await logOf(started, taskId)).toMatchObject({
      state: 'queued',
      log: [{ kind: 'sent' }],
      time_limits: { hard_s: 60, soft_s: 50, source: 'message' },
      workers: { known: 0, answered: 0, silent: [] },
    });
    await arrives(await work({ hostname: 'late' }), taskId);
    await started.waitFor(taskId);
    expect(await logOf(started, taskId)).toMatchObject({ time_limits: { hard_s: 1, soft_s: null, source: 'worker' } });
  });

  test('keeps what a task said from those who may not read it', async () => {
    const { ledger, ...started } = await startStatus({ settings: { broker: rig.url }, profile: { tier: 'production' } });
    await work({ hostname: 'shy' });
    const [taskId, own] = [await send('tasks.fail'), await send('tasks.add', { args: [1, 2] })];
    await ledger.claim({ taskId, ...sentEntry({ principal: 'somebody else' }) });
    await ledger.claim({ taskId: own, ...sentEntry() });
    const failed = await started.waitFor(taskId);
    expect(failed).toMatchObject({
      state: 'failure',
      withheld: true,
      error: { type: 'ValueError', message: null, traceback: null },
      notes: [expect.stringContaining('result_readers')],
    });
    expect(JSON.stringify(await logOf({ ledger, ...started }, taskId))).not.toMatch(/went wrong|go_wrong/);
    expect(await started.waitFor(own)).toMatchObject({ withheld: false, result: { value: 3 } });
    expect(await started.statusOf('nobody-knows')).toMatchObject({ state: 'unknown', withheld: false, notes: [] });
  });
});
