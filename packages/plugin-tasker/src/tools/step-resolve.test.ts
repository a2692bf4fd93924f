import { exercise } from '@lineclear/testing/tasker';
import { expect, test } from 'vitest';
import { startActions } from '../actions/test/start-actions.ts';

const failed = { task_uuid: exercise.blockedTask, step_uuid: exercise.failedStep, reason: 'The report goes without metrics' };

test('says who will miss the result of a failed step, and needs no person for it', async () => {
  const { confirmTool, questions, sent } = await startActions({ person: 'absent', principal: 'ada' });
  const { preview, outcome } = await confirmTool('step_resolve', failed);
  expect(preview).toMatchObject({
    description:
      'Resolve step "aggregate_metrics" (error, attempts 3 of 3) of "daily_report" (blocked_by_failures) in test by hand: 2 downstream steps (render_report, publish_report).',
    risk: 'reversible',
    approval: { required: 'model' },
    warnings: [
      expect.stringContaining('The task will not go on.'),
      'render_report reads its result and will find the results as they are now: resolving stores none.',
      expect.stringContaining('neither the reason nor resolved_by'),
    ],
  });
  expect(outcome).toMatchObject({
    status: 'executed',
    result: { name: 'aggregate_metrics', state: 'resolved_manually' },
    effect: { step_state: 'resolved_manually', task_state: 'blocked_by_failures', task_will_resume: false },
  });
  expect(sent()).toMatchObject([{ method: 'PATCH', body: { action_type: 'resolve_manually', resolved_by: 'ada' } }]);
  expect(questions).toEqual([]);
});

test.each([
  ['finished', exercise.blockedTask, exercise.finishedStep, 'Tasker lets a good result be overwritten.'],
  ['waiting', exercise.blockedTask, exercise.pendingStep, 'it has not run, and will not.'],
  ['running', exercise.runningTask, exercise.runningStep, 'it is under way at a worker'],
])('counts a %s step as a loss, and asks a person', async (_name, task_uuid, step_uuid, warning) => {
  const { previewTool, callTool, questions, sent } = await startActions({ person: 'declines' });
  const call = { ...failed, task_uuid, step_uuid };
  expect(await previewTool('step_resolve', call)).toMatchObject({
    risk: 'destructive',
    approval: { required: 'client' },
    warnings: expect.arrayContaining([expect.stringContaining(warning)]),
  });
  await expect(callTool('step_resolve', { ...call, confirm: true })).rejects.toMatchObject({ code: 'rejected' });
  expect(questions).toHaveLength(1);
  expect(sent()).toEqual([]);
});

test('takes a step that waits for its next try as failed, and says that it would be tried again', async () => {
  const { previewTool } = await startActions();
  const call = { task_uuid: exercise.retryingTask, step_uuid: exercise.retryingStep, reason: 'Sent by hand' };
  expect(await previewTool('step_resolve', call)).toMatchObject({
    risk: 'reversible',
    details: { task_will_resume: 'unknown', why: expect.stringContaining('No step is ready then') },
    warnings: [
      expect.stringContaining('Tasker would run it again by itself'),
      expect.stringContaining('Whether the task goes on is not certain'),
      expect.stringContaining('neither the reason'),
    ],
  });
});

test('says that the task goes on where Tasker looks at it and a step behind is ready', async () => {
  const { confirmTool, sandbox } = await startActions();
  sandbox.world.setTaskState(exercise.blockedTask, 'waiting_for_dependencies');
  const { preview, outcome } = await confirmTool('step_resolve', failed);
  const goesOn = { task_will_resume: true, why: 'Tasker looks for work in tasks that are waiting_for_dependencies.' };
  expect(preview).toMatchObject({ details: goesOn });
  expect(outcome).toMatchObject({ effect: { step_state: 'resolved_manually', ...goesOn } });
});

test('does not promise it where another step is in error', async () => {
  const { previewTool, sandbox } = await startActions();
  sandbox.world.setTaskState(exercise.blockedTask, 'waiting_for_dependencies');
  const waits = { ...failed, step_uuid: exercise.pendingStep };
  expect(await previewTool('step_resolve', waits)).toMatchObject({
    details: { task_will_resume: 'unknown', why: expect.stringContaining('Other steps in error (1)') },
  });
});

test('says what it cannot know where the server has no summary of tasks', async () => {
  const { previewTool, sandbox } = await startActions();
  sandbox.world.setTaskState(exercise.blockedTask, 'waiting_for_dependencies');
  sandbox.http.inject({ kind: 'status', status: 404 }, { path: '/v1/tasks/:uuid/summary' });
  expect(await previewTool('step_resolve', failed)).toMatchObject({
    description: expect.stringContaining('its downstream steps are not known'),
    before: { step: { handler: null, attempts: 3 } },
    details: { downstream: { known: false }, task_will_resume: 'unknown', why: expect.stringContaining('does not tell') },
  });
});

test('is stale when another operator resolved the step meanwhile, and shows the difference', async () => {
  const { previewTool, callTool, sandbox, sent } = await startActions();
  await previewTool('step_resolve', failed);
  sandbox.world.actOnStep(exercise.failedStep, { action_type: 'resolve_manually', reason: 'Mine', resolved_by: 'grace' });
  await expect(callTool('step_resolve', { ...failed, confirm: true })).rejects.toMatchObject({
    code: 'stale',
    details: {
      changed: { step_state: { was: 'error', is: 'resolved_manually' } },
      preview: { risk: 'destructive', warnings: expect.arrayContaining([expect.stringContaining('somebody has resolved it')]) },
    },
  });
  expect(sent()).toEqual([]);
});

test.each([
  ['a gateway that gave up', { kind: 'status', status: 502, afterEffect: true }],
  ['a cut connection', { kind: 'reset', afterEffect: true }],
] as const)('finds out that it happened after %s, and never sends it twice', async (_name, fault) => {
  const { previewTool, callTool, sandbox } = await startActions();
  await previewTool('step_resolve', failed);
  sandbox.http.inject(fault, { unsafe: true });
  expect(await callTool('step_resolve', { ...failed, confirm: true })).toMatchObject({
    status: 'executed',
    result: { state: 'resolved_manually' },
    effect: expect.anything(),
  });
  expect(sandbox.http.unsafe()).toHaveLength(1);
});

test('passes a refusal on with the permission that is missing', async () => {
  const access = { apiKeys: { 'a-key': ['tasks:read', 'steps:read'] } };
  const { previewTool, callTool } = await startActions({ access, settings: { api_key: 'a-key' } });
  await previewTool('step_resolve', failed);
  await expect(callTool('step_resolve', { ...failed, confirm: true })).rejects.toMatchObject({
    code: 'forbidden',
    hint: expect.stringContaining('steps:resolve'),
    details: { status: 'failed' },
  });
});
