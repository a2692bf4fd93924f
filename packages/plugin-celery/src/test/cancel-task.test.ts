import { randomUUID } from 'node:crypto';
import { redisBinary, skipWithout, type StartedPlugin } from '@lineclear/testing';
import type { CeleryWorker, PythonClient } from '@lineclear/testing/celery';
import { skipWithoutCelery } from '@lineclear/testing/celery';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BrokerPort } from '../broker/broker.ts';
import { asNumber } from '../redis/reply.ts';
import { closedGate } from './closed-gate.ts';
import { resultOf, sender, startTools } from './change-rig.ts';
import type { RedisRig } from './redis-rig.ts';
import { startRedisRig } from './redis-rig.ts';

const isMissing = [skipWithout(redisBinary), skipWithoutCelery()].includes(true);

describe.skipIf(isMissing)('cancelling at a prefork worker on Redis', () => {
  let rig: RedisRig;
  let worker: CeleryWorker;
  let python: PythonClient;
  let broker: BrokerPort;
  let started: StartedPlugin;
  let tasks: ReturnType<typeof sender>;

  beforeAll(async () => {
    rig = await startRedisRig();
    [worker, python] = await Promise.all([rig.worker({ concurrency: 2, hostname: 'w1' }), rig.python()]);
    broker = rig.broker();
    tasks = sender(broker);
    started = await startTools({ settings: { broker: rig.url } });
  });
  afterAll(async () => {
    await started.close();
    await rig.close();
  });

  const cancel = async (args: { task_id: string; terminate?: boolean; signal?: string; reason?: string }) =>
    started.confirmTool('cancel_task', args);
  const run = async (seconds = 600): Promise<string> => {
    const taskId = await tasks.send({ taskName: 'tasks.sleep', args: [seconds] });
    await tasks.untilRunning(taskId);
    return taskId;
  };
  const end = (task_id: string) => cancel({ task_id, signal: 'SIGKILL' });

  test('removes a queued task that no worker reads, and nothing else', async () => {
    const [first, victim, last] = [randomUUID(), randomUUID(), randomUUID()];
    for (const task_id of [first, victim, last]) {
      await python.sendTask({ name: 'tasks.add', args: [1, 2], options: { queue: 'nobody', task_id } });
    }
    const { preview, outcome } = await cancel({ task_id: victim, reason: 'Not needed any more' });
    expect(preview).toMatchObject({
      description: 'Cancel "tasks.add" (queued) in test: it is removed from the queue "nobody", where it is number 2 of 3.',
      risk: 'destructive',
      before: { queue: 'nobody', position: 2, waiting: 3 },
      warnings: ['It was not started here: whoever started it is not told.'],
    });
    expect(JSON.stringify(preview)).not.toContain('[1,2]');
    expect(outcome).toMatchObject({ result: { outcome: 'cancelled', status: 'revoked', canceled_at: expect.any(String) } });
    const left = await broker.peek({ queue: 'nobody', offset: 0, limit: 10 });
    expect(left.items.map(({ task }) => task?.taskId)).toEqual([first, last]);
  });

  test('ends a running task and sees its process gone', async () => {
    const task_id = await run();
    const children = await worker.children();
    const { preview, outcome } = await cancel({ task_id });
    expect(preview).toMatchObject({
      description: 'Cancel "tasks.sleep" (running) in test: the process that runs it at "celery@w1" gets SIGTERM.',
      before: { worker: 'celery@w1', pool: 'prefork', started_at: expect.any(String) },
      warnings: expect.arrayContaining([expect.stringContaining('stays done')]),
    });
    expect(resultOf(outcome)).toMatchObject({ outcome: 'cancelled', status: 'revoked', canceled_at: expect.any(String) });
    expect(outcome['effect']).toMatchObject({ state: 'revoked', status: 'revoked' });
    await expect.poll(async () => (await worker.children()).filter((pid) => children.includes(pid))).toHaveLength(1);
    expect(await python.result(task_id)).toMatchObject({ status: 'REVOKED' });
  });

  test('never runs a reserved task that was cancelled', async () => {
    const busy = await Promise.all([run(), run()]);
    const path = `/tmp/lineclear-${randomUUID()}`;
    const task_id = await tasks.send({ taskName: 'tasks.note', args: [path, 'ran'] });
    await tasks.untilReserved(task_id);
    const { preview, outcome } = await cancel({ task_id });
    expect(preview).toMatchObject({ before: { state: 'reserved', worker: 'celery@w1', pool: 'prefork' } });
    expect(resultOf(outcome)).toMatchObject({ outcome: 'cancelled', status: 'revoked' });
    for (const taskId of busy) await end(taskId);
    expect(await python.wait(task_id)).toMatchObject({ status: 'REVOKED', result: { message: 'revoked' } });
  });

  test('keeps a task from its time to come', async () => {
    const task_id = await tasks.send({ etaMs: Date.now() + 600_000 });
    await tasks.untilScheduled(task_id);
    const { preview, outcome } = await cancel({ task_id });
    expect(preview).toMatchObject({ before: { state: 'scheduled', worker: 'celery@w1' } });
    expect(resultOf(outcome)).toMatchObject({ outcome: 'cancelled', status: 'revoked' });
    // Its time comes: the same task once more, for now.
    await tasks.send({ taskId: task_id });
    expect(await python.wait(task_id)).toMatchObject({ status: 'REVOKED' });
  });

  test('drops a task that a rate limit holds back', async () => {
    for (const text of ['first', 'second'])
      await tasks.send({ taskId: `limited-${text}`, taskName: 'tasks.rate_limited', args: [text] });
    await python.wait('limited-first');
    await tasks.until(async () => (await rig.link.send(['LLEN', 'celery'])) === 0);
    const { preview, outcome } = await cancel({ task_id: 'limited-second' });
    expect(preview).toMatchObject({ before: { state: 'held', worker: null } });
    expect(resultOf(outcome)).toMatchObject({ outcome: 'cancelled', status: 'revoked' });
    expect(await python.inspect({ method: 'revoked', destination: ['celery@w1'], replies: 1 })).toMatchObject({
      'celery@w1': expect.arrayContaining(['limited-second']),
    });
  });

  test('touches neither a success nor a failure', async () => {
    const success = await tasks.send({});
    const failure = await tasks.send({ taskName: 'tasks.fail', args: ['as it was'] });
    const before = [await python.wait(success), await python.wait(failure)];
    for (const [task_id, status] of [
      [success, 'success'],
      [failure, 'failure'],
    ] as const) {
      await expect(started.callTool('cancel_task', { task_id })).rejects.toMatchObject({
        code: 'conflict',
        details: { reason: 'already_finished', status },
      });
    }
    expect([await python.result(success), await python.result(failure)]).toEqual(before);
  });

  test('names an id that nobody knows, and writes nothing about it', async () => {
    const task_id = randomUUID();
    await expect(started.callTool('cancel_task', { task_id })).rejects.toMatchObject({
      code: 'not_found',
      details: { reason: 'unknown_task' },
    });
    expect(asNumber(await rig.link.send(['EXISTS', `celery-task-meta-${task_id}`]))).toBe(0);
    expect(await python.inspect({ method: 'revoked', destination: ['celery@w1'], replies: 1 })).not.toMatchObject({
      'celery@w1': expect.arrayContaining([task_id]),
    });
  });

  test('refuses to claim that it ends a running task without terminate', async () => {
    const task_id = await run();
    await expect(started.callTool('cancel_task', { task_id, terminate: false })).rejects.toMatchObject({
      code: 'unsupported',
      details: { reason: 'not_cancellable', running: true },
    });
    await end(task_id);
  });

  test('is stale when the task began between preview and confirmation', async () => {
    const busy = await Promise.all([run(), run()]);
    const args = { task_id: await tasks.send({ taskName: 'tasks.sleep', args: [600] }) };
    await tasks.untilReserved(args.task_id);
    const { ticket } = await started.previewTool('cancel_task', args);
    await end(busy[0]);
    await tasks.untilRunning(args.task_id);
    await expect(started.callTool('cancel_task', { ...args, confirm: true, ticket: ticket ?? null })).rejects.toMatchObject({
      code: 'stale',
      details: { changed: { place: { was: 'taken', is: 'running' } } },
    });
    expect((await python.result(args.task_id)).status).toBe('PENDING');
    for (const taskId of [busy[1], args.task_id]) await end(taskId);
  });

  test('cancels once when two confirm at the same time', async () => {
    const args = { task_id: await run() };
    const { ticket } = await started.previewTool('cancel_task', args);
    const again = { ...args, confirm: true, ticket: ticket ?? null };
    const [one, other] = await Promise.all([started.callTool('cancel_task', again), started.callTool('cancel_task', again)]);
    expect([one, other].map(({ status }) => status)).toEqual(['executed', 'executed']);
    expect([one, other].filter(({ replayed }) => replayed === true)).toHaveLength(1);
    await worker.line(new RegExp(`Terminating ${args.task_id}`));
    expect(worker.log().match(new RegExp(`Terminating ${args.task_id}`, 'g'))).toHaveLength(1);
  });

  test('answers under the old name in the old shape', async () => {
    const args = { task_id: await tasks.send({ queue: 'nobody' }) };
    const { ticket } = await started.callTool('cancel_task_tool', args);
    expect(await started.callTool('cancel_task_tool', { ...args, confirm: true, ticket: ticket ?? null })).toEqual({
      task_id: args.task_id,
      status: 'revoked',
      message: expect.any(String),
      canceled_at: expect.any(String),
    });
  });

  test('says what follows a task and does not run', async () => {
    const chain = [1, 2].map((number) => ({
      task: 'tasks.add',
      args: [number],
      kwargs: {},
      options: {},
      subtask_type: null,
      immutable: false,
    }));
    const task_id = await tasks.send({ queue: 'nobody', follow: { chain } });
    expect(await started.previewTool('cancel_task', { task_id })).toMatchObject({
      warnings: expect.arrayContaining(['2 tasks that were to follow it do not run.']),
    });
  });

  test('does not claim the end of a task that outlives its signal', async () => {
    const task_id = await tasks.send({ taskName: 'tasks.until', args: [closedGate().path] });
    await tasks.untilRunning(task_id);
    // A stopped process gets no signal but SIGKILL until it goes on.
    const pids = await worker.children();
    for (const pid of pids) process.kill(pid, 'SIGSTOP');
    const { outcome } = await cancel({ task_id });
    for (const pid of pids) process.kill(pid, 'SIGCONT');
    expect(resultOf(outcome)).toMatchObject({ outcome: 'cancel_requested', status: 'started', canceled_at: null });
  });
});
