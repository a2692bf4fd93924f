import { exercise } from '@lineclear/testing/tasker';
import { expect, test } from 'vitest';
import { startActions } from '../actions/test/start-actions.ts';

const running = { task_uuid: exercise.runningTask };
const blocked = { task_uuid: exercise.exhaustedTask, reason: 'The customer withdrew' };

test('says what will not run, what goes on and what stays done, and sends nothing', async () => {
  const { previewTool, sent } = await startActions();
  expect(await previewTool('task_cancel', running)).toMatchObject({
    description: 'Cancel "order_fulfillment" (steps_in_process) in test: 2 steps will not run, 1 step under way.',
    risk: 'destructive',
    approval: { required: 'client' },
    details: {
      will_not_run: { count: 2, steps: ['ship_order', 'notify_customer'] },
      under_way: { steps: ['charge_payment'] },
      done: { count: 2 },
    },
    warnings: [
      expect.stringContaining('cannot be taken up again'),
      expect.stringContaining('charge_payment: a worker that has begun is not told'),
      'What 2 steps did stays done; nothing is rolled back.',
    ],
  });
  expect(sent()).toEqual([]);
});

test('cancels once, after a person agreed, and reads back', async () => {
  const { confirmTool, callTool, questions, sent } = await startActions();
  const { preview, outcome, receipt } = await confirmTool('task_cancel', blocked);
  expect(preview['warnings']).toContainEqual(expect.stringContaining('close it with dlq_update'));
  expect(outcome).toMatchObject({
    status: 'executed',
    result: { name: 'order_fulfillment', state: 'cancelled' },
    effect: { task_state: 'cancelled', task_will_resume: false, steps_under_way: { count: 0 }, steps_done: 2, in_dlq: true },
  });
  expect(questions).toHaveLength(1);
  expect(await callTool('task_cancel', { ...blocked, confirm: true })).toMatchObject({ replayed: true, receipt });
  expect(sent()).toEqual([{ method: 'DELETE', path: `/v1/tasks/${exercise.exhaustedTask}`, body: undefined }]);
});

test('waits for an approver where the client cannot ask', async () => {
  const { previewTool, callTool, approve, sent } = await startActions({ person: 'absent' });
  const { ticket } = await previewTool('task_cancel', blocked);
  const args = { ...blocked, confirm: true, ticket: ticket ?? null };
  await expect(callTool('task_cancel', args)).rejects.toMatchObject({ code: 'awaiting_approval' });
  expect(sent()).toEqual([]);
  await approve(String(ticket));
  expect(await callTool('task_cancel', args)).toMatchObject({ status: 'executed', receipt: { assurance: 'human' } });
});

test.each([exercise.completeTask, exercise.errorTask, exercise.cancelledTask])(
  'refuses a task that has ended (%#)',
  async (task_uuid) => {
    const { callTool, sent } = await startActions();
    await expect(callTool('task_cancel', { task_uuid })).rejects.toMatchObject({
      code: 'conflict',
      details: { reason: 'task_has_ended', task_state: expect.any(String) },
    });
    expect(sent()).toEqual([]);
  },
);

test('is stale when the task stands still meanwhile, not when it merely goes on', async () => {
  const { previewTool, callTool, sandbox, sent } = await startActions();
  await previewTool('task_cancel', running);
  sandbox.world.setTaskState(exercise.runningTask, 'blocked_by_failures');
  await expect(callTool('task_cancel', { ...running, confirm: true })).rejects.toMatchObject({
    code: 'stale',
    details: { changed: { task: { was: 'at_work', is: 'blocked_by_failures' } } },
  });
  expect(sent()).toEqual([]);
  sandbox.world.setTaskState(exercise.runningTask, 'steps_in_process');
  await previewTool('task_cancel', running);
  sandbox.world.setTaskState(exercise.runningTask, 'evaluating_results');
  expect(await callTool('task_cancel', { ...running, confirm: true })).toMatchObject({ status: 'executed' });
});

test('is stale when the task ended meanwhile', async () => {
  const { previewTool, callTool, sandbox, sent } = await startActions();
  await previewTool('task_cancel', running);
  sandbox.world.setTaskState(exercise.runningTask, 'complete');
  await expect(callTool('task_cancel', { ...running, confirm: true })).rejects.toMatchObject({
    code: 'stale',
    details: { changed: { task: { was: 'at_work', is: 'complete' } }, refusal: { details: { reason: 'task_has_ended' } } },
  });
  expect(sent()).toEqual([]);
});

test.each([
  ['a gateway that gave up', { kind: 'status', status: 504, afterEffect: true }],
  ['a cut connection', { kind: 'reset', afterEffect: true }],
] as const)('finds out that it happened after %s, and never sends it twice', async (_name, fault) => {
  const { previewTool, callTool, sandbox } = await startActions();
  await previewTool('task_cancel', blocked);
  sandbox.http.inject(fault, { unsafe: true });
  expect(await callTool('task_cancel', { ...blocked, confirm: true })).toMatchObject({
    status: 'executed',
    result: { task_uuid: blocked.task_uuid, state: 'cancelled' },
    effect: expect.anything(),
  });
  expect(sandbox.http.unsafe()).toHaveLength(1);
});

test('does not claim that nothing happened while a request may still be at work', async () => {
  const { previewTool, callTool, sandbox } = await startActions();
  await previewTool('task_cancel', blocked);
  sandbox.http.inject({ kind: 'status', status: 503 }, { unsafe: true });
  await expect(callTool('task_cancel', { ...blocked, confirm: true })).rejects.toMatchObject({
    code: 'unknown_outcome',
    details: { reason: 'upstream_error' },
  });
});

test('names a task that does not exist', async () => {
  const { callTool } = await startActions();
  const nowhere = { task_uuid: '0199ffff-0000-7000-8000-000000000001' };
  await expect(callTool('task_cancel', nowhere)).rejects.toMatchObject({
    code: 'not_found',
    hint: expect.stringContaining('task_list'),
  });
});
