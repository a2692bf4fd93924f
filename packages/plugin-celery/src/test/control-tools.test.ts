import { redisBinary, skipWithout, type StartOptions } from '@lineclear/testing';
import type { CeleryWorker } from '@lineclear/testing/celery';
import { skipWithoutCelery } from '@lineclear/testing/celery';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { active, registered } from '../control/questions.ts';
import { startControl } from './control-rig.ts';
import type { RedisRig } from './redis-rig.ts';
import { message, startRedisRig } from './redis-rig.ts';

const isMissing = [skipWithout(redisBinary), skipWithoutCelery()].includes(true);

describe.skipIf(isMissing)('tools that change workers', () => {
  let rig: RedisRig;
  let one: CeleryWorker;
  let two: CeleryWorker;
  let threads: CeleryWorker;

  beforeAll(async () => {
    rig = await startRedisRig();
    [one, two, threads] = await Promise.all([
      rig.worker({ hostname: 'one', queues: ['celery'] }),
      rig.worker({ hostname: 'two', queues: ['reports'] }),
      rig.worker({ hostname: 'threads', pool: 'threads', queues: ['reports'] }),
    ]);
  });
  afterAll(() => rig.close());

  const start = (settings = {}, options: Pick<StartOptions, 'store'> = {}) =>
    startControl({ settings: { broker: rig.url, ...settings }, ...options });
  const question = () => ({ broker: rig.broker(), timeoutMs: 10_000 });
  const publish = async (order: Parameters<typeof message>[0]) => {
    const sent = message(order);
    await rig.broker().publish({ message: sent, queue: 'celery' });
    return sent.headers.id;
  };
  const untilRunning = (ids: readonly string[]) =>
    vi.waitFor(
      async () => {
        const { answers } = await active(question());
        expect([...answers.values()].flat().map(({ taskId }) => taskId)).toEqual(expect.arrayContaining([...ids]));
      },
      { timeout: 30_000 },
    );

  test('are offered one by one, by the settings of the profile', async () => {
    const { composition, caller, callTool } = await start({ control: ['rate_limit'] });
    const names = composition.tools(caller).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['task_rate_limit', 'worker_events']));
    expect(names).not.toContain('queue_purge');
    for (const [tool, word] of [
      ['worker_pool', 'pool'],
      ['worker_shutdown', 'shutdown'],
      ['queue_purge', 'purge'],
    ] as const) {
      await expect(callTool(tool, {})).rejects.toMatchObject({ code: 'not_configured', hint: expect.stringContaining(word) });
    }
  });

  test('grow and shrink a pool, and say what it is afterwards', async () => {
    const { confirm } = await start();
    const grown = await confirm('worker_pool', { by: 1, workers: ['celery@one'] });
    expect(grown.preview).toMatchObject({
      description: 'Add 1 process to the pool of "celery@one" (test).',
      changes: ['"celery@one": 2 → 3'],
    });
    expect(grown.result).toEqual({
      workers: [{ worker: 'celery@one', outcome: 'done', said: 'pool will grow', before: 2, now: 3 }],
    });
    await vi.waitFor(async () => expect(await one.children()).toHaveLength(3), { timeout: 30_000 });
    const shrunk = await confirm('worker_pool', { by: -1, workers: ['celery@one'] });
    expect(shrunk.result).toMatchObject({ workers: [{ outcome: 'done', before: 3, now: 2 }] });
  });

  test('refuse pools that cannot be changed, workers that are not there, and an order to nobody in particular', async () => {
    const { callTool } = await start();
    const refusal = (args: object) => callTool('worker_pool', { by: 1, ...args });
    await expect(refusal({ workers: ['celery@threads'] })).rejects.toMatchObject({
      code: 'unsupported',
      details: { reason: 'fixed_pool' },
    });
    await expect(refusal({ by: -2, workers: ['celery@two'] })).rejects.toMatchObject({ details: { reason: 'fixed_pool' } });
    await expect(refusal({ workers: ['celery@nobody'] })).rejects.toMatchObject({
      code: 'not_found',
      hint: 'Name some of these: "celery@one", "celery@threads", "celery@two".',
    });
    await expect(refusal({})).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(refusal({ by: 0, all: true })).rejects.toMatchObject({ code: 'invalid_input' });
  });

  test('refuse a pool that sizes itself', async () => {
    const scaled = await rig.worker({ hostname: 'scaled', queues: ['scaled'], options: ['--autoscale=2,1'] });
    const { callTool } = await start();
    await expect(callTool('worker_pool', { by: 1, workers: [scaled.name] })).rejects.toMatchObject({
      message: expect.stringContaining('autoscale'),
    });
    await scaled.stop();
  });

  test('tell for each worker when only some obey', async () => {
    const busy = [
      await publish({ taskName: 'tasks.sleep', args: [600] }),
      await publish({ taskName: 'tasks.sleep', args: [600] }),
    ];
    await untilRunning(busy);
    const { confirm } = await start();
    const { result } = await confirm('worker_pool', { by: -1, workers: ['celery@one', 'celery@two'] });
    expect(result).toEqual({
      workers: [
        { worker: 'celery@one', outcome: 'refused', said: expect.stringContaining('busy'), before: 2, now: 2 },
        { worker: 'celery@two', outcome: 'done', said: 'pool will shrink', before: 2, now: 1 },
      ],
    });
  });

  test('fail without an effect when every worker refuses', async () => {
    const { previewTool, callTool } = await start();
    const args = { by: -1, workers: ['celery@one'] };
    await previewTool('worker_pool', args);
    await expect(callTool('worker_pool', { ...args, confirm: true })).rejects.toMatchObject({
      code: 'unsupported',
      details: { status: 'failed', cause: { reason: 'refused' } },
    });
  });

  test('limit the rate of a task and lift the limit again', async () => {
    const { confirm, callTool } = await start();
    const limited = await confirm('task_rate_limit', { task_name: 'tasks.add', rate: '10/m' });
    expect(limited.preview).toMatchObject({ before: { rates: { 'celery@one': 'none', 'celery@two': 'none' } } });
    expect(limited.result).toMatchObject({ rate: '10/m', workers: [{ outcome: 'done', before: 'none' }, {}, {}] });
    const rates = (await registered({ ...question(), attribute: 'rate_limit' })).answers.get('celery@one');
    expect(rates?.get('tasks.add')).toBe('10/m');
    const lifted = await confirm('task_rate_limit', { task_name: 'tasks.add', rate: 'none', workers: ['celery@one'] });
    expect(lifted.preview).toMatchObject({ changes: ['"celery@one": 10/m → none'] });
    const again = await callTool('task_rate_limit', { task_name: 'tasks.add', rate: 'none', workers: ['celery@one'] });
    expect(again).toMatchObject({ warnings: expect.arrayContaining(['It is so already.']) });
    await expect(callTool('task_rate_limit', { task_name: 'tasks.nobody', rate: '1/s' })).rejects.toMatchObject({
      details: { reason: 'not_registered' },
    });
    await expect(callTool('task_rate_limit', { task_name: 'tasks.add', rate: 'often' })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });

  test('turn task events on and off', async () => {
    const { confirm } = await start();
    const on = await confirm('worker_events', { enabled: true, workers: ['celery@two'] });
    expect(on.result).toEqual({
      enabled: true,
      workers: [{ worker: 'celery@two', outcome: 'done', said: 'task events enabled' }],
    });
    expect((await confirm('worker_events', { enabled: false })).result).toMatchObject({
      workers: [
        { said: 'task events already disabled' },
        { said: 'task events already disabled' },
        { said: 'task events disabled' },
      ],
    });
  });

  test('tell nothing to a worker that is frozen, and see one that froze after the preview', async () => {
    const { previewTool, composition } = await start();
    const args = { enabled: true, workers: ['celery@threads'] };
    const { ticket } = await previewTool('worker_events', args);
    threads.suspend();
    const hasty = await start({ answer_timeout_ms: 1_000 }, { store: composition.store });
    await expect(hasty.callTool('worker_events', { ...args, confirm: true, ticket: ticket ?? null })).rejects.toMatchObject({
      details: { reason: 'worker_silent' },
    });
    threads.resume();
    expect(threads.log()).not.toContain('enabled by remote');
  });

  test('shut workers down, by name or all of them, and see that they are gone', async () => {
    const { confirm, callTool } = await start();
    await expect(callTool('worker_shutdown', {})).rejects.toMatchObject({ code: 'invalid_input' });
    const single = await confirm('worker_shutdown', { workers: ['celery@two'] });
    expect(single.preview).toMatchObject({ description: 'Shut "celery@two" down (test); every queue keeps a consumer.' });
    expect(single.result).toEqual({ workers: [{ worker: 'celery@two', outcome: 'gone' }] });
    await two.ended();
    const rest = await confirm('worker_shutdown', { all: true });
    expect(rest.preview).toMatchObject({
      description: 'Shut 2 workers down (test); nobody serves "celery", "reports" afterwards.',
      changes: ['"celery@one" ends after 2 running', '"celery@threads" ends'],
    });
    expect(rest.result).toEqual({
      workers: [
        { worker: 'celery@one', outcome: 'gone' },
        { worker: 'celery@threads', outcome: 'gone' },
      ],
    });
    await threads.ended();
    // Gone for others, and at work until its tasks are done.
    expect(await one.children()).not.toEqual([]);
    await expect(callTool('worker_shutdown', { all: true })).rejects.toMatchObject({ details: { reason: 'no_worker' } });
  });
});
