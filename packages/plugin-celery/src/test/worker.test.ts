import { randomUUID } from 'node:crypto';
import { skipWithout, redisBinary } from '@lineclear/testing';
import type { PythonClient } from '@lineclear/testing/celery';
import { skipWithoutCelery } from '@lineclear/testing/celery';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BrokerPort } from '../broker/broker.ts';
import { parseJson } from '../protocol/parse-json.ts';
import { toPlainJson } from '../protocol/typed-value.ts';
import type { TaskOrder } from '../protocol/build-message.ts';
import type { ResultPort } from '../results/results.ts';
import type { RedisRig } from './redis-rig.ts';
import { message, startRedisRig, untilListening } from './redis-rig.ts';

const isMissing = [skipWithout(redisBinary), skipWithoutCelery()].includes(true);

describe.skipIf(isMissing)('a real worker on Redis', () => {
  let rig: RedisRig;
  let python: PythonClient;
  let broker: BrokerPort;
  let results: ResultPort;

  beforeAll(async () => {
    rig = await startRedisRig();
    await rig.worker();
    python = await rig.python();
    broker = rig.broker();
    results = rig.results();
  });
  afterAll(() => rig.close());

  const send = async (order: Partial<TaskOrder>): Promise<string> => {
    const built = message(order);
    await broker.publish({ message: built, queue: 'celery' });
    return built.headers.id;
  };
  const end = (taskId: string) => results.wait({ taskId, timeoutMs: 20_000 });

  test('runs what we send, and both clients read the same result', async () => {
    const taskId = await send({ taskName: 'tasks.add', args: [2], kwargs: { y: 3 } });
    expect(await end(taskId)).toMatchObject({ taskId, status: 'SUCCESS', isFinal: true, value: 5, error: undefined });
    expect(await python.result(taskId)).toMatchObject({ status: 'SUCCESS', result: 5 });
  });

  test('carries every kind of argument there and back unchanged', async () => {
    const args = parseJson(
      '[9007199254740993, NaN, -Infinity, 1.5, "snow ☃ \\u0000", null, true, {"deep": [[]]}, {"__type__": 1}]',
    );
    if (!Array.isArray(args)) throw new Error('It is a list.');
    const taskId = await send({ taskName: 'tasks.echo', args, kwargs: { '☃': { a: [1] } } });
    expect((await end(taskId))?.value).toEqual({ args, kwargs: { '☃': { a: [1] } } });
  });

  test('carries typed values of Celery itself, and shows them as text', async () => {
    const args = [
      { __type__: 'datetime', __value__: '2026-01-02T03:04:05' },
      { __type__: 'decimal', __value__: '1.10' },
    ];
    const result = await end(await send({ taskName: 'tasks.echo', args, typedValues: 'keep' }));
    expect(result?.value).toEqual({ args, kwargs: {} });
    expect(toPlainJson(result?.value ?? null)).toEqual({ args: ['2026-01-02T03:04:05', '1.10'], kwargs: {} });
  });

  test('tells of a failure with type, message and traceback', async () => {
    const result = await end(await send({ taskName: 'tasks.fail', kwargs: { message: 'no luck' } }));
    expect(result).toMatchObject({ status: 'FAILURE', value: null, error: { type: 'ValueError', message: 'no luck' } });
    expect(result?.traceback).toContain('go_wrong');
  });

  test('tells of a task that no worker knows', async () => {
    const result = await end(await send({ taskName: 'tasks.nobody' }));
    expect(result).toMatchObject({ status: 'FAILURE', error: { type: 'NotRegistered' } });
  });

  test('tells of wrong arguments', async () => {
    expect(await end(await send({ taskName: 'tasks.add', args: [1] }))).toMatchObject({ error: { type: 'TypeError' } });
  });

  test('reports progress as the task does, in order, and then the end', async () => {
    const seen: unknown[] = [];
    const taskId = randomUUID();
    const waiting = results.wait({ taskId, timeoutMs: 20_000, onChange: (result) => seen.push(result.value) });
    await untilListening(rig, taskId);
    await send({ taskName: 'tasks.progress', taskId, kwargs: { steps: 3, pause_s: 0.2 } });
    expect(await waiting).toMatchObject({ status: 'SUCCESS', value: { steps: 3 } });
    expect(seen).toEqual([1, 2, 3].map((current) => expect.objectContaining({ current, total: 3 })));
  });

  test('keeps retries apart from the end', async () => {
    const seen: string[] = [];
    const taskId = randomUUID();
    const waiting = results.wait({ taskId, timeoutMs: 20_000, onChange: ({ status }) => seen.push(status) });
    await untilListening(rig, taskId);
    await send({ taskName: 'tasks.retry', taskId, kwargs: { times: 1, wait_s: 0.1 } });
    const result = await waiting;
    expect(seen).toContain('RETRY');
    expect(result).toMatchObject({ status: 'SUCCESS', value: { retries: 1 } });
  });

  test('ends a task at its hard limit', async () => {
    const result = await end(await send({ taskName: 'tasks.sleep', args: [30], hardLimitS: 1 }));
    expect(result).toMatchObject({ status: 'FAILURE', error: { type: 'TimeLimitExceeded' } });
  });

  test('interrupts a task at its soft limit', async () => {
    const result = await end(await send({ taskName: 'tasks.sleep', args: [30], hardLimitS: 20, softLimitS: 1 }));
    expect(result).toMatchObject({ status: 'FAILURE', error: { type: 'SoftTimeLimitExceeded' } });
  });

  test('does not run a task after its expiry', async () => {
    expect(await end(await send({ taskName: 'tasks.add', args: [1, 2], expiresMs: Date.now() - 1_000 }))).toMatchObject({
      status: 'REVOKED',
      error: { type: 'TaskRevokedError', message: 'expired' },
    });
  });

  test('reads five megabytes of result', async () => {
    const text = 'x'.repeat(5_000_000);
    const result = await end(await send({ taskName: 'tasks.echo', args: [text] }));
    expect(result?.bytes).toBeGreaterThan(5_000_000);
    expect(result?.value).toEqual({ args: [text], kwargs: {} });
  });

  test('names the children of a task that was followed by another', async () => {
    const chain = [
      { task: 'tasks.add', args: [10], kwargs: {}, options: { task_id: 'second' }, subtask_type: null, immutable: false },
    ];
    const first = await end(await send({ taskName: 'tasks.add', args: [1, 2], follow: { chain } }));
    expect(first?.childIds).toEqual(['second']);
    expect(await end('second')).toMatchObject({ value: 13, parentId: first?.taskId });
  });

  test('reads many results at once, present and absent', async () => {
    const taskId = await send({ taskName: 'tasks.add', args: [1, 1] });
    await end(taskId);
    await rig.link.send(['SET', 'celery-task-meta-broken', 'pickled \u0080']);
    expect(await results.readMany({ taskIds: ['nobody', taskId, 'broken'] })).toMatchObject([
      { kind: 'absent' },
      { kind: 'found', result: { value: 2 } },
      { kind: 'malformed', bytes: 10 },
    ]);
    await expect(results.read({ taskId: 'broken' })).rejects.toMatchObject({
      code: 'upstream_error',
      details: { reason: 'malformed_result', task_id: 'broken' },
    });
  });
});
