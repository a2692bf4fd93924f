import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { skipWithout } from '../services/binary.ts';
import { redisBinary, startRedis } from '../services/redis.ts';
import type { PythonClient, PythonTask } from './client.ts';
import { pythonClient } from './client.ts';
import { gate } from './gate.ts';
import { skipWithoutCelery } from './installed.ts';
import type { CeleryWorker } from './worker.ts';
import { startCeleryWorker } from './worker.ts';

describe.skipIf(skipWithout(redisBinary) || skipWithoutCelery())('the tasks of the kit', () => {
  let redis: Awaited<ReturnType<typeof startRedis>>;
  let worker: CeleryWorker;
  let client: PythonClient;
  beforeAll(async () => {
    redis = await startRedis();
    const urls = { broker: redis.url, backend: redis.url };
    [worker, client] = await Promise.all([
      startCeleryWorker({ ...urls, pool: 'prefork', concurrency: 4 }),
      pythonClient({ ...urls, settings: { task_routes: { 'tasks.report': 'reports' } } }),
    ]);
  });
  afterAll(async () => {
    await client.stop();
    await worker.stop();
    await redis.stop();
  });

  const run = async (task: PythonTask) => client.wait(await client.sendTask(task));

  test.for<[string, PythonTask, unknown]>([
    ['echo', { name: 'tasks.echo', args: [1], kwargs: { a: null } }, { args: [1], kwargs: { a: null } }],
    ['unicode', { name: 'tasks.unicode', args: ['日本'] }, '日本✓'],
    ['report', { name: 'tasks.report', args: ['May'] }, { title: 'May' }],
    ['retry', { name: 'tasks.retry', kwargs: { times: 2, wait_s: 0 } }, { retries: 2 }],
    ['soft_limited', { name: 'tasks.soft_limited', kwargs: { clean: true } }, { interrupted: true }],
    ['acks_late', { name: 'tasks.acks_late', args: [0] }, 0],
    ['total', { name: 'tasks.total', args: [[1, 2, 3]] }, 6],
  ])('%s succeeds', async ([, task, result]) => {
    expect(await run(task)).toEqual({ status: 'SUCCESS', result, traceback: null });
  });

  test.for<[string, PythonTask, { readonly type: string; readonly message: string }]>([
    ['fail', { name: 'tasks.fail', args: ['out of paper'] }, { type: 'ValueError', message: 'out of paper' }],
    ['hard_limited', { name: 'tasks.hard_limited' }, { type: 'TimeLimitExceeded', message: 'TimeLimitExceeded(1,)' }],
    ['soft_limited', { name: 'tasks.soft_limited' }, { type: 'SoftTimeLimitExceeded', message: 'SoftTimeLimitExceeded()' }],
    ['crash', { name: 'tasks.crash' }, { type: 'WorkerLostError', message: expect.stringContaining('signal 9') }],
  ])('%s fails', async ([, task, result]) => {
    expect(await run(task)).toMatchObject({ status: 'FAILURE', result });
  });

  test('fail has a traceback with frames', async () => {
    expect((await run({ name: 'tasks.fail' })).traceback).toMatch(
      /in fail\n[\s\S]*in go_wrong\n[\s\S]*ValueError: it went wrong/,
    );
  });

  test.each(['tasks.until', 'tasks.started_until'])('%s runs until its gate is opened, or closed for good', async (name) => {
    const [opened, forgotten] = [gate(), gate()];
    onTestFinished(() => [opened, forgotten].forEach((one) => one.close()));
    const ids = await Promise.all([opened, forgotten].map(({ path }) => client.sendTask({ name, args: [path] })));
    for (const id of ids) await worker.line(new RegExp(`${id}\\] received`));
    const status = name === 'tasks.until' ? 'PENDING' : 'STARTED';
    for (const id of ids) await expect.poll(() => client.result(id)).toMatchObject({ status });
    opened.open();
    forgotten.close();
    for (const id of ids) expect(await client.wait(id)).toMatchObject({ status: 'SUCCESS', result: 'opened' });
  });

  test('progress reports current, total, percent and message', async () => {
    const taskId = await client.sendTask({ name: 'tasks.progress', kwargs: { steps: 2, pause_s: 3 } });
    await expect
      .poll(() => client.result(taskId), { interval: 20 })
      .toMatchObject({ status: 'PROGRESS', result: { current: 1, total: 2, percent: 50, message: 'step 1 of 2' } });
    expect(await client.wait(taskId)).toMatchObject({ status: 'SUCCESS', result: { steps: 2 } });
  });

  test('big_result is 5 MiB', async () => {
    const { result } = await run({ name: 'tasks.big_result' });
    expect(result).toEqual({ text: 'x'.repeat(5 * 1024 * 1024) });
  });

  test('nan_result has numbers that JSON and JavaScript cannot hold', async () => {
    expect((await run({ name: 'tasks.nan_result' })).result).toEqual({
      nan: 'nan',
      infinity: 'inf',
      minus_infinity: '-inf',
      beyond_double: '9007199254740993',
      huge: '123456789012345678901234567890',
    });
  });

  test('typed_result has dates, decimals and UUIDs', async () => {
    expect((await run({ name: 'tasks.typed_result' })).result).toEqual({
      at: expect.stringMatching(/^2026-01-02[T ]03:04:05/),
      on: expect.stringMatching(/^2026-01-02/),
      amount: '10.50',
      id: '12345678-1234-5678-1234-567812345678',
    });
  });

  test('ignored stores nothing', async () => {
    const taskId = await client.sendTask({ name: 'tasks.ignored', options: { ignore_result: true } });
    await worker.line(new RegExp(`tasks\\.ignored\\[${taskId}\\] succeeded`));
    expect(await client.result(taskId)).toMatchObject({ status: 'PENDING' });
  });

  test('rate_limited is held back after the first', async () => {
    const [first, second] = await Promise.all([1, 2].map(() => client.sendTask({ name: 'tasks.rate_limited', args: ['x'] })));
    expect(await client.wait(first ?? '')).toMatchObject({ status: 'SUCCESS' });
    await worker.line(new RegExp(`tasks\\.rate_limited\\[${second}\\] received`));
    expect(await client.result(second ?? '')).toMatchObject({ status: 'PENDING' });
  });

  test('note counts its executions in a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'notes-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const file = join(folder, 'notes');
    for (const name of ['tasks.note', 'tasks.ranked']) await run({ name, args: [file, name] });
    expect(await readFile(file, 'utf8')).toBe('tasks.note\ntasks.ranked\n');
  });

  test('the app has routes and a schedule', async () => {
    expect(await client.inspect({ method: 'conf', replies: 1 })).toMatchObject({
      [worker.name]: {
        task_routes: { 'tasks.report': { queue: 'reports' } },
        beat_schedule: { 'add-each-minute': { task: 'tasks.add' }, 'report-at-night': { options: { queue: 'reports' } } },
      },
    });
  });
});
