import { exercise } from '@lineclear/testing/tasker';
import { expect, test } from 'vitest';
import { startActions } from '../actions/test/start-actions.ts';

const exhausted = {
  task_uuid: exercise.exhaustedTask,
  step_uuid: exercise.exhaustedStep,
  reason: 'The payment provider is back',
};
/** A step that failed for good at its first attempt. */
const failedOnce = { task_uuid: exercise.errorTask, step_uuid: exercise.errorStep, reason: 'The data was repaired' };

test('says that a reset of a step without attempts on a blocked task will change nothing, and sends nothing', async () => {
  const { previewTool, sent } = await startActions();
  const preview = await previewTool('step_retry', exhausted);
  expect(preview).toMatchObject({
    description:
      'Reset step "charge_payment" of "order_fulfillment" (blocked_by_failures) in test for a retry, attempts 3 of 3: 2 downstream steps (ship_order, notify_customer).',
    risk: 'reversible',
    before: {
      step: { state: 'error', handler: 'Payments.charge_payment', attempts: 3, max_attempts: 3 },
      task: { state: 'blocked_by_failures' },
    },
    details: {
      task_will_resume: false,
      downstream: { count: 2, readers: ['ship_order (pending)'], steps: ['ship_order (pending)', 'notify_customer (pending)'] },
    },
    warnings: [
      expect.stringContaining('they stay at 3 of 3, and the step will not run'),
      expect.stringContaining('The task will not go on. Tasker does not look at tasks in blocked_by_failures again'),
      expect.stringContaining('neither the reason nor reset_by'),
    ],
  });
  expect(sent()).toEqual([]);
});

test('resets as the principal, reads back, and says whether the task resumes', async () => {
  const { confirmTool, callTool, sandbox, sent } = await startActions({ principal: 'ada' });
  const { outcome, receipt } = await confirmTool('step_retry', exhausted);
  expect(outcome).toMatchObject({
    status: 'executed',
    result: { name: 'charge_payment', state: 'pending', attempts: 3, max_attempts: 3 },
    effect: {
      step_state: 'pending',
      retry_eligible: false,
      ready_for_execution: false,
      task_state: 'blocked_by_failures',
      task_will_resume: false,
      why: expect.stringContaining('blocked_by_failures'),
    },
  });
  expect(sent()).toEqual([
    {
      method: 'PATCH',
      path: `/v1/tasks/${exercise.exhaustedTask}/workflow_steps/${exercise.exhaustedStep}`,
      body: { action_type: 'reset_for_retry', reason: exhausted.reason, reset_by: 'ada' },
    },
  ]);
  expect(await callTool('step_retry', { ...exhausted, confirm: true })).toMatchObject({ replayed: true, receipt });
  expect(sandbox.http.unsafe()).toHaveLength(1);
});

test('finds that the task goes on where Tasker looks at it and the step has attempts left', async () => {
  const { confirmTool, sandbox } = await startActions();
  sandbox.world.setTaskState(exercise.retryingTask, 'waiting_for_dependencies');
  sandbox.world.setStepState(exercise.retryingStep, 'error');
  const call = { task_uuid: exercise.retryingTask, step_uuid: exercise.retryingStep, reason: 'Mail works again' };
  const { preview, outcome } = await confirmTool('step_retry', call);
  expect(preview).toMatchObject({
    details: { task_will_resume: true },
    warnings: [expect.stringContaining('neither the reason')],
  });
  expect(outcome).toMatchObject({ effect: { task_will_resume: true, why: expect.stringContaining('waiting_for_dependencies') } });
});

test.each([
  [exercise.finishedStep, 'complete', 'It has succeeded'],
  [exercise.pendingStep, 'pending', 'It waits to run already'],
])('refuses a step that is not in error (%#)', async (step_uuid, state, hint) => {
  const { callTool, sent } = await startActions();
  await expect(callTool('step_retry', { ...exhausted, task_uuid: exercise.blockedTask, step_uuid })).rejects.toMatchObject({
    code: 'conflict',
    message: `The step is ${state}; Tasker resets a step in error only.`,
    hint: expect.stringContaining(hint),
    details: { reason: 'step_not_in_error', step_state: state },
  });
  expect(sent()).toEqual([]);
});

test('refuses a step that Tasker retries by itself, naming the time', async () => {
  const { callTool } = await startActions();
  const call = { task_uuid: exercise.retryingTask, step_uuid: exercise.retryingStep, reason: 'Now' };
  await expect(callTool('step_retry', call)).rejects.toMatchObject({
    details: { step_state: 'waiting_for_retry', next_retry_at: expect.stringMatching(/Z$/) },
  });
});

test('is stale when another operator resolved the step meanwhile, and shows the difference', async () => {
  const { previewTool, callTool, sandbox, sent } = await startActions();
  await previewTool('step_retry', exhausted);
  sandbox.world.actOnStep(exercise.exhaustedStep, {
    action_type: 'resolve_manually',
    reason: 'Paid in cash',
    resolved_by: 'grace',
  });
  await expect(callTool('step_retry', { ...exhausted, confirm: true })).rejects.toMatchObject({
    code: 'stale',
    message: expect.stringContaining('The step is resolved_manually'),
    details: {
      changed: { step_state: { was: 'error', is: 'resolved_manually' } },
      refusal: { code: 'conflict', details: { reason: 'step_not_in_error' } },
    },
  });
  expect(sent()).toEqual([]);
});

test('is stale when the step failed once more meanwhile', async () => {
  const { previewTool, callTool, sandbox } = await startActions();
  await previewTool('step_retry', failedOnce);
  const failure = { message: 'Again', errorType: 'ValueError', retryable: false };
  sandbox.world.failStep(exercise.errorStep, failure);
  await expect(callTool('step_retry', { ...failedOnce, confirm: true })).rejects.toMatchObject({
    code: 'stale',
    details: { changed: { attempts: expect.anything() } },
  });
});

test.each([
  ['a gateway that gave up', { kind: 'status', status: 502, afterEffect: true }],
  ['a cut connection', { kind: 'reset', afterEffect: true }],
  ['half an answer', { kind: 'truncated' }],
] as const)('finds out that it happened after %s, and never sends it twice', async (_name, fault) => {
  const { previewTool, callTool, sandbox } = await startActions();
  await previewTool('step_retry', exhausted);
  sandbox.http.inject(fault, { unsafe: true });
  expect(await callTool('step_retry', { ...exhausted, confirm: true })).toMatchObject({
    status: 'executed',
    result: { state: 'pending', attempts: 3 },
    effect: expect.anything(),
  });
  expect(sandbox.http.unsafe()).toHaveLength(1);
});

test('does not claim that nothing happened while a request may still be at work', async () => {
  const { previewTool, callTool, sandbox } = await startActions();
  await previewTool('step_retry', exhausted);
  sandbox.http.inject({ kind: 'status', status: 500 }, { unsafe: true });
  await expect(callTool('step_retry', { ...exhausted, confirm: true })).rejects.toMatchObject({
    code: 'unknown_outcome',
    details: { reason: 'upstream_error' },
  });
});

test('does not claim what somebody else may have done', async () => {
  const { previewTool, callTool, sandbox } = await startActions();
  await previewTool('step_retry', exhausted);
  const theirs = { action_type: 'resolve_manually', reason: 'Paid in cash', resolved_by: 'grace' } as const;
  sandbox.http.inject(
    { kind: 'status', status: 500 },
    { unsafe: true, accepts: () => (sandbox.world.actOnStep(exercise.exhaustedStep, theirs), true) },
  );
  await expect(callTool('step_retry', { ...exhausted, confirm: true })).rejects.toMatchObject({ code: 'unknown_outcome' });
});

test('names what does not exist', async () => {
  const { callTool } = await startActions();
  const nowhere = '0199ffff-0000-7000-8000-000000000001';
  await expect(callTool('step_retry', { ...exhausted, task_uuid: nowhere })).rejects.toMatchObject({ code: 'not_found' });
  await expect(callTool('step_retry', { ...exhausted, step_uuid: nowhere })).rejects.toMatchObject({
    code: 'not_found',
    hint: expect.stringContaining('task_inspect'),
  });
  await expect(callTool('step_retry', { ...exhausted, step_uuid: exercise.errorStep })).rejects.toMatchObject({
    code: 'not_found',
  });
});
