import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { redisBinary, skipWithout } from '@lineclear/testing';
import { type CeleryWorkerOptions, skipWithoutCelery } from '@lineclear/testing/celery';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { active, reserved } from '../control/questions.ts';
import { databaseOf, diagnoseWith, freshName } from './diagnose-rig.ts';
import { message, type RedisRig, startRedisRig } from './redis-rig.ts';

const skips = [skipWithout(redisBinary), skipWithoutCelery()].includes(true);
const example = fileURLToPath(new URL('../../../../examples/celery/', import.meta.url));
const shipped = join(example, 'catalogue.yaml');

describe.skipIf(skips)('celery_diagnose on Redis', () => {
  let rig: RedisRig;
  let folder: string;
  let database = 0;
  beforeAll(async () => {
    rig = await startRedisRig();
    folder = await mkdtemp(join(tmpdir(), 'diagnose-'));
  });
  afterAll(async () => {
    await rig.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** A database of its own: the workers and queues of one test are all that it shows. */
  const place = () => {
    database += 1;
    const url = databaseOf({ url: rig.url, database });
    const broker = rig.broker({ url });
    const question = { broker, timeoutMs: 10_000 };
    return {
      url,
      worker: async (options: Partial<CeleryWorkerOptions> = {}) => {
        const worker = await rig.worker({ broker: url, backend: url, hostname: freshName('w'), queues: ['celery'], ...options });
        onTestFinished(() => worker.stop());
        return worker;
      },
      send: async (order: Parameters<typeof message>[0], queue = 'celery') => {
        const taskId = randomUUID();
        await broker.publish({ queue, message: message({ ...order, taskId }) });
        return taskId;
      },
      /** Waits until workers run and hold so many tasks. */
      settle: (running: number, waiting = 0) =>
        expect
          .poll(async () => {
            const counts = await Promise.all([active(question), reserved(question)]);
            return counts.map(({ answers }) => [...answers.values()].flat().length);
          })
          .toEqual([running, waiting]),
    };
  };

  const catalogue = async (text: string) => {
    const path = join(folder, `${randomUUID()}.yaml`);
    await writeFile(path, text);
    return path;
  };

  test('says that nobody is there, what waits for nobody, and that Redis may throw it away', async () => {
    const { url, send } = place();
    const taskId = await send({ taskName: 'tasks.add' });
    await rig.link.send(['CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru']);
    onTestFinished(async () => void (await rig.link.send(['CONFIG', 'SET', 'maxmemory-policy', 'noeviction'])));
    const found = await diagnoseWith({ settings: { broker: url }, args: { task_id: taskId } });
    expect(found.codes).toEqual(['no_worker', 'queue_without_consumer', 'eviction_drops_queues']);
    expect(found).toMatchObject({ healthy: false, workers: { known: 0, answered: 0, silent: [] } });
    expect(found.finding('queue_without_consumer')).toMatchObject({
      severity: 'critical',
      what: '1 message waits in the queue "celery", and no worker consumes it.',
      facts: { queue: 'celery', ready: 1, next_task: 'tasks.add' },
    });
    expect(found.finding('eviction_drops_queues')?.facts).toMatchObject({ maxmemory_policy: 'allkeys-lru' });
    expect(found.task).toMatchObject({ task_id: taskId, state: 'queued', status: 'pending', queue: 'celery' });
    expect(found.task?.['why']).toEqual([expect.stringContaining('No worker is connected')]);
  });

  test('has nothing to say about the example with its catalogue', async () => {
    const { url, worker } = place();
    await worker({
      app: { folder: example, module: 'app.celery_app' },
      queues: ['default', 'resilience', 'notifications', 'metrics'],
    });
    const found = await diagnoseWith({ settings: { broker: url, catalogue: shipped } });
    expect(found.findings).toEqual([]);
    expect(found.skipped.filter(({ applies }) => applies)).toEqual([]);
    expect(found).toMatchObject({ healthy: true, checks: 19, workers: { known: 1, answered: 1 } });
  });

  test('tells of a worker that keeps tasks from an idle one, of a task that takes too long, and of another clock', async () => {
    const { url, worker, send, settle } = place();
    const first = await worker({ concurrency: 1 });
    const sent = [];
    for (let count = 0; count < 3; count += 1) sent.push(await send({ taskName: 'tasks.sleep', args: [600] }));
    await settle(1, 2);
    const second = await worker({ concurrency: 1 });
    const path = await catalogue('task_types: { sleep: { task: tasks.sleep, expected_duration: 30 seconds } }');
    const found = await diagnoseWith({
      settings: { broker: url, catalogue: path },
      args: { task_id: sent[2] ?? '' },
      clockOffsetMs: 120_000,
    });
    expect(found.task).toMatchObject({ state: 'reserved', worker: first.name });
    expect(String(found.task?.['why'])).toContain('1 of its 1 processes are busy. No other worker can take it.');
    expect(found.finding('prefetch_hoarding')).toMatchObject({
      severity: 'warning',
      facts: { worker: first.name, reserved: 2, prefetch: 4, processes: 1, idle: [second.name] },
    });
    expect(found.finding('task_overdue')?.facts).toMatchObject({ task_name: 'tasks.sleep', worker: first.name, expected_s: 30 });
    // A heartbeat is on its way for a while.
    const behind = expect.closeTo(124, -1);
    expect(found.findings.filter(({ code }) => code === 'clock_differs')).toMatchObject([
      { facts: { behind_s: behind } },
      { facts: { behind_s: behind } },
    ]);
    first.kill('SIGKILL');
  });

  test('tells of a backlog, and how long the next task has waited where that is known', async () => {
    const { url, worker, send, settle } = place();
    const busy = await worker({ concurrency: 1 });
    // One runs, and the worker takes four more.
    for (let count = 0; count < 5; count += 1) await send({ taskName: 'tasks.sleep', args: [600] });
    await settle(1, 4);
    const found = await diagnoseWith({
      settings: { broker: url },
      clockOffsetMs: 400_000,
      prepare: async ({ confirmTool }) => {
        await confirmTool('start_background_task', { task_type: 'tasks.add', params: { x: 1, y: 2 } });
        for (let count = 0; count < 24; count += 1) await send({ taskName: 'tasks.add' });
      },
    });
    const backlog = found.finding('backlog');
    expect(backlog).toMatchObject({
      severity: 'warning',
      facts: { queue: 'celery', ready: 25, processes: 1, next_task: 'tasks.add', age_known: true },
    });
    expect(Number(backlog?.facts['next_waits_s'])).toBeGreaterThanOrEqual(400);
    expect((await diagnoseWith({ settings: { broker: url } })).finding('backlog')?.facts).toMatchObject({ next_waits_s: null });
    busy.kill('SIGKILL');
  });

  test('calls a frozen worker silent and leaves open what it may hide', async () => {
    const { url, worker, send } = place();
    const frozen = await worker({ pool: 'solo' });
    frozen.suspend();
    onTestFinished(() => frozen.resume());
    // Redis hands the first one to the worker that waits for it, frozen or not.
    await send({ taskName: 'tasks.add' });
    const taskId = await send({ taskName: 'tasks.add' });
    const found = await diagnoseWith({ settings: { broker: url, answer_timeout_ms: 1_000 }, args: { task_id: taskId } });
    expect(found.codes).toContain('worker_silent');
    expect(found.codes).not.toContain('queue_without_consumer');
    expect(found.workers).toEqual({ known: 1, answered: 0, silent: [frozen.name] });
    expect(found.whySkipped('queues_consumed')).toBe('1 of 1 connected workers did not answer.');
    expect(found.task).toMatchObject({ state: 'queued' });
  });

  test('finds what a killed worker had taken, and when it comes back', async () => {
    const { url, worker, send, settle } = place();
    const settings = { broker_transport_options: { visibility_timeout: 600 } };
    const dying = await worker({ concurrency: 1, settings });
    const taskId = await send({ taskName: 'tasks.acks_late', args: [600] });
    await settle(1);
    dying.kill('SIGKILL');
    await dying.ended();
    await worker({ pool: 'solo', queues: ['reports'], settings });
    const found = await diagnoseWith({ settings: { broker: url }, args: { task_id: taskId } });
    expect(found.finding('gone_worker')?.facts).toEqual({ workers: { names: [dying.name] } });
    expect(found.finding('held_by_gone_worker')).toMatchObject({
      facts: { messages: 1, tasks: [{ task_id: taskId, task_name: 'tasks.acks_late', queue: 'celery' }] },
    });
    expect(found.finding('visibility_timeout_differs')).toMatchObject({ facts: { profile_s: 3_600 } });
    const again = await diagnoseWith({ settings: { broker: url, visibility_timeout_s: 600 } });
    expect(again.codes).not.toContain('visibility_timeout_differs');
    const [from, later] = [again, found].map((one) =>
      Date.parse(String(one.finding('held_by_gone_worker')?.facts['redelivered_from'])),
    );
    expect((later ?? 0) - (from ?? 0)).toBe(3_000_000);
  });

  test('says what the user of the profile may not ask', async () => {
    const { url, worker } = place();
    await worker({ pool: 'solo' });
    await rig.link.send(['ACL', 'SETUSER', 'ada', 'on', '>hunter2', 'allkeys', 'allchannels', '+@all', '-info', '-hscan']);
    const found = await diagnoseWith({ settings: { broker: url.replace('redis://', 'redis://ada:hunter2@') } });
    expect(found.healthy).toBe(null);
    expect(found.whySkipped('eviction')).toMatch(/info/i);
    expect(found.whySkipped('messages_held_by_nobody')).toMatch(/hscan/i);
    expect(JSON.stringify(found)).not.toContain('hunter2');
  });

  test('leaves open which messages a rate limit holds back', async () => {
    const { url, worker, send } = place();
    await worker({ pool: 'solo' });
    for (let count = 0; count < 3; count += 1) await send({ taskName: 'tasks.rate_limited' });
    await expect.poll(async () => (await rig.broker({ url }).held())?.length).toBe(2);
    const found = await diagnoseWith({ settings: { broker: url } });
    expect(found.codes).not.toContain('held_by_gone_worker');
    expect(found.whySkipped('messages_held_by_nobody')).toBe(
      '2 messages are of tasks with a rate limit; workers do not tell which of those they hold.',
    );
  });

  test('reads the settings of workers that make tasks hard to follow', async () => {
    const { url, worker, send } = place();
    const settings = {
      result_expires: 60,
      enable_utc: false,
      timezone: 'Asia/Tokyo',
      broker_transport_options: { visibility_timeout: 90 },
    };
    const odd = await worker({ pool: 'solo', settings });
    await send({ taskName: 'tasks.add', etaMs: Date.now() + 3_600_000 });
    await expect.poll(async () => (await rig.broker({ url }).held())?.length).toBe(1);
    const found = await diagnoseWith({ settings: { broker: url, result_backend: 'none' } });
    expect(found.finding('eta_beyond_visibility_timeout')).toMatchObject({
      severity: 'critical',
      facts: { timeout_s: 90, task_name: 'tasks.add' },
    });
    expect(found.finding('result_expires_short')?.facts).toEqual({ expires_s_by_worker: { [odd.name]: 60 } });
    expect(found.finding('utc_disabled')?.facts).toEqual({ timezone_by_worker: { [odd.name]: 'Asia/Tokyo' } });
    expect(found.finding('results_not_read')?.facts).toEqual({ read_from: null, stored_by_worker: { [odd.name]: 'redis' } });
    expect(found.codes).toEqual(expect.arrayContaining(['track_started_off', 'task_events_off']));
    expect(JSON.stringify(found)).not.toContain(url);
  });

  test('compares what workers of one queue know, and what the catalogue wants of them', async () => {
    const { url, worker } = place();
    const kit = await worker({ pool: 'solo', backend: url });
    const other = await worker({
      pool: 'solo',
      app: { folder: example, module: 'app.celery_app' },
      queues: ['celery', 'metrics'],
      env: { CELERY_RESULT_BACKEND: 'rpc://' },
    });
    const path = await catalogue(
      'task_types: { add: { task: tasks.add }, gone: { task: tasks.gone, queue: metrics }, far: { task: tasks.total, queue: far } }',
    );
    const found = await diagnoseWith({ settings: { broker: url, catalogue: path } });
    expect(found.finding('task_not_on_all_consumers')?.facts).toMatchObject({
      queue: 'celery',
      workers: { names: [other.name] },
      tasks: { names: expect.arrayContaining(['tasks.add']) },
    });
    expect(found.finding('type_not_registered')?.facts).toEqual({ task_type: 'gone', task_name: 'tasks.gone', queue: 'metrics' });
    expect(found.finding('type_without_consumer')?.facts).toEqual({ task_type: 'far', task_name: 'tasks.total', queue: 'far' });
    expect(found.finding('result_backend_differs')?.facts).toMatchObject({
      read_from: 'redis',
      stored_by_worker: { [other.name]: 'rpc' },
    });
    expect(found.finding('result_backend_differs')?.facts['stored_by_worker']).not.toHaveProperty(kit.name);
  });
});
