import { randomUUID } from 'node:crypto';
import { redisBinary, skipWithout } from '@lineclear/testing';
import type { CeleryWorker } from '@lineclear/testing/celery';
import { skipWithoutCelery } from '@lineclear/testing/celery';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { BrokerPort } from '../broker/broker.ts';
import {
  addConsumer,
  cancelConsumer,
  poolGrow,
  poolShrink,
  rateLimit,
  revoke,
  revokeByStamps,
  shutdown,
  timeLimit,
} from '../control/orders.ts';
import {
  active,
  activeQueues,
  conf,
  ping,
  queryTasks,
  registered,
  report,
  reserved,
  revoked,
  scheduled,
  stats,
} from '../control/questions.ts';
import type { TaskOrder } from '../protocol/build-message.ts';
import { asTexts } from '../redis/reply.ts';
import type { RedisRig } from './redis-rig.ts';
import { message, startRedisRig } from './redis-rig.ts';

const isMissing = [skipWithout(redisBinary), skipWithoutCelery()].includes(true);

describe.skipIf(isMissing)('questions and orders to two workers', () => {
  let rig: RedisRig;
  let one: CeleryWorker;
  let other: CeleryWorker;
  let broker: BrokerPort;
  const all = () => ({ broker, timeoutMs: 20_000 });

  beforeAll(async () => {
    rig = await startRedisRig();
    one = await rig.worker({ concurrency: 1, hostname: 'one', queues: ['celery'] });
    other = await rig.worker({ concurrency: 1, pool: 'threads', hostname: 'other', queues: ['reports'] });
    broker = rig.broker();
  });
  afterAll(() => rig.close());

  const send = async (order: Partial<TaskOrder>): Promise<string> => {
    const built = message({ taskId: randomUUID(), ...order });
    await broker.publish({ message: built, queue: 'celery' });
    return built.headers.id;
  };
  const idsAt = async (question: typeof active) => {
    const { answers } = await question(all());
    return [...answers.values()].flat().map(({ taskId }) => taskId);
  };

  test('hears both and does not wait for the time to pass', async () => {
    const { answers, known, silent, complete } = await ping(all());
    expect([...answers]).toEqual([
      ['celery@one', true],
      ['celery@other', true],
    ]);
    expect({ known, silent, complete }).toEqual({ known: 2, silent: [], complete: true });
  });

  test('asks one of them', async () => {
    const { answers, known } = await ping({ ...all(), destination: ['celery@other'] });
    expect([[...answers.keys()], known]).toEqual([['celery@other'], 1]);
  });

  test('says who was silent when a name is nobody', async () => {
    const answer = await ping({ ...all(), timeoutMs: 4_000, destination: ['celery@one', 'celery@nobody'] });
    expect(answer).toMatchObject({ known: 2, silent: ['celery@nobody'], complete: false });
  });

  test('leaves no reply queue and no binding behind', async () => {
    await ping(all());
    await vi.waitFor(async () => expect(asTexts(await rig.link.send(['KEYS', '*reply*']))).toEqual([]), { timeout: 30_000 });
  });

  test('answers each of many questions at once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => ping(all())));
    expect(answers.map(({ complete }) => complete)).toEqual(answers.map(() => true));
  });

  test('reads queues, settings, tasks, statistics and the report', async () => {
    expect((await activeQueues(all())).answers.get('celery@other')).toEqual(['reports']);
    expect((await conf(all())).answers.get('celery@one')).toMatchObject({
      task_routes: { 'tasks.report': { queue: 'reports' } },
    });
    expect((await stats(all())).answers.get('celery@one')).toMatchObject({
      pid: one.pid,
      concurrency: 1,
      pool: 'prefork',
    });
    expect((await report(all())).answers.get('celery@one')).toContain('celery:');
    const names = (await registered(all())).answers.get('celery@one');
    expect(names?.get('tasks.add')).toBe('');
    const docs = (await registered({ ...all(), attribute: '__doc__' })).answers.get('celery@one');
    expect(docs?.get('tasks.add')).toBe('Adds two numbers.');
    const types = (await registered({ ...all(), attribute: '__annotations__' })).answers.get('celery@one');
    expect(types?.get('tasks.add')).toContain("'x': <class 'int'>");
  });

  test('finds tasks that run, wait for a process and wait for their time', async () => {
    const running = await send({ taskName: 'tasks.sleep', args: [600] });
    await vi.waitFor(async () => expect(await idsAt(active)).toEqual([running]), { timeout: 30_000 });
    const waiting = await send({ taskName: 'tasks.sleep', args: [600] });
    // Celery 5.2 drops milliseconds.
    const etaMs = Math.ceil(Date.now() / 1_000) * 1_000 + 60_000;
    const later = await send({ taskName: 'tasks.add', args: [1, 2], etaMs });
    await vi.waitFor(async () => expect(await idsAt(scheduled)).toEqual([later]), { timeout: 30_000 });
    expect(await idsAt(reserved)).toContain(waiting);
    const queried = (await queryTasks({ ...all(), taskIds: [running, later, 'nobody'] })).answers.get('celery@one');
    expect(queried?.get(running)).toMatchObject({ place: 'active', task: { taskName: 'tasks.sleep', queue: 'celery' } });
    expect(queried?.has('nobody')).toBe(false);
    expect([...(await scheduled(all())).answers.values()].flat()[0]?.etaMs).toBe(etaMs);

    const held = await broker.held();
    expect(held?.map(({ task }) => task.taskId).toSorted()).toEqual([waiting, later].toSorted());
    const entry = held?.find(({ task }) => task.taskId === later);
    expect(entry).toMatchObject({ queue: 'celery', task: { etaMs } });
    expect(entry?.redeliveredAtMs).toBe((entry?.takenAtMs ?? 0) + 3_600_000);

    const results = rig.results();
    const { answers } = await revoke({ ...all(), taskIds: [running, waiting, later], terminate: 'SIGKILL' });
    expect([...answers.keys()]).toContain('celery@one');
    expect(await results.wait({ taskId: running, timeoutMs: 20_000 })).toMatchObject({
      status: 'REVOKED',
      // Celery from 5.6.2 on writes the first at once and the second a moment later.
      error: { message: expect.stringMatching(/^(revoked|terminated)$/) },
    });
    expect(await results.wait({ taskId: waiting, timeoutMs: 20_000 })).toMatchObject({ status: 'REVOKED' });
    expect([...(await revoked(all())).answers.values()].flat()).toEqual(expect.arrayContaining([running, waiting, later]));
  });

  test('gives orders and reads refusals apart from obedience', async () => {
    const toOne = { ...all(), destination: ['celery@one'] };
    expect((await rateLimit({ ...toOne, taskName: 'tasks.add', rate: '100/s' })).answers.get('celery@one')).toBe(
      'new rate limit set successfully',
    );
    expect((await rateLimit({ ...toOne, taskName: 'tasks.nobody', rate: '1/s' })).refused.get('celery@one')).toBe('unknown task');
    expect((await timeLimit({ ...toOne, taskName: 'tasks.add', hardS: 20, softS: 10 })).answers.get('celery@one')).toBe(
      'time limits set successfully',
    );
    expect((await poolGrow({ ...toOne, by: 1 })).answers.get('celery@one')).toBe('pool will grow');
    // Refused while every process is busy, as a new one is that has just been started.
    await vi.waitFor(
      async () =>
        expect(await poolShrink({ ...toOne, by: 1 })).toMatchObject({ answers: new Map([['celery@one', 'pool will shrink']]) }),
      { timeout: 30_000 },
    );
    await addConsumer({ ...toOne, queue: 'extra' });
    await vi.waitFor(async () => expect((await activeQueues(toOne)).answers.get('celery@one')).toContain('extra'), {
      timeout: 30_000,
    });
    await cancelConsumer({ ...toOne, queue: 'extra' });
    await vi.waitFor(async () => expect((await activeQueues(toOne)).answers.get('celery@one')).not.toContain('extra'), {
      timeout: 30_000,
    });
    const byStamps = await revokeByStamps({ ...toOne, stamps: { client: 'x' } });
    // Celery before 5.3 does not know the command: it refuses or, having no such handler, fails.
    expect(byStamps.answers.size + byStamps.refused.size).toBe(1);
  });

  test('counts a frozen worker as known and silent', async () => {
    one.suspend();
    const answer = await ping({ ...all(), timeoutMs: 4_000 });
    one.resume();
    expect(answer).toMatchObject({ known: 2, silent: ['celery@one'], complete: false });
    expect([...answer.answers.keys()]).toEqual(['celery@other']);
  });

  test('does not count a killed worker, though its binding stays', async () => {
    one.kill('SIGKILL');
    await one.ended();
    await vi.waitFor(async () => expect((await ping({ ...all(), timeoutMs: 500 })).known).toBe(1), { timeout: 30_000 });
    expect(await broker.workerNames()).toContain('celery@one');
    expect(await ping(all())).toMatchObject({ known: 1, silent: [], complete: true });
  });

  test('knows at once that nobody is there after a shutdown', async () => {
    const left = new AbortController();
    // Nobody answers it.
    const order = shutdown({ ...all(), destination: ['celery@other'], signal: left.signal });
    await other.ended();
    left.abort();
    await expect(order).rejects.toMatchObject({ code: 'cancelled' });
    expect(await ping(all())).toMatchObject({ known: 0, complete: true });
  });
});
