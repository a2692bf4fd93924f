import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { MissingService, skipWithout } from '../services/binary.ts';
import { redisBinary, startRedis } from '../services/redis.ts';
import type { PythonClient } from './client.ts';
import { pythonClient } from './client.ts';
import { skipWithoutCelery } from './installed.ts';
import type { CeleryWorker, CeleryWorkerOptions } from './worker.ts';
import { startCeleryWorker } from './worker.ts';

describe.skipIf(skipWithout(redisBinary) || skipWithoutCelery())('startCeleryWorker', () => {
  let redis: Awaited<ReturnType<typeof startRedis>>;
  let client: PythonClient;
  beforeAll(async () => {
    redis = await startRedis();
    client = await pythonClient({ broker: redis.url, backend: redis.url });
  });
  afterAll(async () => {
    await client.stop();
    await redis.stop();
  });

  const start = async (options: Partial<CeleryWorkerOptions> = {}): Promise<CeleryWorker> => {
    const worker = await startCeleryWorker({ broker: redis.url, backend: redis.url, pool: 'prefork', ...options });
    onTestFinished(() => worker.stop());
    return worker;
  };

  test('has the name, the queues and the settings that it is given', async () => {
    const worker = await start({ hostname: 'w1', queues: ['reports'], settings: { result_expires: 77 } });
    expect(worker.name).toBe('celery@w1');
    expect(await client.inspect({ method: 'active_queues', replies: 1 })).toMatchObject({
      'celery@w1': [{ name: 'reports' }],
    });
    expect(await client.inspect({ method: 'conf', replies: 1 })).toMatchObject({ 'celery@w1': { result_expires: 77 } });
  });

  test('takes options of the command line and finds a line of the log', async () => {
    const worker = await start({ pool: 'solo', hostname: 'w2@here', options: ['--prefetch-multiplier=7'] });
    expect(await client.inspect({ method: 'stats', replies: 1 })).toMatchObject({ 'w2@here': { prefetch_count: 7 } });
    const taskId = await client.sendTask({ name: 'tasks.echo', args: ['x'] });
    expect(await worker.line(/succeeded/)).toContain(taskId);
    await expect(worker.line(/no such line/, { timeoutMs: 50 })).rejects.toThrow(/No line matches[\s\S]*succeeded/);
  });

  test('is silent while it is suspended and goes on afterwards', async () => {
    const worker = await start();
    worker.suspend();
    const taskId = await client.sendTask({ name: 'tasks.add', args: [1, 1] });
    expect(await client.inspect({ method: 'ping', timeoutS: 0.5 })).toBeNull();
    expect(await client.result(taskId)).toMatchObject({ status: 'PENDING' });
    worker.resume();
    expect(await client.wait(taskId)).toMatchObject({ status: 'SUCCESS', result: 2 });
  });

  test('is gone with its pool after SIGKILL', async () => {
    const worker = await start();
    const pool = await worker.children();
    worker.kill('SIGKILL');
    await worker.ended();
    await expect.poll(() => pool.filter(isRunning)).toEqual([]);
    expect(await client.inspect({ method: 'ping', timeoutS: 0.5 })).toBeNull();
  });

  test('leaves no pool behind, even when only the main process was killed and the pool is busy', async () => {
    const worker = await start();
    const pool = await worker.children();
    await client.sendTask({ name: 'tasks.sleep', args: [600] });
    await worker.line(/tasks\.sleep.* received/);
    worker.killMain('SIGKILL');
    await worker.ended();
    await worker.stop();
    await expect.poll(() => pool.filter(isRunning)).toEqual([]);
  });

  test('finishes a running task when its main process is asked to end', async () => {
    const worker = await start();
    const taskId = await client.sendTask({ name: 'tasks.started_sleep', args: [1] });
    await expect.poll(() => client.result(taskId)).toMatchObject({ status: 'STARTED' });
    worker.killMain('SIGTERM');
    await worker.ended();
    expect(await client.result(taskId)).toMatchObject({ status: 'SUCCESS', result: 1 });
  });

  test('stops while it is busy or suspended, and twice', async () => {
    const [busy, suspended] = [await start(), await start({ pool: 'threads', queues: ['reports'] })];
    await client.sendTask({ name: 'tasks.sleep', args: [600] });
    await busy.line(/tasks\.sleep.* received/);
    suspended.suspend();
    await Promise.all([busy.stop(), busy.stop(), suspended.stop()]);
    expect([busy.pid, suspended.pid].filter(isRunning)).toEqual([]);
  });

  test('says why it did not start', async () => {
    await expect(start({ app: { folder: '/', module: 'no_such_app' } })).rejects.toThrow(
      /python3 did not start[\s\S]*no_such_app/,
    );
  });
});

test('is skipped loudly without Celery on a desk, and fails in continuous integration', () => {
  const nowhere = { folder: '/no/such/folder' };
  const said: string[] = [];
  expect(skipWithoutCelery({ ...nowhere, env: {}, say: (line) => said.push(line) })).toBe(true);
  expect(said.join('\n')).toMatch(/apt-get install -y python3-celery[\s\S]*apt-get install -y python3-redis/);
  expect(() => skipWithoutCelery({ ...nowhere, env: { CI: 'true' } })).toThrow(MissingService);
});

// A child of a dead parent may stay as a zombie where nobody reaps it.
const isRunning = (pid: number): boolean => {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
};
