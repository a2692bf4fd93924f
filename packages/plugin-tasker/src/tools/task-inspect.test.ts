import type { JsonObject } from '@lineclear/core/plugin';
import { exercise, volumeTask } from '@lineclear/testing/tasker';
import { describe, expect, test } from 'vitest';
import type * as z from 'zod';
import { startOnSandbox } from '../../test/sandbox-tools.ts';
import { taskInspect } from './task-inspect.ts';

type Inspected = z.output<typeof taskInspect.output>;

const start = async (options: Partial<Parameters<typeof startOnSandbox>[0]> = {}) => {
  const started = await startOnSandbox({ tools: [taskInspect], ...options });
  const inspect = async (taskUuid: string, args: JsonObject = {}): Promise<Inspected> =>
    taskInspect.output.parse(await started.callTool('task_inspect', { task_uuid: taskUuid, ...args }));
  return { ...started, inspect };
};

describe('a task that is blocked', () => {
  test('shows its steps with handler, dependencies and what blocks, failed ones first', async () => {
    const { inspect, sandbox } = await start();
    const { task, steps, steps_by_state: counts, complete } = await inspect(exercise.blockedTask);
    expect(task).toMatchObject({ name: 'daily_report', namespace: 'analytics', status: 'blocked_by_failures', failed_steps: 1 });
    expect(task.context).toEqual({ value: { report_date: 'yesterday', simulated: true }, left_out_characters: 0 });
    expect(steps.map(({ name, state }) => [name, state])).toEqual([
      ['aggregate_metrics', 'error'],
      ['render_report', 'pending'],
      ['publish_report', 'pending'],
      ['extract_events', 'complete'],
    ]);
    expect(steps[0]).toMatchObject({
      step_uuid: exercise.failedStep,
      handler: expect.stringContaining('aggregate_metrics'),
      dependencies: ['extract_events'],
      blocking_count: 0,
      attempts: 3,
      max_attempts: 3,
      retry_eligible: false,
      error: { retryable: false, status_code: 422 },
    });
    expect(steps[1]).toMatchObject({
      blocking_parents: [{ name: 'aggregate_metrics', state: 'error' }],
      ready_for_execution: false,
    });
    expect(counts).toEqual({ complete: 1, error: 1, pending: 2 });
    expect(complete).toBe(true);
    expect(sandbox.http.requests.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual([
      `GET /v1/tasks/${exercise.blockedTask}`,
      `GET /v1/tasks/${exercise.blockedTask}/summary`,
    ]);
  });

  test('is said not to resume, and why', async () => {
    const { inspect } = await start();
    const { resumes_by_itself: resumes, diagnosis } = await inspect(exercise.blockedTask);
    expect(resumes).toBe(false);
    expect(diagnosis).toEqual([
      expect.stringContaining('Tasker does not look at it again'),
      expect.stringMatching(
        /^Step "aggregate_metrics" is in error after 3 of 3 attempts; the error is permanent. Steps behind it that are not done: 2./,
      ),
      'Step "render_report" waits for "aggregate_metrics" (error).',
    ]);
  });

  test('is still said not to resume once its step is repaired', async () => {
    const { inspect, sandbox } = await start();
    sandbox.world.actOnStep(exercise.failedStep, { action_type: 'resolve_manually', reason: 'by hand', resolved_by: 'ada' });
    const { resumes_by_itself: resumes, diagnosis } = await inspect(exercise.blockedTask);
    expect(resumes).toBe(false);
    expect(diagnosis[0]).toContain('No step is in error any more; still to be done: 2.');
  });
});

describe('the outlook', () => {
  test.each([
    [exercise.retryingTask, true, 'next retry'],
    [exercise.errorTask, false, 'ended in error'],
    [exercise.cancelledTask, false, 'cancelled'],
    [exercise.completeTask, false, 'complete'],
    [exercise.runningTask, null, 'Queued or running'],
    [exercise.staleTasks[2] ?? '', false, 'went wrong'],
    [exercise.staleTasks[1] ?? '', null, 'passes over'],
  ])('of %s is %s', async (taskUuid, resumes, why) => {
    const { inspect } = await start();
    const inspected = await inspect(taskUuid);
    expect(inspected.resumes_by_itself).toBe(resumes);
    expect(inspected.diagnosis[0]).toContain(why);
  });

  test('names the time of the next retry', async () => {
    const { inspect } = await start();
    const { diagnosis, steps } = await inspect(exercise.retryingTask);
    expect(steps[0]).toMatchObject({ state: 'waiting_for_retry', next_retry_at: expect.stringMatching(/^2026-03-02T.*Z$/) });
    expect(diagnosis[1]).toContain(`next at ${steps[0]?.next_retry_at}`);
  });

  test('names the open dead letter', async () => {
    const { inspect } = await start();
    const { dlq, diagnosis } = await inspect(exercise.exhaustedTask);
    expect(dlq).toEqual({ in_dlq: true, reason: 'max_retries_exceeded', resolution_status: 'pending' });
    expect(diagnosis.at(-1)).toContain('max_retries_exceeded');
  });
});

describe('a server without the summary', () => {
  test('is asked for the parts, and what they do not say is null', async () => {
    const { inspect, sandbox } = await start();
    sandbox.http.inject({ kind: 'status', status: 404 }, { path: '/v1/tasks/:uuid/summary' });
    const { source, notes, steps, dlq, resumes_by_itself: resumes, task } = await inspect(exercise.exhaustedTask);
    expect(source).toBe('task_and_steps');
    expect(notes[0]).toContain('not known');
    expect(steps[0]).toMatchObject({ state: 'error', handler: null, dependencies: null, dependency_count: 1, blocking_count: 0 });
    expect(steps[0]?.error).toMatchObject({ type: 'PaymentGatewayUnavailable', retryable: true, status_code: 503 });
    expect(dlq).toMatchObject({ in_dlq: true, resolution_status: 'pending' });
    expect(resumes).toBe(false);
    expect(task).not.toHaveProperty('steps');
  });
});

describe('a task with 5,000 steps', () => {
  test('comes in pages, the failed step first, and small enough', async () => {
    const { inspect, callTool } = await start({ volume: { steps: 5_000 } });
    const answer = await callTool('task_inspect', { task_uuid: volumeTask });
    expect(JSON.stringify(answer).length).toBeLessThan(60_000);
    expect(answer).toMatchObject({ complete: false, next_step_offset: 50, steps_by_state: { complete: 4_999, error: 1 } });
    const first = await inspect(volumeTask, { step_limit: 2 });
    expect(first.steps.map(({ name }) => name)).toEqual(['import_file_4999', 'import_file_0']);
    const last = await inspect(volumeTask, { step_limit: 200, step_offset: 4_900 });
    expect(last.steps).toHaveLength(100);
    expect(last).toMatchObject({ complete: true, next_step_offset: null });
  });
});

test('a long context is cut, and the cut is told', async () => {
  const { inspect, sandbox } = await start({ seed: 'empty' });
  const context = { text: 'x'.repeat(20_000) };
  const uuid = sandbox.world.submit({ namespace: 'analytics', name: 'daily_report', version: '1.0.0', context });
  const { task } = await inspect(uuid);
  expect(task.context.left_out_characters).toBeGreaterThan(12_000);
  expect(String(task.context.value)).toHaveLength(8_000);
});

describe('errors', () => {
  const missing = '01990a01-0000-7000-8000-0000000000ff';

  test('a task that does not exist is not_found and names task_list', async () => {
    const { inspect } = await start();
    await expect(inspect(missing)).rejects.toMatchObject({ code: 'not_found', hint: expect.stringContaining('task_list') });
  });

  test('a text that is no uuid is refused before anything is sent', async () => {
    const { inspect, sandbox } = await start();
    await expect(inspect('../health')).rejects.toMatchObject({ code: 'invalid_input' });
    expect(sandbox.http.requests).toEqual([]);
  });
});
