import type { JsonObject } from '@lineclear/core/plugin';
import { expect } from 'vitest';
import * as z from 'zod';
import { closedGate } from './closed-gate.ts';
import type { InteropWorld } from './interop-world.ts';

const chainTasks = z.object({ tasks: z.array(z.object({ task_id: z.string() })) });

/** Starts one task of each kind with our tools; Celery's own client reads what became of it, and asks the worker. */
export const startedHere = async ({ pool, queue, python, confirm, callTool }: InteropWorld): Promise<void> => {
  const worker = `celery@${queue}`;
  const only = { destination: [worker], replies: 1 };
  const start = async (task_type: string, more: JsonObject = {}): Promise<string> =>
    String((await confirm('start_background_task', { task_type, queue, ...more }))['task_id']);
  const echoed = await start('tasks.echo', { params: { word: 'naïve 日本', deep: { list: [1, null, true] } } });
  expect(await python.wait(echoed)).toEqual({
    status: 'SUCCESS',
    result: { args: [], kwargs: { word: 'naïve 日本', deep: { list: [1, null, true] } } },
    traceback: null,
  });
  expect(await python.wait(await start('tasks.fail', { params: { message: 'no such column' } }))).toMatchObject({
    status: 'FAILURE',
    result: { type: 'ValueError', message: 'no such column' },
    traceback: expect.stringContaining('in go_wrong'),
  });
  await chainsHere({ python, confirm, queue });

  const later = await start('tasks.add', { params: { x: 1, y: 2 }, countdown_s: 600 });
  await expect
    .poll(() => python.inspect({ method: 'scheduled', ...only }))
    .toMatchObject({
      [worker]: expect.arrayContaining([
        expect.objectContaining({ request: expect.objectContaining({ id: later, kwargs: { x: 1, y: 2 } }) }),
      ]),
    });
  expect(await confirm('cancel_task', { task_id: later })).toMatchObject({ outcome: 'cancelled' });
  expect(await python.inspect({ method: 'revoked', ...only })).toMatchObject({ [worker]: expect.arrayContaining([later]) });

  const { path, open } = closedGate();
  const running = await start('tasks.started_until', { params: { path } });
  await expect.poll(() => python.result(running)).toMatchObject({ status: 'STARTED' });
  // A solo worker answers nobody while it runs a task.
  const seen = { [worker]: [{ id: running, name: 'tasks.started_until', kwargs: { path } }] };
  if (pool === 'solo') expect(await python.inspect({ method: 'active', timeoutS: 0.5 })).toBeNull();
  else expect(await python.inspect({ method: 'active', ...only })).toMatchObject(seen);
  if (pool !== 'solo') {
    const waiting = await start('tasks.sleep', { params: { seconds: 0 } });
    await expect
      .poll(() => python.inspect({ method: 'query_task', args: [waiting], ...only }))
      .toMatchObject({ [worker]: { [waiting]: ['reserved', { id: waiting }] } });
    open();
    expect(await python.wait(waiting)).toMatchObject({ status: 'SUCCESS', result: 0 });
  }
  open();
  expect(await python.wait(running)).toMatchObject({ status: 'SUCCESS', result: 'opened' });
  expect(await callTool('get_task_status', { task_id: running })).toMatchObject({ state: 'success' });
};

const chainsHere = async ({ python, confirm, queue }: Pick<InteropWorld, 'python' | 'confirm' | 'queue'>): Promise<void> => {
  const add = { task_type: 'tasks.add', params: { x: 2, y: 3 }, queue };
  for (const { mode, last, results } of [
    { mode: 'chain', last: { ...add, task_type: 'tasks.echo', params: { b: 1 } }, results: [5, { args: [], kwargs: { b: 1 } }] },
    { mode: 'group', last: { ...add, params: { x: 1, y: 1 } }, results: [5, 2] },
    { mode: 'chord', last: { task_type: 'tasks.total', queue }, results: [5, 5, 10] },
  ]) {
    const steps = mode === 'chord' ? [add, add, last] : [add, last];
    const { tasks } = chainTasks.parse(await confirm('chain_tasks', { mode, steps }));
    const read = await Promise.all(tasks.map(async ({ task_id: taskId }) => (await python.wait(taskId)).result));
    expect(read, mode).toEqual(results);
  }
};

/** Celery's own client sends one task of each kind; our tools see it wait, run, end, and be cancelled. */
export const sentByCelery = async (world: InteropWorld): Promise<void> => {
  const { queue, python, work, callTool, confirm, becomes, statusOf } = world;
  const send = (name: string, more: { args?: unknown[]; kwargs?: Record<string, unknown>; options?: object } = {}) =>
    python.sendTask({ name, ...more, options: { queue, ...more.options } });
  const plain = await send('tasks.add', { args: [20, 22] });
  const named = await send('tasks.echo', { args: ['a'], kwargs: { b: 2 } });
  const gone = await send('tasks.echo', { args: ['never'] });
  const strong = await send('tasks.add', { args: [1, 1], options: { priority: 0, expires: 3_600 } });
  const failing = await send('tasks.fail', { args: ['no such row'] });
  const later = await send('tasks.add', { args: [1, 2], options: { countdown: 600 } });

  const waiting = [plain, named, gone, strong, failing, later];
  const peeked = await callTool('queue_peek', { queue });
  expect(peeked).toMatchObject({ total: 6 });
  expect(peeked['messages']).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ task_id: named, arguments: expect.objectContaining({ args: ['a'], kwargs: { b: 2 } }) }),
      expect.objectContaining({ task_id: strong, priority: 0, expires_at: expect.stringMatching(/Z$/) }),
      expect.objectContaining({ task_id: later, eta_at: expect.stringMatching(/Z$/) }),
    ]),
  );
  for (const taskId of waiting)
    expect((await callTool('list_active_tasks', { queue }))['tasks']).toContainEqual(
      expect.objectContaining({ task_id: taskId, state: 'queued', queue }),
    );
  expect(await confirm('cancel_task', { task_id: gone })).toMatchObject({ outcome: 'cancelled', status: 'revoked' });

  const worker = await work();
  await becomes(plain, { status: 'success', result: { value: 42 } });
  await becomes(named, { status: 'success', result: { value: { args: ['a'], kwargs: { b: 2 } } } });
  await becomes(strong, { status: 'success', result: { value: 2 } });
  await becomes(failing, { status: 'failure', error: { type: 'ValueError', message: 'no such row' } });
  await becomes(later, { state: 'scheduled', worker: worker.name, eta_at: expect.stringMatching(/Z$/) });
  expect(await confirm('cancel_task', { task_id: later })).toMatchObject({ outcome: 'cancelled', status: 'revoked' });
  expect(worker.log()).not.toContain(gone);

  const add = (args: readonly number[]) => ({ name: 'tasks.add', args, options: { queue } });
  for (const [kind, values] of [
    ['chain', [3, 7]],
    ['group', [3, 4]],
    ['chord', [3, 4, 7]],
  ] as const) {
    const body = { name: 'tasks.total', options: { queue } };
    const ids = await python.sendCanvas({ kind, tasks: [add([1, 2]), add([4, ...(kind === 'chain' ? [] : [0])])], body });
    for (const [index, value] of values.entries()) await becomes(ids[index] ?? '', { state: 'success', result: { value } });
  }
  const { path, open } = closedGate();
  await runs({ ...world, open, taskId: await send('tasks.started_until', { args: [path] }) });
  expect(await statusOf('never-sent')).toMatchObject({ state: 'unknown' });
};

/** A running task is seen, and cancelled where the pool can end one. */
const runs = async ({
  pool,
  queue,
  taskId,
  becomes,
  callTool,
  confirm,
  python,
  open,
}: InteropWorld & { taskId: string; open: () => void }): Promise<void> => {
  const worker = `celery@${queue}`;
  if (pool === 'solo') await becomes(taskId, { state: 'stalled', worker, reason: expect.stringContaining('pool is solo') });
  else await becomes(taskId, { state: 'running', worker });
  if (pool === 'prefork') {
    expect(await confirm('cancel_task', { task_id: taskId })).toMatchObject({ outcome: 'cancelled', status: 'revoked' });
    expect(await python.wait(taskId)).toMatchObject({ status: 'REVOKED', result: { type: 'TaskRevokedError' } });
    return;
  }
  await expect(callTool('cancel_task', { task_id: taskId })).rejects.toMatchObject({
    details: { reason: pool === 'solo' ? 'workers_silent' : 'not_cancellable' },
  });
  open();
  await becomes(taskId, { state: 'success', result: { value: 'opened' } });
};
