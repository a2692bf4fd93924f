import { exercise } from '@lineclear/testing/tasker';
import { expect, test } from 'vitest';
import { startActions } from '../actions/test/start-actions.ts';

const charged = {
  task_uuid: exercise.exhaustedTask,
  step_uuid: exercise.exhaustedStep,
  result: { charged: true, amount_cents: 4999 },
  reason: 'Paid by bank transfer',
};

test('shows the result, who reads it, and what the template says of it', async () => {
  const { previewTool, sent } = await startActions();
  expect(await previewTool('step_complete', charged)).toMatchObject({
    description: expect.stringMatching(/^Complete step "charge_payment" \(error, attempts 3 of 3\)/),
    risk: 'reversible',
    details: {
      result: { keys: 2, values: { charged: 'true', amount_cents: '4999' } },
      result_schema: 'known',
      downstream: { readers: ['ship_order (pending)'] },
    },
    warnings: [expect.stringContaining('The task will not go on.'), 'ship_order reads its result and will work with this one.'],
  });
  expect(sent()).toEqual([]);
});

test('reports keys that are missing or of another type', async () => {
  const { previewTool } = await startActions();
  const { warnings } = await previewTool('step_complete', { ...charged, result: { amount_cents: 49.99 } });
  expect(warnings).toEqual(
    expect.arrayContaining([
      `The template's schema of this result: "charged" is missing.`,
      `The template's schema of this result: "amount_cents" is number, not integer.`,
    ]),
  );
});

test('says where the template has no schema, or may not be read', async () => {
  const without = await startActions();
  const failed = { ...charged, task_uuid: exercise.blockedTask, step_uuid: exercise.failedStep };
  expect(await without.previewTool('step_complete', failed)).toMatchObject({ details: { result_schema: 'none' } });
  const access = { apiKeys: { 'a-key': ['tasks:read', 'steps:read'] } };
  const blind = await startActions({ access, settings: { api_key: 'a-key' } });
  expect(await blind.previewTool('step_complete', charged)).toMatchObject({ details: { result_schema: 'unknown' } });
});

test('stores the result as the principal, and reads back', async () => {
  const { confirmTool, sandbox, sent } = await startActions({ person: 'absent', principal: 'ada' });
  const { outcome } = await confirmTool('step_complete', { ...charged, metadata: { ticket: 'OPS-7' } });
  expect(outcome).toMatchObject({
    status: 'executed',
    result: { name: 'charge_payment', state: 'complete' },
    effect: { step_state: 'complete', task_state: 'blocked_by_failures', task_will_resume: false },
  });
  expect(sent()).toMatchObject([
    {
      body: {
        action_type: 'complete_manually',
        completion_data: { result: charged.result, metadata: { ticket: 'OPS-7' } },
        reason: charged.reason,
        completed_by: 'ada',
      },
    },
  ]);
  expect(sandbox.world.step(exercise.exhaustedStep).results).toMatchObject({ success: true, result: charged.result });
});

test('counts an overwritten result as a loss, and names what has run on it', async () => {
  const { previewTool } = await startActions();
  const call = { ...charged, task_uuid: exercise.completeTask, step_uuid: exercise.completeStep, completed_by: 'grace' };
  expect(await previewTool('step_complete', call)).toMatchObject({
    risk: 'destructive',
    details: { task_will_resume: false, why: expect.stringContaining('The task is complete') },
    warnings: [
      expect.stringContaining('Tasker lets a good result be overwritten'),
      '2 downstream steps have begun already, and will not run again on this.',
      expect.stringContaining('The task will not go on.'),
      expect.stringContaining('ship_order reads its result'),
      expect.stringContaining('completed_by says "grace"'),
    ],
  });
});

test('is stale when another operator gave another result meanwhile', async () => {
  const { previewTool, callTool, sandbox, sent } = await startActions();
  const call = { ...charged, task_uuid: exercise.completeTask, step_uuid: exercise.completeStep };
  await previewTool('step_complete', call);
  sandbox.world.actOnStep(exercise.completeStep, {
    action_type: 'complete_manually',
    completion_data: { result: { charged: false } },
    reason: 'Refunded',
    completed_by: 'grace',
  });
  await expect(callTool('step_complete', { ...call, confirm: true })).rejects.toMatchObject({
    code: 'stale',
    details: { changed: { results: expect.anything() } },
  });
  expect(sent()).toEqual([]);
});

test.each([
  ['a gateway that gave up', { kind: 'status', status: 502, afterEffect: true }],
  ['half an answer', { kind: 'truncated' }],
] as const)('finds its result stored after %s, and never sends it twice', async (_name, fault) => {
  const { previewTool, callTool, sandbox } = await startActions();
  await previewTool('step_complete', charged);
  sandbox.http.inject(fault, { unsafe: true });
  expect(await callTool('step_complete', { ...charged, confirm: true })).toMatchObject({
    status: 'executed',
    result: { state: 'complete' },
    effect: { step_state: 'complete' },
  });
  expect(sandbox.http.unsafe()).toHaveLength(1);
});

test('does not take the result of somebody else for its own', async () => {
  const { previewTool, callTool, sandbox } = await startActions();
  await previewTool('step_complete', charged);
  const theirs = {
    action_type: 'complete_manually',
    completion_data: { result: {} },
    reason: 'Mine',
    completed_by: 'grace',
  } as const;
  sandbox.http.inject(
    { kind: 'status', status: 500 },
    { unsafe: true, accepts: () => (sandbox.world.actOnStep(exercise.exhaustedStep, theirs), true) },
  );
  await expect(callTool('step_complete', { ...charged, confirm: true })).rejects.toMatchObject({ code: 'unknown_outcome' });
});
