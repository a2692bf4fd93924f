import type { JsonObject } from '@lineclear/core/plugin';
import { describe, expect, test } from 'vitest';
import type * as z from 'zod';
import { startOnSandbox } from '../../test/sandbox-tools.ts';
import { taskList } from './task-list.ts';

const listing = taskList.output;
const start = async (options: Partial<Parameters<typeof startOnSandbox>[0]> = {}) => {
  const started = await startOnSandbox({ tools: [taskList], ...options });
  const list = async (args: JsonObject = {}): Promise<z.output<typeof listing>> =>
    listing.parse(await started.callTool('task_list', args));
  const paths = () => started.sandbox.http.requests.map(({ path }) => path);
  return { ...started, list, paths };
};

describe('without a status', () => {
  test('lists newest first with the real states, and asks for none that is complete', async () => {
    const { list, sandbox, paths } = await start();
    const page = await list({ limit: 30 });
    const world = sandbox.world.tasks();
    expect(page.tasks.map(({ task_uuid: uuid, status }) => [uuid, status])).toEqual(
      world.slice(0, 30).map(({ uuid, state }) => [uuid, state]),
    );
    expect(page).toMatchObject({ total_count: world.length, scanned: 30, complete: false, next_offset: 30, notes: [] });
    expect(paths()).toHaveLength(1 + world.slice(0, 30).filter(({ state }) => state !== 'complete').length);
    expect(sandbox.http.unsafe()).toEqual([]);
  });

  test.each([
    [3, 7],
    [10, 20],
    [7, 0],
    [100, 60],
    [1, 41],
  ])('takes %i rows from offset %i exactly', async (limit, offset) => {
    const { list, sandbox } = await start();
    const world = sandbox.world.tasks();
    const page = await list({ limit, offset });
    expect(page.tasks.map((task) => task.task_uuid)).toEqual(world.slice(offset, offset + limit).map(({ uuid }) => uuid));
    expect(page.complete).toBe(offset + limit >= world.length);
    expect(page.next_offset).toBe(offset + limit >= world.length ? null : offset + limit);
  });

  test('answers an empty page beyond the end', async () => {
    const { list } = await start();
    expect(await list({ offset: 5_000 })).toMatchObject({ tasks: [], complete: true, next_offset: null });
  });

  test('shows a row without a state where a single task may not be read, and says so', async () => {
    const { list, sandbox } = await start();
    sandbox.http.inject({ kind: 'status', status: 403 }, { path: '/v1/tasks/:uuid' });
    const page = await list({ namespace: 'production', limit: 100 });
    const states = new Set(page.tasks.map(({ status }) => status));
    expect(states).toEqual(new Set([null, 'complete']));
    expect(page.notes).toEqual([expect.stringContaining('forbidden')]);
  });
});

describe('by status', () => {
  test.each([
    'steps_in_process',
    'waiting_for_retry',
    'blocked_by_failures',
    'complete',
    'error',
    'cancelled',
    'resolved_manually',
  ])('%s finds exactly the tasks in that state', async (state) => {
    const { list, sandbox } = await start();
    const world = sandbox.world.tasks().filter((task) => task.state === state);
    const page = await list({ status: state, limit: 100 });
    expect(page.tasks.map(({ task_uuid: uuid }) => uuid)).toEqual(world.map(({ uuid }) => uuid));
    expect(page).toMatchObject({ complete: true, total_count: world.length, next_offset: null });
    expect(new Set(page.tasks.map(({ status }) => status))).toEqual(new Set([state]));
  });

  test('error works although the server answers 500 to it', async () => {
    const { list, sandbox } = await start();
    const refused = await fetch(`${sandbox.url}/v1/tasks?status=error`);
    expect(refused.status).toBe(500);
    const page = await list({ status: 'error', namespace: 'data_processing' });
    expect(page.tasks.map(({ status, namespace }) => `${namespace} ${status}`)).toContain('data_processing error');
    expect(page.tasks.every(({ namespace }) => namespace === 'data_processing')).toBe(true);
  });

  test('completed is the same as complete, and needs no single task', async () => {
    const { list, paths } = await start();
    const page = await list({ status: 'completed', limit: 5, offset: 3 });
    expect(paths()).toEqual(['/v1/tasks', '/v1/tasks']);
    expect(page).toEqual(await list({ status: 'complete', limit: 5, offset: 3 }));
    expect(page.total_count).toBeGreaterThan(70);
  });

  test('incomplete has errors and leaves out what is complete, cancelled or resolved by hand', async () => {
    const { list, sandbox } = await start();
    const page = await list({ status: 'incomplete', limit: 100 });
    const expected = sandbox.world.tasks().filter(({ state }) => !['complete', 'cancelled', 'resolved_manually'].includes(state));
    expect(page.tasks.map(({ task_uuid: uuid }) => uuid)).toEqual(expected.map(({ uuid }) => uuid));
    expect(page.tasks.map(({ status }) => status)).toContain('error');
  });

  test('takes a list, also with complete in it', async () => {
    const { list, sandbox } = await start();
    const wanted = ['complete', 'error'];
    const page = await list({ status: wanted, limit: 100 });
    const expected = sandbox.world.tasks().filter(({ state }) => wanted.includes(state));
    expect(page.tasks.map(({ task_uuid: uuid }) => uuid)).toEqual(expected.slice(0, 100).map(({ uuid }) => uuid));
  });

  test('pages through the matches without a gap', async () => {
    const { list } = await start();
    const whole = await list({ status: 'incomplete', limit: 100 });
    const found: string[] = [];
    for (let offset: number | null = 0; offset !== null;) {
      const page: z.output<typeof listing> = await list({ status: 'incomplete', limit: 4, offset });
      found.push(...page.tasks.map(({ task_uuid: uuid }) => uuid));
      offset = page.next_offset;
    }
    expect(found).toEqual(whole.tasks.map(({ task_uuid: uuid }) => uuid));
  });

  test('stops asking when the page is full', async () => {
    const { list, paths } = await start();
    expect(await list({ status: 'error', limit: 1 })).toMatchObject({ complete: false, next_offset: 1, total_count: null });
    expect(paths().length).toBeLessThan(30);
  });

  test.each([
    [{ status: 'failed' }],
    [{ status: [] }],
    [{ status: ['error', 'oops'] }],
    [{ limit: 0 }],
    [{ limit: 101 }],
    [{ offset: -1 }],
  ])('refuses %j', async (args) => {
    const { callTool, paths } = await start();
    await expect(callTool('task_list', args)).rejects.toMatchObject({ code: 'invalid_input' });
    expect(paths()).toEqual([]);
  });
});

test('keeps the path of the base URL', async () => {
  const { list, paths } = await start({ basePath: '/behind/proxy' });
  expect((await list({ status: 'error' })).tasks).not.toEqual([]);
  expect(paths().every((path) => path.startsWith('/behind/proxy/v1/tasks'))).toBe(true);
});

test('an HTML error page is a coded error', async () => {
  const { callTool, sandbox } = await start();
  sandbox.http.inject({ kind: 'not_json' }, {});
  await expect(callTool('task_list', {})).rejects.toMatchObject({ code: 'upstream_error' });
});
