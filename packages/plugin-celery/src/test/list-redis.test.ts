import { redisBinary, skipWithout } from '@lineclear/testing';
import { skipWithoutCelery } from '@lineclear/testing/celery';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { listActiveTasks } from '../tools/list-active-tasks.ts';
import { startReading } from './list-rig.ts';
import type { RedisRig } from './redis-rig.ts';
import { message, startRedisRig } from './redis-rig.ts';

const isMissing = [skipWithout(redisBinary), skipWithoutCelery()].includes(true);
const timeoutMs = 20_000;
const etaMs = Date.UTC(2100, 0, 1);

describe.skipIf(isMissing)('list_active_tasks with a worker that has one of each', () => {
  let rig: RedisRig;
  beforeAll(async () => {
    rig = await startRedisRig();
    await rig.worker({
      pool: 'prefork',
      hostname: 'w1',
      concurrency: 1,
      queues: ['celery'],
      options: ['--prefetch-multiplier=10'],
      // With a limit per minute the second one would run before all is looked at.
      settings: { task_annotations: { 'tasks.rate_limited': { rate_limit: '1/h' } } },
    });
    const broker = rig.broker();
    const send = (queue: string, order: Parameters<typeof message>[0]) => broker.publish({ message: message(order), queue });
    await send('celery', { taskId: 'runs', taskName: 'tasks.sleep', args: [600] });
    await send('celery', { taskId: 'next', taskName: 'tasks.sleep', args: [0], kwargs: {} });
    await send('celery', { taskId: 'later', args: [1, 2], etaMs });
    await send('celery', { taskId: 'first', taskName: 'tasks.rate_limited', args: ['a'] });
    await send('celery', { taskId: 'limited', taskName: 'tasks.rate_limited', args: ['b'] });
    for (const taskId of ['q0', 'q1', 'q2']) await send('unserved', { taskId, args: [taskId, { token: 'hidden' }] });
    await rig.link.send(['SADD', '_kombu.binding.unserved', 'unserved\u0006\u0016\u0006\u0016unserved']);
    const untilTaken = async (): Promise<void> => {
      if ((await broker.held())?.length !== 4) throw new Error('The worker has not taken all of them yet.');
    };
    await vi.waitFor(untilTaken, timeoutMs);
  });
  afterAll(() => rig.close());

  const start = (options: Omit<Parameters<typeof startReading>[0], 'tool' | 'settings'> = {}) =>
    startReading({ tool: listActiveTasks, settings: { broker: rig.url, answer_timeout_ms: 20_000 }, ...options });

  test('lists each task once, where it is', async () => {
    const { read } = await start();
    const listing = await read();
    expect(listing.tasks.map(({ task_id: id, state, status }) => [id, state, status])).toEqual([
      ['runs', 'running', 'started'],
      ['first', 'reserved', 'pending'],
      ['next', 'reserved', 'pending'],
      ['later', 'scheduled', 'pending'],
      ['limited', 'held', 'pending'],
      ['q0', 'queued', 'pending'],
      ['q1', 'queued', 'pending'],
      ['q2', 'queued', 'pending'],
    ]);
    expect(listing).toMatchObject({
      total_active: 8,
      counts: { running: 1, reserved: 2, scheduled: 1, held: 1, stalled: 0, queued: 3 },
      workers: { known: 1, answered: 1, silent: [] },
      complete: true,
      notes: [],
      next_offset: null,
    });
    const [running, , , later, , , second] = listing.tasks;
    expect(running).toMatchObject({ worker: 'celery@w1', queue: 'celery', position: null, task_type: 'tasks.sleep' });
    expect(running?.started_at).toMatch(/Z$/);
    expect(running?.runtime_s).toBeGreaterThan(0);
    expect(later).toMatchObject({ eta_at: '2100-01-01T00:00:00.000Z', arguments: { args: [1, 2] }, redelivered_at: null });
    expect(second).toMatchObject({
      queue: 'unserved',
      position: 2,
      worker: null,
      arguments: { args: ['q1', { token: '[secret]' }] },
    });
  });

  test('pages through all of them without a gap', async () => {
    const { read } = await start();
    const seen: string[] = [];
    for (let offset: number | null = 0; offset !== null;) {
      const page: Awaited<ReturnType<typeof read>> = await read({ limit: 3, offset });
      expect(page.total_active).toBe(8);
      seen.push(...page.tasks.map(({ task_id: id }) => id));
      offset = page.next_offset;
    }
    expect(seen).toEqual(['runs', 'first', 'next', 'later', 'limited', 'q0', 'q1', 'q2']);
  });

  test.each<[Record<string, unknown>, readonly string[], number | null]>([
    [{ states: ['running', 'held'] }, ['runs', 'limited'], 2],
    [{ states: ['queued'] }, ['q0', 'q1', 'q2'], 3],
    [{ task_type: 'tasks.add' }, ['later', 'q0', 'q1', 'q2'], 4],
    [{ task_type: 'tasks.add', limit: 2 }, ['later', 'q0'], null],
    [{ worker: 'celery@w1', states: ['reserved', 'queued'] }, ['first', 'next'], 2],
    [{ queue: 'celery' }, ['runs', 'first', 'next', 'later', 'limited'], 5],
    [{ queue: 'unserved', offset: 6 }, ['q1', 'q2'], 3],
    [{ older_than_s: 3_600 }, [], 0],
  ])('filters by %j', async (args, ids, total) => {
    const { read } = await start();
    const listing = await read(JSON.parse(JSON.stringify(args)));
    expect(listing.tasks.map(({ task_id: id }) => id)).toEqual(ids);
    expect(listing.total_active).toBe(total);
  });

  test('goes on where a filtered page ended', async () => {
    const { read } = await start();
    const first = await read({ task_type: 'tasks.add', limit: 2 });
    const second = await read({ task_type: 'tasks.add', limit: 2, offset: first.next_offset });
    expect(second.tasks.map(({ task_id: id }) => id)).toEqual(['q1', 'q2']);
    expect(second.next_offset).toBeNull();
  });

  test('mine lists what the caller started, wherever it is', async () => {
    const { read, remember } = await start({ profile: { tier: 'production' } });
    const at = Date.now() - 7_200_000;
    await remember({ task_id: 'runs', task_name: 'tasks.sleep' });
    await remember({ task_id: 'q1', queue: 'unserved', at });
    await remember({ task_id: 'q2', queue: 'unserved', principal: 'somebody-else' });
    await remember({ task_id: 'long-gone', queue: 'unserved' });
    const mine = await read({ mine: true });
    expect(mine.tasks).toMatchObject([
      { task_id: 'runs', state: 'running', arguments: { args: [600] } },
      { task_id: 'q1', state: 'queued', position: 2 },
    ]);
    expect(mine).toMatchObject({ total_active: 2, complete: true, next_offset: null });
    const old = await read({ older_than_s: 3_600 });
    expect(old.tasks.map(({ task_id: id }) => id)).toEqual(['q1']);
    expect(old.notes).toEqual([expect.stringContaining('1 tasks were left out')]);
  });

  test('withholds the arguments of others in production', async () => {
    const { read } = await start({ profile: { tier: 'production' } });
    const { tasks, notes } = await read();
    for (const task of tasks) expect(task).not.toHaveProperty('arguments');
    expect(notes).toContainEqual(expect.stringMatching(/^Where arguments are absent: .*result_readers/));
  });

  test('refuses a worker that nobody is, and says so of a queue that nobody has', async () => {
    const { read, callTool } = await start();
    await expect(callTool('list_active_tasks', { worker: 'celery@nobody' })).rejects.toMatchObject({
      code: 'not_found',
      details: { reason: 'worker_unknown' },
    });
    expect((await read({ queue: 'nowhere' })).notes).toEqual(['Neither broker nor workers know a queue "nowhere".']);
  });

  test('answers under its original name in exactly the original shape', async () => {
    const { callTool } = await start();
    expect(await callTool('list_active_tasks_tool', { task_type: null })).toEqual(
      expect.objectContaining({ ...(await callTool('list_active_tasks_tool')), queried_at: expect.any(String) }),
    );
    const listing = await callTool('list_active_tasks_tool', { task_type: 'tasks.sleep' });
    expect(listing).toEqual({
      total_active: 2,
      tasks: [
        {
          task_id: 'runs',
          task_name: 'tasks.sleep',
          task_type: 'tasks.sleep',
          status: 'started',
          started_at: expect.stringMatching(/Z$/),
        },
        { task_id: 'next', task_name: 'tasks.sleep', task_type: 'tasks.sleep', status: 'pending', started_at: null },
      ],
      queried_at: expect.stringMatching(/Z$/),
    });
  });
});
