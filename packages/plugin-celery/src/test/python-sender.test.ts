import { redisBinary, skipWithout } from '@lineclear/testing';
import type { PythonClient } from '@lineclear/testing/celery';
import { skipWithoutCelery } from '@lineclear/testing/celery';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { BrokerPort, QueueItem } from '../broker/broker.ts';
import type { RedisRig } from './redis-rig.ts';
import { startRedisRig } from './redis-rig.ts';

const isMissing = [skipWithout(redisBinary), skipWithoutCelery()].includes(true);

describe.skipIf(isMissing)("tasks that Celery's own client sent", () => {
  let rig: RedisRig;
  let python: PythonClient;
  let broker: BrokerPort;

  beforeAll(async () => {
    rig = await startRedisRig();
    python = await rig.python();
    broker = rig.broker();
  });
  afterAll(() => rig.close());
  beforeEach(async () => {
    await rig.link.send(['DEL', 'celery']);
  });

  const only = async (): Promise<QueueItem['task']> => {
    const { items } = await broker.peek({ queue: 'celery', offset: 0, limit: 5 });
    expect(items).toHaveLength(1);
    return items[0]?.task;
  };

  test('are read with their arguments, times and limits', async () => {
    const before = Date.now();
    const options = { countdown: 60, expires: 600, time_limit: 30, soft_time_limit: 20 };
    const taskId = await python.sendTask({
      name: 'tasks.echo',
      args: [1, 'two', null],
      kwargs: { deep: { a: [true] } },
      options,
    });
    const task = await only();
    expect(task).toMatchObject({
      taskId,
      taskName: 'tasks.echo',
      hardLimitS: 30,
      softLimitS: 20,
      retries: 0,
      rootId: taskId,
      argsRepr: "[1, 'two', None]",
      body: { readable: true, args: [1, 'two', null], kwargs: { deep: { a: [true] } } },
    });
    expect(task?.etaMs).toBeGreaterThanOrEqual(before + 60_000);
    expect(task?.expiresMs).toBeGreaterThanOrEqual(before + 600_000);
    expect(task?.origin).toContain('@');
  });

  test('are found at their priority', async () => {
    const weak = await python.sendTask({ name: 'tasks.add', args: [1, 2], options: { priority: 9 } });
    const strong = await python.sendTask({ name: 'tasks.add', args: [1, 2], options: { priority: 0 } });
    const { found } = await broker.find({ queue: 'celery', taskIds: [weak, strong] });
    expect([found.get(strong), found.get(weak)]).toMatchObject([
      { position: 0, task: { priority: 0 } },
      { position: 1, task: { priority: 9 } },
    ]);
    expect(await broker.purge({ queue: 'celery' })).toBe(2);
  });

  test('show what follows them', async () => {
    const [first, second, third] = await python.sendCanvas({
      kind: 'chain',
      tasks: [
        { name: 'tasks.add', args: [1, 2] },
        { name: 'tasks.add', args: [4] },
        { name: 'tasks.add', args: [8] },
      ],
    });
    const task = await only();
    expect(task).toMatchObject({ taskId: first, body: { readable: true, args: [1, 2] } });
    const chain = task?.body.readable === true ? task.body.embed.chain : [];
    expect(chain.toReversed()).toMatchObject([
      { args: [4], options: { task_id: second } },
      { args: [8], options: { task_id: third } },
    ]);
  });

  test.each([
    ['pickle', { task_serializer: 'pickle', accept_content: ['pickle', 'json'] }, 'serializer', 'application/x-python-serialize'],
    ['yaml', { task_serializer: 'yaml', accept_content: ['yaml', 'json'] }, 'serializer', 'application/x-yaml'],
  ])('are shown by kind and size when packed as %s, and can be removed', async (_name, settings, reason, kind) => {
    const packing = await rig.python({ settings });
    const taskId = await packing.sendTask({ name: 'tasks.add', args: [1, 2] }).finally(() => packing.stop());
    expect(await only()).toMatchObject({ taskId, taskName: 'tasks.add', body: { readable: false, reason, kind } });
    expect(await broker.remove({ queue: 'celery', taskId })).toBe(true);
    expect((await broker.peek({ queue: 'celery', offset: 0, limit: 5 })).total).toBe(0);
  });

  test('are read when compressed with zlib, and shown by kind when compressed otherwise', async () => {
    const first = await python.sendTask({ name: 'tasks.add', args: [1, 2], options: { compression: 'gzip' } });
    const second = await python.sendTask({ name: 'tasks.add', args: [1, 2], options: { compression: 'bzip2' } });
    const { found } = await broker.find({ queue: 'celery', taskIds: [first, second] });
    expect(found.get(first)?.task?.body).toMatchObject({ readable: true, args: [1, 2] });
    expect(found.get(second)?.task?.body).toMatchObject({ readable: false, reason: 'compression', kind: 'application/x-bz2' });
  });

  test('bind queues that are listed afterwards', async () => {
    await python.sendTask({ name: 'tasks.add', args: [1, 2] });
    expect(await broker.queues()).toMatchObject({ complete: true, queues: [{ name: 'celery', ready: 1 }] });
  });

  test('are found under a prefix and separator of their own', async () => {
    const settings = {
      broker_transport_options: { global_keyprefix: 'acme:', sep: ':', priority_steps: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] },
    };
    const prefixed = await rig.python({ settings });
    const taskId = await prefixed
      .sendTask({ name: 'tasks.add', args: [1, 2], options: { priority: 5 } })
      .finally(() => prefixed.stop());
    const other = rig.broker({ keyPrefix: 'acme:', separator: ':' });
    expect(await other.queues()).toMatchObject({ queues: [{ name: 'celery', ready: 1 }] });
    expect(await other.remove({ queue: 'celery', taskId })).toBe(true);
  });
});
