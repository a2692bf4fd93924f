import type { Answer, Route } from '@lineclear/testing';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { startTools } from '../../test/start-tools.ts';
import { stepBody, summaryBody, taskBody } from '../../test/task-bodies.ts';
import { tasker } from '../connection.ts';
import { downstreamOf } from './step-graph.ts';
import { loadTaskView } from './load-task-view.ts';
import type { TaskView } from './task-view.ts';

const uuid = '0197a0b4-0000-7000-8000-000000000001';

/** Loads the view through a tool of its own, so that errors and requests are those of a served call. */
const load = async (answers: Record<string, Answer>) => {
  const routes = Object.entries(answers).map(([path, answer]): Route => ({ method: 'GET', path, handle: () => answer }));
  const views: TaskView[] = [];
  const probe = tasker.read({
    name: 'view_show',
    toolset: 'tasks',
    description: 'Load a view.',
    input: z.object({}),
    output: z.object({}),
    run: async ({ reader, signal }) => {
      views.push(await loadTaskView({ reader, taskUuid: uuid, signal }));
      return {};
    },
  });
  const { callTool, http } = await startTools({ tools: [probe], routes });
  const call = async (): Promise<TaskView> => {
    await callTool('view_show');
    const [view] = views;
    if (view === undefined) throw new Error('no view was loaded');
    return view;
  };
  return { call, paths: () => http.requests.map(({ path }) => path) };
};

const task = `/v1/tasks/${uuid}`;
const steps = [
  { name: 'fetch', state: 'complete' },
  { name: 'check', state: 'error', dependencies: ['fetch'], error: { retryable: false, status_code: 422 } },
  { name: 'store', state: 'pending', dependencies: ['check', 'fetch', 'never_created'] },
];

describe('a view of the summary', () => {
  test('takes one request and has handlers, both directions of dependencies and what blocks', async () => {
    const { call, paths } = await load({ [`${task}/summary`]: { json: summaryBody({ uuid, steps }) } });
    const view = await call();
    expect(paths()).toEqual([`${task}/summary`]);
    expect(view).toMatchObject({ source: 'summary', notes: [], dlq: { in_dlq: false } });
    expect(view.steps[1]).toMatchObject({ handler: 'handlers.check', dependents: ['store'], blocking_parents: [] });
    expect(view.steps[2]).toMatchObject({
      dependencies: ['check', 'fetch', 'never_created'],
      blocking_parents: [{ name: 'check', state: 'error' }],
      total_parents: 2,
      completed_parents: 1,
    });
  });

  test('says that steps made at run time are not in the template', async () => {
    const body = summaryBody({ uuid, steps });
    const { call } = await load({ [`${task}/summary`]: { json: { ...body, template: { steps: [] } } } });
    const view = await call();
    expect(view.steps[2]).toMatchObject({ handler: null, dependencies: null, blocking_parents: null });
    expect(view.notes).toEqual([expect.stringContaining('3 of the steps are not in the template')]);
  });
});

describe('a server without the summary', () => {
  const fallback = {
    [task]: { json: taskBody({ uuid, status: 'blocked_by_failures' }) },
    [`${task}/workflow_steps`]: {
      json: [
        stepBody({ name: 'fetch', state: 'complete' }),
        stepBody({
          name: 'check',
          state: 'error',
          results: { success: false, error: { message: 'no', error_type: 'Refused', retryable: false, status_code: 422 } },
        }),
        stepBody({ name: 'store', state: 'pending', totalParents: 2, completedParents: 1 }),
      ],
    },
    [`/v1/dlq/task/${uuid}`]: { status: 404, json: { error: { code: 'NOT_FOUND', message: 'DLQ entry not found' } } },
  };

  test.each([404, 405, 501])('is asked for task, steps and dead letter after %i', async (status) => {
    const { call } = await load({ ...fallback, [`${task}/summary`]: { status, text: 'no' } });
    const view = await call();
    expect(view).toMatchObject({ source: 'task_and_steps', task: { status: 'blocked_by_failures' }, dlq: { in_dlq: false } });
    expect(view.notes[0]).toContain('not known');
    expect(view.steps[1]).toMatchObject({ handler: null, error: { type: 'Refused', retryable: false, status_code: 422 } });
    expect(view.steps.map((step) => step.blocking_parents)).toEqual([[], [], null]);
  });

  test('leaves the dead letter open when the credentials may not read it', async () => {
    const forbidden = { status: 403, json: { error: { code: 'FORBIDDEN', message: 'Missing required permission: dlq:read' } } };
    const { call } = await load({ ...fallback, [`${task}/summary`]: { status: 404 }, [`/v1/dlq/task/${uuid}`]: forbidden });
    const view = await call();
    expect(view.dlq.in_dlq).toBe(null);
    expect(view.notes[1]).toContain('dead-letter');
  });
});

test('a task that does not exist is not_found and names task_list', async () => {
  const missing = { status: 404, json: { error: { code: 'NOT_FOUND', message: 'Resource not found' } } };
  const { call } = await load({ [`${task}/summary`]: missing, [task]: missing });
  await expect(call()).rejects.toMatchObject({ code: 'not_found', hint: expect.stringContaining('task_list') });
});

describe('downstream of a step', () => {
  const names = async (dependencies: Record<string, string[]>, from: string) => {
    const list = Object.entries(dependencies).map(([name, parents]) => ({ name, state: 'pending', dependencies: parents }));
    const { call } = await load({ [`${task}/summary`]: { json: summaryBody({ uuid, steps: list }) } });
    const view = await call();
    const step = view.steps.find(({ name }) => name === from);
    return step && downstreamOf({ view, step })?.map(({ name }) => name);
  };

  test('come all that depend on it, nearest first and each once', async () => {
    expect(await names({ a: [], b: ['a'], c: ['a'], d: ['b', 'c'], other: [] }, 'a')).toEqual(['b', 'c', 'd']);
  });

  test('a cycle ends', async () => {
    expect(await names({ a: ['c'], b: ['a'], c: ['b'] }, 'a')).toEqual(['b', 'c']);
  });
});
