import type { JsonObject } from '@lineclear/core/plugin';
import { exercise } from '@lineclear/testing/tasker';
import { describe, expect, test } from 'vitest';
import { calls } from './calls.ts';
import { type Json, mapLeaves, startLying } from './lying-server.ts';

const { blockedTask, failedStep, pendingDlqEntry } = exercise;
const other = '0197a0b4-0000-7000-8000-0000000000ff';
const swapped = (json: Json, uuid: string): unknown =>
  mapLeaves({ json, change: ({ value }) => (value === uuid ? other : value) });
const taskTools = ['task_inspect', 'task_visualize', 'step_inspect', 'dlq_inspect', 'task_cancel', 'step_retry', 'step_resolve'];
const stepTools = ['step_inspect', 'step_audit', 'step_retry', 'step_resolve', 'step_complete'];

describe('an answer about something else', () => {
  const refused = { error: { code: 'upstream_error', details: { reason: 'other_than_asked' } } };

  test.each(taskTools)('decides nothing in %s when it is about another task', async (tool) => {
    const asked = String(calls[tool]?.['task_uuid']);
    const { answer } = await startLying({ lie: ({ json }) => swapped(json, asked) });
    expect(await answer(tool, calls[tool])).toMatchObject(refused);
  });

  test.each(stepTools)('decides nothing in %s when it is about another step', async (tool) => {
    const lie = ({ json, path }: { json: Json; path: string }) =>
      path.includes(`/workflow_steps/${failedStep}`) ? swapped(json, failedStep) : json;
    const { answer } = await startLying({ lie });
    expect(await answer(tool, calls[tool])).toMatchObject(refused);
  });

  test.each(['template_inspect_remote', 'task_submit'])('decides nothing in %s when it is another template', async (tool) => {
    const lie = ({ json, path }: { json: Json; path: string }) =>
      path.startsWith('/v1/templates/') && typeof json === 'object' ? { ...json, version: '9.9.9' } : json;
    const { answer } = await startLying({ lie });
    expect(await answer(tool, calls[tool])).toMatchObject(refused);
  });
});

test('tasks of another namespace are not taken for repetitions of a submission', async () => {
  const order = calls['task_submit'];
  let namespace = String(order?.['namespace']);
  const lie = ({ json, path }: { json: Json; path: string }): unknown => {
    if (!path.startsWith('/v1/tasks?') || typeof json !== 'object' || json === null || !('tasks' in json)) return json;
    const [first] = Array.isArray(json.tasks) ? json.tasks : [];
    const twin = { ...Object(first), name: order?.['name'], namespace, version: '1.0.0', context: order?.['context'] };
    return { ...json, tasks: [twin] };
  };
  const { previewTool } = await startLying({ lie });
  const warned = async () => JSON.stringify((await previewTool('task_submit', { ...order, version: '1.0.0' }))['warnings']);
  expect(await warned()).toContain('has the same context');
  namespace = 'elsewhere';
  expect(await warned()).not.toContain('has the same context');
});

describe('the answer to a write', () => {
  const written = async (tool: string, change: (json: Json) => unknown) => {
    const lie = ({ json, method }: { json: Json; method: string }) => (method === 'GET' ? json : change(json));
    const { previewTool, answer, requests } = await startLying({ lie });
    const { ticket = null } = await previewTool(tool, calls[tool]);
    const found = await answer(tool, { ...calls[tool], confirm: true, ticket });
    expect(requests.filter((one) => !one.startsWith('GET '))).toHaveLength(1);
    return found;
  };

  test.each([
    ['step_retry', failedStep],
    ['step_resolve', blockedTask],
    ['task_cancel', String(calls['task_cancel']?.['task_uuid'])],
    ['dlq_update', pendingDlqEntry],
  ])('of %s that names something else is not believed: the state is read', async (tool, uuid) => {
    expect(await written(tool, (json) => swapped(json, uuid))).toMatchObject({
      value: { status: 'executed', result: expect.any(Object) },
    });
  });

  test('of task_submit that is about another task is not believed either', async () => {
    const change = (json: Json): unknown =>
      mapLeaves({ json, change: ({ value, place }) => (place === 'correlation_id' ? other : value) });
    expect(await written('task_submit', change)).toMatchObject({ value: { status: 'executed', result: expect.any(Object) } });
  });

  test('of dlq_update that denies its success is no success', async () => {
    const lie = ({ json, method }: { json: Json; method: string }): unknown => {
      if (method !== 'GET') return { success: false, message: 'no', dlq_entry_uuid: pendingDlqEntry };
      return mapLeaves({ json, change: ({ value, place }) => (place === 'plan_id' ? null : value) });
    };
    const { previewTool, answer } = await startLying({ lie });
    await previewTool('dlq_update', calls['dlq_update']);
    expect(await answer('dlq_update', { ...calls['dlq_update'], confirm: true })).toMatchObject({
      error: { code: 'unknown_outcome' },
    });
  });
});

describe('a list', () => {
  const paged = (json: Json, change: object): unknown =>
    typeof json === 'object' && json !== null && 'pagination' in json && typeof json.pagination === 'object'
      ? { ...json, pagination: { ...json.pagination, ...change } }
      : json;
  const list = async (args: JsonObject, change: object, lie = (json: Json, _path: string): unknown => paged(json, change)) => {
    const { callTool, requests } = await startLying({ lie: ({ json, path }) => lie(json, path) });
    return { listing: await callTool('task_list', args), requests };
  };

  test('that never ends is read to a bound, and what repeats comes once', async () => {
    const { listing, requests } = await list({ status: 'error', limit: 100 }, { has_next: true }, (json, path) =>
      paged(json, { has_next: true, page: path.length }),
    );
    const { complete, tasks } = listing;
    expect(complete).toBe(false);
    expect(requests.length).toBeLessThan(200);
    const uuids = Array.isArray(tasks) ? tasks.map((task) => JSON.stringify(task)) : [];
    expect(new Set(uuids).size).toBe(uuids.length);
  });

  test('with fewer tasks than it counts is not called complete', async () => {
    const { listing } = await list({ status: 'error' }, { total_count: 9_999 });
    expect(listing).toMatchObject({
      complete: false,
      total_count: null,
      notes: [expect.stringContaining('some were not seen')],
    });
  });

  test('whose count is too small still goes on where it says so', async () => {
    const { listing } = await list({ limit: 5 }, { total_count: 0 });
    expect(listing).toMatchObject({ complete: false, next_offset: 5 });
  });

  test('of dead letters without an end is given up, and says so', async () => {
    let made = 0;
    let entry: JsonObject | undefined;
    const lie = ({ json, path }: { json: Json; path: string }): unknown => {
      if (!path.startsWith('/v1/dlq?')) return json;
      entry ??= Array.isArray(json) ? json[0] : undefined;
      return Array.from({ length: 700 }, () => ({
        ...entry,
        dlq_entry_uuid: `0197a0b4-0000-7000-8000-${String((made += 1)).padStart(12, '0')}`,
      }));
    };
    const { answer, requests } = await startLying({ lie });
    expect(await answer('dlq_inspect', { dlq_entry_uuid: other })).toMatchObject({
      error: { code: 'not_found', details: { scanned: 100_000, complete: false } },
    });
    expect(requests).toHaveLength(200);
    expect(await answer('dlq_stats')).toMatchObject({ value: { sample: { scanned: 5_000, complete: false } } });
  });
});
