import { expect, test } from 'vitest';
import { exercise } from './index.ts';
import type { TaskerSandbox } from './index.ts';
import type { Answered } from './test/ask.ts';
import { ask, openSandbox } from './test/ask.ts';
import { standingClock } from './test/clock.ts';

const act = ({ url }: TaskerSandbox, { step, action }: { step: string; action: object }): Promise<Answered> =>
  ask(`${url}/v1/tasks/${taskOf(step)}/workflow_steps/${step}`, { method: 'PATCH', json: action });
const taskOf = (step: string): string => (step === exercise.exhaustedStep ? exercise.exhaustedTask : exercise.blockedTask);

const reset = { action_type: 'reset_for_retry', reason: 'fixed', reset_by: 'ada' };
const resolve = { action_type: 'resolve_manually', reason: 'fixed', resolved_by: 'ada' };
const complete = {
  action_type: 'complete_manually',
  completion_data: { result: { metrics: 1 }, metadata: { ticket: 'T-1' } },
  reason: 'counted by hand',
  completed_by: 'ada',
};

test('a reset leaves the attempts used up, the step not ready and the task blocked', async () => {
  const sandbox = await openSandbox();
  const answer = await act(sandbox, { step: exercise.exhaustedStep, action: reset });
  expect(answer.json).toMatchObject({
    current_state: 'pending',
    attempts: 3,
    max_attempts: 3,
    retry_eligible: false,
    ready_for_execution: false,
  });
  const task = await ask(`${sandbox.url}/v1/tasks/${exercise.exhaustedTask}`);
  expect(task.json).toMatchObject({ status: 'blocked_by_failures', failed_steps: 0, ready_steps: 0 });
});

test('a blocked task does not go on when its step is done by hand, however long one waits', async () => {
  const clock = standingClock();
  const sandbox = await openSandbox({ clock });
  await act(sandbox, { step: exercise.failedStep, action: complete });
  clock.nowMs += 3_600_000;
  const task = await ask(`${sandbox.url}/v1/tasks/${exercise.blockedTask}`);
  expect(task.json).toMatchObject({ status: 'blocked_by_failures', execution_status: 'has_ready_steps', ready_steps: 1 });
  expect(sandbox.world.step(exercise.pendingStep).state).toBe('pending');
});

test('only a step in error can be reset', async () => {
  const sandbox = await openSandbox();
  const answer = await act(sandbox, { step: exercise.finishedStep, action: reset });
  expect(answer.json).toEqual({
    error: { code: 'BAD_REQUEST', message: 'Cannot manually resolve step: invalid transition from complete to ResetForRetry' },
  });
});

test.for(['complete', 'in_progress', 'cancelled', 'pending', 'error'] as const)(
  'resolving and completing work from %s, good results or not',
  async (state) => {
    const sandbox = await openSandbox();
    sandbox.world.setStepState(exercise.finishedStep, state);
    const completed = await act(sandbox, { step: exercise.finishedStep, action: complete });
    expect(completed.json).toMatchObject({
      current_state: 'complete',
      results: {
        success: true,
        result: { metrics: 1 },
        metadata: {
          custom: { manually_completed: true, completed_by: 'ada', completion_reason: 'counted by hand', ticket: 'T-1' },
        },
      },
    });
    sandbox.world.setStepState(exercise.finishedStep, state);
    const resolved = await act(sandbox, { step: exercise.finishedStep, action: resolve });
    expect(resolved.json).toMatchObject({ current_state: 'resolved_manually' });
  },
);

test('the audit knows what workers handed in, newest first, and nothing of what operators did', async () => {
  const sandbox = await openSandbox();
  const path = `${sandbox.url}/v1/tasks/${exercise.blockedTask}/workflow_steps/${exercise.failedStep}/audit`;
  const before = await ask(path);
  await act(sandbox, { step: exercise.failedStep, action: complete });
  const after = await ask(path);
  expect(after.json).toEqual(before.json);
  expect(before.json).toMatchObject([
    {
      to_state: 'enqueued_as_error_for_orchestration',
      result: { data: { error: { error_type: 'SchemaMismatchError', retryable: false } } },
    },
    { success: false, result: { data: { error: { error_type: 'WarehouseTimeoutError', retryable: true } } } },
    { success: false },
  ]);
  expect(before.json).toMatchObject([{ result: { data: { metadata: { execution_time_ms: 14_000 } } } }, {}, {}]);
  for (const row of Array.isArray(before.json) ? before.json : []) expect(row).not.toHaveProperty('execution_time_ms');
});

test('a permanent failure keeps its message, type, backtrace and attempts', async () => {
  const { world } = await openSandbox();
  expect(world.step(exercise.failedStep)).toMatchObject({
    state: 'error',
    attempts: 3,
    retryable: false,
    results: { error: { error_type: 'SchemaMismatchError', backtrace: expect.arrayContaining([expect.any(String)]) } },
  });
});

test('the steps of a task that does not exist are an empty list', async () => {
  const { url } = await openSandbox();
  const unknown = await ask(`${url}/v1/tasks/0199ffff-0000-7000-8000-000000000000/workflow_steps`);
  expect([unknown.status, unknown.json]).toEqual([200, []]);
  const bad = await ask(`${url}/v1/tasks/nonsense/workflow_steps`);
  expect(bad.json).toEqual({ error: { code: 'BAD_REQUEST', message: 'Invalid task UUID format' } });
});

test('only the summary tells handlers, dependencies and the dead-letter state', async () => {
  const { url } = await openSandbox();
  const summary = await ask(`${url}/v1/tasks/${exercise.exhaustedTask}/summary`);
  expect(summary.json).toMatchObject({
    template: {
      steps: [{}, { name: 'charge_payment', handler: 'Payments.charge_payment', dependencies: ['validate_order'] }, {}, {}, {}],
    },
    dlq: { in_dlq: true, dlq_reason: 'max_retries_exceeded', resolution_status: 'pending' },
  });
  const single = await ask(`${url}/v1/tasks/${exercise.exhaustedTask}`);
  expect(single.text).not.toContain('Payments.charge_payment');
  const template = await ask(`${url}/v1/templates/production/order_fulfillment/2.0.0`);
  expect(template.json).toMatchObject({ configuration: null });
  expect(template.text).not.toMatch(/handler|depend/);
});
