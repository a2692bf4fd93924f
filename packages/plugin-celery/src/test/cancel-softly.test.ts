import { redisBinary, skipWithout, type StartedPlugin } from '@lineclear/testing';
import type { PythonClient } from '@lineclear/testing/celery';
import { skipWithoutCelery } from '@lineclear/testing/celery';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hearEnd } from '../cancellation/hear-end.ts';
import { resultOf, sender, startTools } from './change-rig.ts';
import type { Fate, Proxy } from './proxy.ts';
import { startProxy } from './proxy.ts';
import type { RedisRig } from './redis-rig.ts';
import { startRedisRig } from './redis-rig.ts';

const isMissing = [skipWithout(redisBinary), skipWithoutCelery()].includes(true);
type Status = 'FAILURE' | 'REVOKED';

describe.skipIf(isMissing)('ending a task softly', () => {
  let rig: RedisRig;
  let proxy: Proxy;
  let python: PythonClient;
  let started: StartedPlugin;
  let tasks: ReturnType<typeof sender>;

  beforeAll(async () => {
    rig = await startRedisRig();
    proxy = await startProxy(Number(new URL(rig.url).port));
    const backend = `redis://127.0.0.1:${proxy.port}/0`;
    const [, client] = await Promise.all([rig.worker({ concurrency: 1, hostname: 'w1', backend }), rig.python()]);
    python = client;
    tasks = sender(rig.broker());
    started = await startTools({ settings: { broker: rig.url } });
  });
  afterAll(async () => {
    await started.close();
    await rig.close();
    await proxy.close();
  });

  const stored = async (taskId: string) => String(await rig.link.send(['GET', `celery-task-meta-${taskId}`]));

  // Process and worker record the end of it side by side; which record comes last is up to the machine.
  test.each<[first: Status, last: Status]>([
    ['REVOKED', 'FAILURE'],
    ['FAILURE', 'REVOKED'],
  ])('lets it clean up and sees its end, where %s is recorded before %s', async (first, last) => {
    const taskId = await tasks.send({ taskName: 'tasks.progress', args: [1, 600] });
    // A worker calls a task active before its code has begun, where Celery may lose the signal.
    await expect.poll(() => python.result(taskId)).toMatchObject({ status: 'PROGRESS' });
    proxy.decide = async (sent): Promise<Fate> => {
      if (sent.includes(`"status": "${last}"`)) await expect.poll(() => stored(taskId), { interval: 1 }).toContain(first);
      return 'pass';
    };
    const { outcome } = await started.confirmTool('cancel_task', { task_id: taskId, signal: 'SIGUSR1' });
    expect(resultOf(outcome)).toMatchObject({
      outcome: 'cancelled',
      message: expect.stringContaining('SoftTimeLimitExceeded'),
      canceled_at: expect.any(String),
    });
    await expect.poll(() => python.result(taskId)).toMatchObject({ status: last });
  });

  test('hears an end that is overwritten in the same moment', async () => {
    const taskId = 'overwritten';
    const key = `celery-task-meta-${taskId}`;
    const results = rig.results({ keyPrefix: '' });
    const reader = { results };
    const hearing = await hearEnd({ ask: { reader, taskId, signal: new AbortController().signal }, timeoutMs: 60_000 });
    const record = (status: Status) => JSON.stringify({ status, result: null, task_id: taskId, traceback: null, children: [] });
    const store = (status: Status) =>
      `redis.call('SET', KEYS[1], '${record(status)}'); redis.call('PUBLISH', KEYS[1], '${record(status)}')`;
    await rig.link.send(['EVAL', `${store('FAILURE')}; ${store('REVOKED')}`, '1', key]);
    await expect.poll(() => hearing.end()).toMatchObject({ status: 'FAILURE' });
    expect(await results.read({ taskId })).toMatchObject({ status: 'REVOKED' });
    hearing.stop();
  });
});
