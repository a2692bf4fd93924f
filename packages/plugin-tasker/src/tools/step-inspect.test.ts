import { exercise } from '@lineclear/testing/tasker';
import { describe, expect, test } from 'vitest';
import type * as z from 'zod';
import { startOnSandbox } from '../../test/sandbox-tools.ts';
import { get, startTools } from '../../test/start-tools.ts';
import { stepBody, summaryBody, taskBody } from '../../test/task-bodies.ts';
import { stepInspect } from './step-inspect.ts';

type Inspected = z.output<typeof stepInspect.output>;

const start = async (options: Partial<Parameters<typeof startOnSandbox>[0]> = {}) => {
  const started = await startOnSandbox({ tools: [stepInspect], ...options });
  const inspect = async (taskUuid: string, stepUuid: string): Promise<Inspected> =>
    stepInspect.output.parse(await started.callTool('step_inspect', { task_uuid: taskUuid, step_uuid: stepUuid }));
  return { ...started, inspect };
};

describe('a failed step', () => {
  test('shows the error with its class, backtrace and spent attempts', async () => {
    const { inspect, sandbox } = await start();
    const { step, task } = await inspect(exercise.blockedTask, exercise.failedStep);
    expect(task).toMatchObject({ name: 'daily_report', status: 'blocked_by_failures' });
    expect(step).toMatchObject({
      name: 'aggregate_metrics',
      state: 'error',
      handler: expect.stringContaining('aggregate_metrics'),
    });
    expect(step.error).toMatchObject({
      class: 'permanent',
      why: 'results.error.retryable is false',
      type: 'SchemaMismatchError',
      status_code: 422,
      backtrace: expect.arrayContaining([expect.stringContaining('handlers/reports.rb:73')]),
      backtrace_left_out: 0,
    });
    expect(step.attempts).toMatchObject({ used: 3, max: 3, exhausted: true, last_failure_at: expect.stringMatching(/Z$/) });
    expect(step.readiness).toMatchObject({ retry_eligible: false, ready_for_execution: false, dependencies_satisfied: true });
    expect(step.timing.age_seconds).toBe(52 * 60);
    expect(sandbox.http.unsafe()).toEqual([]);
  });

  test('is transient where its worker says so, also without attempts left', async () => {
    const { inspect } = await start();
    const { step } = await inspect(exercise.exhaustedTask, exercise.exhaustedStep);
    expect(step.error?.class).toBe('transient');
    expect(step.attempts).toMatchObject({ exhausted: true });
  });

  test('names the time of the next try', async () => {
    const { inspect } = await start();
    const { step } = await inspect(exercise.retryingTask, exercise.retryingStep);
    expect(step.attempts).toMatchObject({ used: 1, exhausted: false, next_retry_at: expect.stringMatching(/^2026-03-02T12:/) });
  });
});

describe('what a step works with', () => {
  test('is the context and the results of its dependencies, and says where they come from', async () => {
    const { inspect, sandbox } = await start();
    const { input, dependencies, dependents } = await inspect(exercise.blockedTask, exercise.failedStep);
    expect(input.task_context.value).toEqual({ report_date: 'yesterday', simulated: true });
    expect(input.parents).toMatchObject([{ name: 'extract_events', step_uuid: exercise.finishedStep, state: 'complete' }]);
    expect(input.parents?.[0]?.result.value).toEqual(sandbox.world.step(exercise.finishedStep).definition.result);
    expect(input.source).toContain('does not keep what a worker received');
    expect(dependencies).toEqual({
      steps: [{ name: 'extract_events', step_uuid: exercise.finishedStep, state: 'complete' }],
      left_out: 0,
    });
    expect(dependents.steps).toMatchObject([{ name: 'render_report', state: 'pending' }]);
  });

  test('is not known in part where the server has no summary', async () => {
    const { inspect, sandbox } = await start();
    sandbox.http.inject({ kind: 'status', status: 404 }, { path: '/v1/tasks/:uuid/summary' });
    const { input, dependencies, step, notes } = await inspect(exercise.blockedTask, exercise.failedStep);
    expect([input.parents, dependencies.steps, step.handler]).toEqual([null, null, null]);
    expect(step.error?.class).toBe('permanent');
    expect(notes[0]).toContain('not known');
  });
});

describe('a finished step', () => {
  test('shows result, worker and timing, and no error', async () => {
    const { inspect, sandbox } = await start();
    const { step } = await inspect(exercise.completeTask, exercise.completeStep);
    const { started_at: startedAt, completed_at: completedAt, execution_time_ms: ms } = step.timing;
    expect(step.error).toBe(null);
    expect(step.result.value).toEqual(sandbox.world.step(exercise.completeStep).definition.result);
    expect(step.worker.hostname).toMatch(/./);
    expect(ms).toBeGreaterThan(0);
    expect(Date.parse(completedAt ?? '')).toBeGreaterThan(Date.parse(startedAt ?? ''));
  });

  test('says when a person completed it, and why', async () => {
    const { inspect, sandbox } = await start();
    sandbox.world.actOnStep(exercise.failedStep, {
      action_type: 'complete_manually',
      completion_data: { result: { rows: 7 } },
      reason: 'counted by hand',
      completed_by: 'ada',
    });
    const { step } = await inspect(exercise.blockedTask, exercise.failedStep);
    expect(step).toMatchObject({ state: 'complete', completed_by_hand: { by: 'ada', reason: 'counted by hand' }, error: null });
    expect(step.result.value).toEqual({ rows: 7 });
  });

  test('cuts a large result and tells how much is missing', async () => {
    const { inspect, sandbox } = await start();
    sandbox.world.finishStep(exercise.pendingStep, { rows: 'x'.repeat(50_000) });
    const { step } = await inspect(exercise.blockedTask, exercise.pendingStep);
    expect(String(step.result.value)).toHaveLength(12_000);
    expect(step.result.left_out_characters).toBe(50_000 + '{"rows":""}'.length - 12_000);
  });
});

test('a step without results is one that has none', async () => {
  const uuid = '0197a0b4-0000-7000-8000-000000000001';
  const { results: _none, ...waiting } = stepBody({ name: 'check', state: 'pending' });
  const { callTool } = await startTools({
    tools: [stepInspect],
    routes: [
      get('/v1/tasks/:uuid', taskBody({ uuid })),
      get('/v1/tasks/:uuid/summary', summaryBody({ uuid, steps: [{ name: 'check', state: 'pending' }] })),
      get('/v1/tasks/:uuid/workflow_steps/:step', waiting),
    ],
  });
  const answer = stepInspect.output.parse(await callTool('step_inspect', { task_uuid: uuid, step_uuid: waiting.step_uuid }));
  expect(answer.step).toMatchObject({ error: null, result: { value: null, left_out_characters: 0 } });
});

describe('errors', () => {
  const missing = '01990a01-0000-7000-8000-0000000000ff';

  test.each([
    ['a task that does not exist', missing, exercise.failedStep, 'task_list'],
    ['a step that does not exist', exercise.blockedTask, missing, 'task_inspect'],
    ['a step of another task', exercise.blockedTask, exercise.errorStep, 'task_inspect'],
  ])('%s is not_found', async (_title, taskUuid, stepUuid, hint) => {
    const { inspect } = await start();
    await expect(inspect(taskUuid, stepUuid)).rejects.toMatchObject({ code: 'not_found', hint: expect.stringContaining(hint) });
  });
});
