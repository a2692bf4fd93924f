import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { skipWithout } from '../services/binary.ts';
import { redisBinary, startRedis } from '../services/redis.ts';
import type { PythonClient } from './client.ts';
import { pythonClient } from './client.ts';
import { skipWithoutCelery } from './installed.ts';
import type { CeleryWorker } from './worker.ts';
import { startCeleryWorker } from './worker.ts';

describe.skipIf(skipWithout(redisBinary) || skipWithoutCelery())('pythonClient', () => {
  let redis: Awaited<ReturnType<typeof startRedis>>;
  let worker: CeleryWorker;
  let client: PythonClient;
  beforeAll(async () => {
    redis = await startRedis();
    const urls = { broker: redis.url, backend: redis.url };
    [worker, client] = await Promise.all([startCeleryWorker({ ...urls, pool: 'prefork' }), pythonClient(urls)]);
  });
  afterAll(async () => {
    await client.stop();
    await worker.stop();
    await redis.stop();
  });

  test('sends with the options that it is given', async () => {
    const options = { task_id: 'my-own-id', countdown: 600, queue: 'celery' };
    expect(await client.sendTask({ name: 'tasks.echo', args: [1], kwargs: { b: 2 }, options })).toBe('my-own-id');
    await worker.line(/my-own-id.* received/);
    expect(await client.inspect({ method: 'scheduled', replies: 1 })).toMatchObject({
      [worker.name]: [{ request: { id: 'my-own-id', args: [1], kwargs: { b: 2 } } }],
    });
  });

  test('revokes', async () => {
    const taskId = await client.sendTask({ name: 'tasks.started_sleep', args: [600] });
    await expect.poll(() => client.result(taskId)).toMatchObject({ status: 'STARTED' });
    await client.revoke(taskId, { terminate: true });
    expect(await client.wait(taskId)).toMatchObject({
      status: 'REVOKED',
      result: { type: 'TaskRevokedError', message: 'terminated' },
    });
  });

  test('aborts', async () => {
    const taskId = await client.sendTask({ name: 'tasks.abortable', options: { task_id: 'to-abort' } });
    await worker.line(/tasks\.abortable.* received/);
    await client.abort(taskId);
    await expect.poll(() => client.result(taskId)).toMatchObject({ status: 'SUCCESS', result: { aborted: true } });
  });

  test('controls workers', async () => {
    const command = { command: 'rate_limit', arguments: { task_name: 'tasks.echo', rate_limit: '100/s' } };
    expect(await client.broadcast({ ...command, destination: [worker.name], replies: 1 })).toEqual([
      { [worker.name]: { ok: 'new rate limit set successfully' } },
    ]);
    expect(await client.broadcast({ ...command, destination: ['celery@nobody'], timeoutS: 0.2 })).toEqual([]);
  });

  test('sends a chain, a group and a chord', async () => {
    const add = (args: readonly number[]) => ({ name: 'tasks.add', args });
    const results = async (ids: readonly string[]) =>
      (await Promise.all(ids.map((id) => client.wait(id)))).map(({ result }) => result);
    expect(await results(await client.sendCanvas({ kind: 'chain', tasks: [add([1, 2]), add([4]), add([100])] }))).toEqual([
      3, 7, 107,
    ]);
    expect(await results(await client.sendCanvas({ kind: 'group', tasks: [add([1, 2]), add([3, 4])] }))).toEqual([3, 7]);
    const chord = { kind: 'chord', tasks: [add([1, 2]), add([3, 4])], body: { name: 'tasks.total' } } as const;
    expect(await results(await client.sendCanvas(chord))).toEqual([3, 7, 10]);
  });

  test('speaks to a broker whose keys have a prefix', async () => {
    const urls = { broker: `${redis.url}/1`, backend: `${redis.url}/1` };
    const settings = { broker_transport_options: { global_keyprefix: 'acme:' } };
    const [prefixed, other] = await Promise.all([
      startCeleryWorker({ ...urls, pool: 'solo', settings }),
      pythonClient({ ...urls, settings }),
    ]);
    onTestFinished(() => prefixed.stop());
    onTestFinished(() => other.stop());
    expect(await other.wait(await other.sendTask({ name: 'tasks.add', args: [1, 2] }))).toMatchObject({ result: 3 });
  });

  test('throws what Python raises, with its type, and goes on', async () => {
    await expect(client.wait('no-such-id', { timeoutS: 0.1 })).rejects.toThrow('TimeoutError: The operation timed out.');
    await expect(client.inspect({ method: 'no_such_method' })).rejects.toThrow(/AttributeError: .*no_such_method/);
    expect(await client.result('no-such-id')).toEqual({ status: 'PENDING', result: null, traceback: null });
  });

  test('refuses calls once it has ended', async () => {
    const short = await pythonClient({ broker: redis.url, backend: redis.url });
    const waiting = short.wait('no-such-id', { timeoutS: 30 });
    await Promise.all([expect(waiting).rejects.toThrow('has ended'), short.stop()]);
    await expect(short.result('no-such-id')).rejects.toThrow('has ended');
    await short.stop();
  });
});
