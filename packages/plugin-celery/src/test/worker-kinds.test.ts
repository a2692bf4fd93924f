import { randomUUID } from 'node:crypto';
import { redisBinary, skipWithout } from '@lineclear/testing';
import type { CeleryWorker, CeleryWorkerOptions } from '@lineclear/testing/celery';
import { skipWithoutCelery } from '@lineclear/testing/celery';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { enableEvents } from '../control/orders.ts';
import { active, ping, queryTasks, reserved, scheduled, stats } from '../control/questions.ts';
import type { CeleryEvent } from '../events/event.ts';
import { LiveWorkers } from '../events/live-workers.ts';
import { closedGate } from './closed-gate.ts';
import type { RedisRig } from './redis-rig.ts';
import { message, startRedisRig } from './redis-rig.ts';

const isMissing = [skipWithout(redisBinary), skipWithoutCelery()].includes(true);
const timeoutMs = 20_000;

describe.skipIf(isMissing)('workers of every kind', () => {
  let rig: RedisRig;
  let worker: CeleryWorker | undefined;
  beforeAll(async () => {
    rig = await startRedisRig();
  });
  afterAll(() => rig.close());
  beforeEach(async () => {
    await rig.link.send(['FLUSHALL']);
  });
  afterEach(() => worker?.stop());

  const start = async (options: Partial<CeleryWorkerOptions> = {}) => {
    worker = await rig.worker({ pool: 'solo', hostname: 'w1', ...options });
    return worker;
  };

  test.each(['solo', 'threads', 'prefork'] as const)('a %s pool runs a task and names itself', async (pool) => {
    await start({ pool });
    const broker = rig.broker();
    const task = message({ args: [1, 2] });
    await broker.publish({ message: task, queue: 'celery' });
    expect(await rig.results().wait({ taskId: task.headers.id, timeoutMs })).toMatchObject({ status: 'SUCCESS', value: 3 });
    expect((await stats({ broker, timeoutMs })).answers.get('celery@w1')?.pool).toBe(pool);
  });

  test('a busy solo pool is known and silent', async () => {
    await start();
    const broker = rig.broker();
    const busy = message({ taskName: 'tasks.started_until', taskId: 'busy', args: [closedGate().path] });
    await broker.publish({ message: busy, queue: 'celery' });
    await vi.waitFor(
      async () => expect(await rig.results().read({ taskId: 'busy' })).toMatchObject({ status: 'STARTED' }),
      timeoutMs,
    );
    expect(await ping({ broker, timeoutMs: 300 })).toMatchObject({ known: 1, silent: ['celery@w1'], complete: false });
  });

  test('a prefix, a separator and steps of its own are found out and kept to', async () => {
    const settings = {
      broker_transport_options: { global_keyprefix: 'acme:', sep: ':', priority_steps: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] },
      result_backend_transport_options: { global_keyprefix: 'acme' },
    };
    await start({ settings });
    const broker = rig.broker({ prioritySteps: settings.broker_transport_options.priority_steps });
    const results = rig.results();
    const first = message({ args: [1, 2], priority: 5 });
    await broker.publish({ message: first, queue: 'celery' });
    await vi.waitFor(async () => expect(await rig.link.send(['KEYS', `*meta-${first.headers.id}`])).toHaveLength(1), timeoutMs);
    expect(await results.read({ taskId: first.headers.id })).toMatchObject({ value: 3 });
    const second = randomUUID();
    const waiting = results.wait({ taskId: second, timeoutMs });
    await broker.publish({ message: message({ taskId: second, args: [3, 4] }), queue: 'celery' });
    expect(await waiting).toMatchObject({ value: 7 });
    expect((await ping({ broker, timeoutMs })).complete).toBe(true);
  });

  test('extended results tell name, arguments, worker and queue', async () => {
    await start({ settings: { result_extended: true } });
    const task = message({ args: [1, 2] });
    await rig.broker().publish({ message: task, queue: 'celery' });
    expect(await rig.results().wait({ taskId: task.headers.id, timeoutMs })).toMatchObject({
      extended: { taskName: 'tasks.add', args: [1, 2], kwargs: {}, worker: 'celery@w1', queue: 'celery', retries: 0 },
    });
  });

  test('a task under a rate limit is nowhere but among the held ones', async () => {
    await start({ pool: 'prefork' });
    const broker = rig.broker();
    const ids = ['first', 'second'];
    for (const taskId of ids)
      await broker.publish({ message: message({ taskName: 'tasks.rate_limited', taskId }), queue: 'celery' });
    expect(await rig.results().wait({ taskId: 'first', timeoutMs })).toMatchObject({ status: 'SUCCESS' });
    await vi.waitFor(async () => expect((await broker.held())?.map(({ task }) => task.taskId)).toEqual(['second']), timeoutMs);
    for (const question of [active, reserved, scheduled]) {
      // The first one is done a moment after its result is there.
      await vi.waitFor(async () => {
        const { answers } = await question({ broker, timeoutMs });
        expect([...answers.values()].flat()).toEqual([]);
      }, timeoutMs);
    }
  });

  test('a task that a killed worker had not acknowledged stays held until its redelivery', async () => {
    const dying = await start({ pool: 'prefork' });
    const broker = rig.broker({ visibilityTimeoutS: 10 });
    await broker.publish({ message: message({ taskName: 'tasks.acks_late', taskId: 'late', args: [60] }), queue: 'celery' });
    const place = async () =>
      (await queryTasks({ broker, timeoutMs, taskIds: ['late'] })).answers.get('celery@w1')?.get('late')?.place;
    await vi.waitFor(async () => expect(await place()).toBe('active'), timeoutMs);
    dying.kill('SIGKILL');
    await dying.ended();
    await vi.waitFor(async () => expect((await ping({ broker, timeoutMs: 500 })).known).toBe(0), timeoutMs);
    const [held] = (await broker.held()) ?? [];
    expect(held).toMatchObject({ queue: 'celery', task: { taskId: 'late', body: { args: [60] } } });
    expect(held?.redeliveredAtMs).toBe((held?.takenAtMs ?? 0) + 10_000);
  });

  test('heartbeats tell who is alive and its version; task events come once they are asked for', async () => {
    await start();
    const broker = rig.broker();
    const workers = new LiveWorkers({ now: Date.now });
    const events: CeleryEvent[] = [];
    const subscription = await broker.events({
      onEvent: (event) => {
        workers.add(event);
        events.push(event);
      },
    });
    await vi.waitFor(
      () => expect(workers.list()).toMatchObject([{ name: 'celery@w1', version: expect.stringMatching(/^\d+\.\d+/) }]),
      timeoutMs,
    );
    expect((await enableEvents({ broker, timeoutMs })).answers.get('celery@w1')).toBe('task events enabled');
    await broker.publish({ message: message({ taskId: 'seen', args: [1, 2] }), queue: 'celery' });
    const seen = () => events.filter((event) => 'taskId' in event && event.taskId === 'seen');
    await vi.waitFor(
      () => expect(seen().map(({ kind }) => kind)).toEqual(['task-received', 'task-started', 'task-succeeded']),
      timeoutMs,
    );
    expect(seen()).toMatchObject([
      { taskName: 'tasks.add' },
      { hostname: 'celery@w1' },
      { result: '3', runtimeS: expect.any(Number) },
    ]);
    await subscription.close();
  });
});
