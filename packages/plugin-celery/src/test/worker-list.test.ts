import { redisBinary, skipWithout } from '@lineclear/testing';
import type { CeleryWorker } from '@lineclear/testing/celery';
import { skipWithoutCelery } from '@lineclear/testing/celery';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { workerList } from '../tools/worker-list.ts';
import { closedGate } from './closed-gate.ts';
import { startReading } from './list-rig.ts';
import type { RedisRig } from './redis-rig.ts';
import { message, startRedisRig } from './redis-rig.ts';

const isMissing = [skipWithout(redisBinary), skipWithoutCelery()].includes(true);
const timeoutMs = 20_000;

describe.skipIf(isMissing)('worker_list', () => {
  let rig: RedisRig;
  let prefork: CeleryWorker;
  let threads: CeleryWorker;
  beforeAll(async () => {
    rig = await startRedisRig();
    [prefork, threads] = await Promise.all([
      rig.worker({ pool: 'prefork', hostname: 'forks', concurrency: 1, queues: ['celery', 'reports'] }),
      rig.worker({ pool: 'threads', hostname: 'threads', concurrency: 3, queues: ['threaded'] }),
    ]);
  });
  afterAll(() => rig.close());

  const start = (settings: Record<string, number> = {}) =>
    startReading({ tool: workerList, settings: { broker: rig.url, answer_timeout_ms: 20_000, ...settings } });

  test('tells pool, load, queues and version of every worker', async () => {
    const { read } = await start();
    const runs = message({ taskName: 'tasks.until', args: [closedGate().path] });
    await rig.broker().publish({ message: runs, queue: 'threaded' });
    const listing = await vi.waitFor(async () => {
      const now = await read();
      expect(now.workers[1]).toMatchObject({ running: 1 });
      return now;
    }, timeoutMs);
    expect(listing).toMatchObject({
      workers: [
        { name: 'celery@forks', status: 'online', pool: 'prefork', concurrency: 1, running: 0, queues: ['celery', 'reports'] },
        { name: 'celery@threads', status: 'online', pool: 'threads', concurrency: 3, reserved: 0, queues: ['threaded'] },
      ],
      gone: [],
      connected: { known: 2, answered: 2, silent: [] },
      complete: true,
      notes: [],
    });
    for (const worker of listing.workers) {
      expect(worker).toMatchObject({ celery_version: expect.stringMatching(/^\d+\.\d+/), prefetch: expect.any(Number) });
      expect(worker.registered_tasks).toBeGreaterThan(10);
      expect(worker.details).toBeUndefined();
    }
    expect(listing.workers[0]?.pid).toBe(prefork.pid);
    expect(listing.workers[1]?.processed).toBeGreaterThan(0);
  });

  test('hears heartbeats once it listens', async () => {
    const { read } = await start();
    await vi.waitFor(async () => {
      const { workers } = await read();
      for (const { heartbeat_age_s: ageS } of workers) expect(ageS).toBeLessThan(5);
    }, timeoutMs);
  });

  test('tells the registered tasks of one worker', async () => {
    const { read } = await start();
    const { workers } = await read({ worker: 'celery@forks' });
    expect(workers).toHaveLength(1);
    expect(workers[0]?.details?.tasks).toEqual(expect.arrayContaining(['tasks.add', 'tasks.report']));
    expect(workers[0]?.details?.processes).toEqual(await prefork.children());
  });

  test('refuses a name that nobody has', async () => {
    const { callTool } = await start();
    await expect(callTool('worker_list', { worker: 'celery@nobody' })).rejects.toMatchObject({
      code: 'not_found',
      hint: 'Known: "celery@forks", "celery@threads".',
      details: { reason: 'worker_unknown' },
    });
  });

  test('a frozen worker is silent, never gone', async () => {
    const { read } = await start({ answer_timeout_ms: 3_000 });
    threads.suspend();
    onTestFinished(() => threads.resume());
    expect(await read()).toMatchObject({
      workers: [
        { name: 'celery@forks', status: 'online' },
        { name: 'celery@threads', status: 'silent', running: null, queues: null },
      ],
      gone: [],
      connected: { known: 2, answered: 1, silent: ['celery@threads'] },
      complete: false,
      notes: [expect.stringContaining('1 of 2 connected workers answered; silent: "celery@threads"')],
    });
  });

  test('a killed worker is gone, and a frozen one beside its trace is unclear until the numbers agree', async () => {
    const dying = await rig.worker({ pool: 'solo', hostname: 'dying', queues: ['doomed'] });
    dying.kill('SIGKILL');
    await dying.ended();
    const { read } = await start({ answer_timeout_ms: 1_000 });
    await vi.waitFor(async () => expect(await read()).toMatchObject({ gone: ['celery@dying'], complete: true }), timeoutMs);
    expect(await read({ worker: 'celery@dying' })).toMatchObject({ workers: [], gone: ['celery@dying'] });
    threads.suspend();
    onTestFinished(() => threads.resume());
    const fresh = await start({ answer_timeout_ms: 3_000 });
    expect(await fresh.read()).toMatchObject({
      workers: [
        { name: 'celery@dying', status: 'unclear' },
        { name: 'celery@forks', status: 'online' },
        { name: 'celery@threads', status: 'unclear' },
      ],
      gone: [],
      connected: { known: 2, answered: 1, silent: [] },
      complete: false,
    });
  });
});

describe.skipIf(isMissing)('worker_list with a solo pool, and with nobody', () => {
  let rig: RedisRig;
  beforeAll(async () => {
    rig = await startRedisRig();
  });
  afterAll(() => rig.close());

  test('no worker is said as such, and a busy solo pool is silent', async () => {
    const { read } = await startReading({ tool: workerList, settings: { broker: rig.url, answer_timeout_ms: 1_000 } });
    expect(await read()).toMatchObject({
      workers: [],
      gone: [],
      connected: { known: 0, answered: 0, silent: [] },
      complete: true,
      notes: [expect.stringContaining('No worker is connected')],
    });
    await rig.worker({ pool: 'solo', hostname: 'solo' });
    const busy = message({ taskName: 'tasks.started_until', args: [closedGate().path] });
    await rig.broker().publish({ message: busy, queue: 'celery' });
    await vi.waitFor(
      async () => expect(await rig.results().read({ taskId: busy.headers.id })).toMatchObject({ status: 'STARTED' }),
      timeoutMs,
    );
    expect(await read()).toMatchObject({
      workers: [{ name: 'celery@solo', status: 'silent', running: null }],
      connected: { known: 1, answered: 0, silent: ['celery@solo'] },
      complete: false,
    });
  });
});
