import { randomUUID } from 'node:crypto';
import { mapConcurrently } from '@lineclear/core/plugin';
import { redisBinary, skipWithout } from '@lineclear/testing';
import { skipWithoutCelery } from '@lineclear/testing/celery';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { listActiveTasks } from '../tools/list-active-tasks.ts';
import { closedGate } from './closed-gate.ts';
import { startReading } from './list-rig.ts';
import type { RedisRig } from './redis-rig.ts';
import { message, startRedisRig } from './redis-rig.ts';

const isMissing = [skipWithout(redisBinary), skipWithoutCelery()].includes(true);
const timeoutMs = 20_000;

describe.skipIf(isMissing)('list_active_tasks where not everybody answers', () => {
  let rig: RedisRig;
  beforeAll(async () => {
    rig = await startRedisRig();
  });
  afterAll(() => rig.close());
  beforeEach(() => rig.link.send(['FLUSHALL']));

  const start = (settings: Record<string, number> = {}) =>
    startReading({ tool: listActiveTasks, settings: { broker: rig.url, answer_timeout_ms: 1_000, ...settings } });
  const send = (order: Parameters<typeof message>[0]) => rig.broker().publish({ message: message(order), queue: 'celery' });

  test('without a worker it lists what waits, and says that nothing runs', async () => {
    await send({ taskId: 'waits' });
    const { read, callTool } = await start();
    expect(await read()).toMatchObject({
      total_active: 1,
      tasks: [{ task_id: 'waits', state: 'queued', position: 1 }],
      counts: { running: 0, queued: 1 },
      workers: { known: 0, answered: 0, silent: [] },
      complete: true,
      notes: [expect.stringContaining('No worker is connected')],
    });
    expect(await callTool('list_active_tasks_tool')).toMatchObject({ total_active: 1, tasks: [{ task_id: 'waits' }] });
  });

  test('never says none while a worker is silent, and is an error under the original name', async () => {
    const solo = await rig.worker({ pool: 'solo', hostname: 'solo' });
    const { read, callTool, answer } = await start();
    await send({ taskId: 'busy', taskName: 'tasks.started_until', args: [closedGate().path] });
    await vi.waitFor(
      async () => expect(await rig.results().read({ taskId: 'busy' })).toMatchObject({ status: 'STARTED' }),
      timeoutMs,
    );
    await send({ taskId: 'behind' });
    const listing = await read();
    expect(listing).toMatchObject({
      total_active: null,
      counts: { running: null, reserved: null, scheduled: null },
      workers: { known: 1, answered: 0, silent: ['celery@solo'] },
      complete: false,
      notes: [expect.stringContaining('0 of 1 connected workers answered; silent: "celery@solo"')],
    });
    expect((await read({ states: ['queued'] })).total_active).toEqual(expect.any(Number));
    const refusal = await answer('list_active_tasks_tool');
    expect(refusal).toMatchObject({
      kind: 'error',
      error: { code: 'timeout', details: { reason: 'workers_silent', known: 1, answered: 0 } },
    });
    await expect(callTool('list_active_tasks', { partial: false })).rejects.toMatchObject({ code: 'timeout' });
    solo.kill('SIGKILL');
    await solo.ended();
  });

  test('what a frozen worker took is stalled, and held once the worker is gone, until it is redelivered', async () => {
    const worker = await rig.worker({ pool: 'prefork', hostname: 'frozen' });
    await send({ taskId: 'taken', taskName: 'tasks.acks_late', args: [60] });
    const { read } = await start({ visibility_timeout_s: 600 });
    await vi.waitFor(async () => expect((await read()).tasks).toMatchObject([{ task_id: 'taken', state: 'running' }]), timeoutMs);
    worker.suspend();
    expect(await read()).toMatchObject({
      total_active: null,
      tasks: [{ task_id: 'taken', state: 'stalled', status: 'stalled' }],
    });
    worker.kill('SIGKILL');
    await worker.ended();
    await vi.waitFor(async () => expect((await read()).workers.known).toBe(0), timeoutMs);
    const { tasks } = await read();
    expect(tasks).toMatchObject([{ task_id: 'taken', state: 'held', worker: null, arguments: { args: [60] } }]);
    expect(Date.parse(tasks[0]?.redelivered_at ?? '')).toBeGreaterThan(Date.now());
  });

  test('ten thousand waiting tasks are counted and not read', async () => {
    const broker = rig.broker();
    const orders = Array.from({ length: 10_000 }, (_, index) => ({ taskId: randomUUID(), args: [index] }));
    // Not all at once: on a busy machine the last ones would wait for longer than a command may.
    await mapConcurrently({
      items: orders,
      concurrency: 500,
      run: (order) => broker.publish({ message: message(order), queue: 'celery' }),
    });
    await rig.link.send(['SADD', '_kombu.binding.celery', 'celery\u0006\u0016\u0006\u0016celery']);
    const { read, remember } = await start();
    expect(await read({ limit: 2 })).toMatchObject({
      total_active: 10_000,
      tasks: [{ task_id: orders[0]?.taskId }, { task_id: orders[1]?.taskId, position: 2 }],
      next_offset: 2,
    });
    expect((await read({ offset: 9_998 })).tasks).toMatchObject([{ position: 9_999 }, { position: 10_000 }]);
    const own = orders[5_000]?.taskId ?? '';
    await remember({ task_id: own });
    expect((await read({ mine: true })).tasks).toMatchObject([{ task_id: own, position: 5_001 }]);
    // A filter that only messages can answer reads so many of them at a time.
    expect(await read({ task_type: 'tasks.report' })).toMatchObject({
      total_active: null,
      tasks: [],
      counts: { queued: null },
      complete: false,
      next_offset: 2_000,
      notes: [expect.anything(), expect.stringContaining('Not all waiting messages were read')],
    });
  });
});
