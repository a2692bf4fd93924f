import type { Progress } from '@lineclear/core/plugin';
import { describe, expect, test } from 'vitest';
import { get, startTools } from '../../test/start-tools.ts';
import { taskBody } from '../../test/task-bodies.ts';
import { taskStates } from '../schemas/states.ts';
import { taskList } from '../tools/task-list.ts';

const uuidOf = (index: number): string => `0197a0b4-0000-7000-8000-${String(index).padStart(12, '0')}`;
const indexOf = (uuid: string): number => Number(uuid.slice(-12));

/** A server with very many tasks, of which `stateOf` tells the state. */
const start = async ({
  count,
  stateOf,
  clock = { now: () => 0 },
}: {
  count: number;
  stateOf: (index: number) => string;
  clock?: { now: () => number };
}) => {
  const listed = ({ page, per_page: perPage, status }: Record<string, string>) => {
    const all = Array.from({ length: count }, (_, index) => index).filter(
      (index) => status === undefined || (stateOf(index) === 'complete') === (status === 'completed'),
    );
    const from = (Number(page) - 1) * Number(perPage);
    return {
      tasks: all
        .slice(from, from + Number(perPage))
        .map((index) => taskBody({ uuid: uuidOf(index), status: stateOf(index) === 'complete' ? 'completed' : 'pending' })),
      pagination: {
        page: Number(page),
        per_page: Number(perPage),
        total_count: all.length,
        has_next: from + Number(perPage) < all.length,
      },
    };
  };
  return startTools({
    tools: [taskList],
    routes: [
      get('/v1/tasks', listed),
      get('/v1/tasks/:uuid', ({ uuid = '' }: Record<string, string>) => taskBody({ uuid, status: stateOf(indexOf(uuid)) })),
    ],
    clock,
  });
};

test.each(taskStates)('finds every task in the state %s', async (state) => {
  const { callTool } = await start({ count: 250, stateOf: (index) => taskStates[index % taskStates.length] ?? '' });
  const page = await callTool('task_list', { status: [state], limit: 100 });
  const indexes = Array.from({ length: 250 }, (_, index) => index).filter((index) => taskStates[index % 12] === state);
  expect(page).toMatchObject({ complete: true, total_count: indexes.length });
  expect(page['tasks']).toMatchObject(indexes.map((index) => ({ task_uuid: uuidOf(index), status: state })));
});

describe('a scan of 50,000 tasks', () => {
  test('ends after 2,000 rows, and says that older ones were not looked at', async () => {
    const { callTool, http } = await start({
      count: 50_000,
      stateOf: (index) => (index % 500 === 7 ? 'error' : 'steps_in_process'),
    });
    const page = await callTool('task_list', { status: 'error' });
    expect(page).toMatchObject({ scanned: 2_000, complete: false, total_count: null, next_offset: null });
    expect(page['tasks']).toHaveLength(4);
    expect(page['notes']).toEqual([expect.stringContaining('ended after 2000 rows')]);
    expect(http.requests.filter(({ path }) => path === '/v1/tasks')).toHaveLength(20);
    expect(http.requests).toHaveLength(2_020);
  });

  test('does not read the complete ones at all', async () => {
    const { callTool, http } = await start({
      count: 50_000,
      stateOf: (index) => (index % 10_000 === 9_999 ? 'error' : 'complete'),
    });
    expect(await callTool('task_list', { status: 'error' })).toMatchObject({ scanned: 5, complete: true, total_count: 5 });
    expect(http.requests).toHaveLength(6);
  });

  test('is not needed for complete ones, far back', async () => {
    const { callTool, http } = await start({ count: 50_000, stateOf: () => 'complete' });
    const page = await callTool('task_list', { status: 'complete', limit: 100, offset: 49_950 });
    expect(page).toMatchObject({ scanned: 50, complete: true, total_count: 50_000 });
    expect(http.requests).toHaveLength(2);
  });
});

test('a scan ends when its time is over', async () => {
  let now = 0;
  const { callTool } = await start({
    count: 300,
    stateOf: () => 'steps_in_process',
    clock: { now: () => (now += 4_000) },
  });
  const page = await callTool('task_list', { status: 'error' });
  expect(page).toMatchObject({ tasks: [], complete: false, next_offset: null });
  expect(page['scanned']).toBeLessThan(100);
});

test('says how far it is', async () => {
  const { composition, caller } = await start({ count: 250, stateOf: (index) => (index < 30 ? 'error' : 'pending') });
  const heard: Progress[] = [];
  const { signal } = new AbortController();
  const call = { tool: 'task_list', args: { status: 'error', limit: 100 }, caller, asking: { mode: 'none' }, signal } as const;
  await composition.call({ ...call, progress: (progress) => heard.push(progress) });
  expect(heard).toEqual([
    { progress: 100, total: 250, message: '30 found' },
    { progress: 200, total: 250, message: '30 found' },
  ]);
});

test('passes over a task that was deleted since the list was read', async () => {
  const { callTool, http } = await start({ count: 3, stateOf: () => 'error' });
  http.inject({ kind: 'status', status: 404 }, { path: `/v1/tasks/${uuidOf(1)}` });
  const page = await callTool('task_list', { status: 'error' });
  expect(page['tasks']).toMatchObject([{ task_uuid: uuidOf(0) }, { task_uuid: uuidOf(2) }]);
});

test.each([
  [403, 'forbidden'],
  [429, 'rate_limited'],
  [500, 'upstream_error'],
])('does not guess a state after %i', async (status, code) => {
  const { callTool, http } = await start({ count: 3, stateOf: () => 'error' });
  http.inject({ kind: 'status', status }, { path: '/v1/tasks/:uuid' });
  await expect(callTool('task_list', { status: 'error' })).rejects.toMatchObject({ code });
});
