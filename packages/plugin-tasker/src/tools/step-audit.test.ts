import { exercise } from '@lineclear/testing/tasker';
import { describe, expect, test } from 'vitest';
import type * as z from 'zod';
import { startOnSandbox } from '../../test/sandbox-tools.ts';
import { get, startTools } from '../../test/start-tools.ts';
import { stepBody } from '../../test/task-bodies.ts';
import { stepAudit } from './step-audit.ts';
import { stepComplete } from './step-complete.ts';
import { stepResolve } from './step-resolve.ts';
import { stepRetry } from './step-retry.ts';

type Audited = z.output<typeof stepAudit.output>;

const start = async () => {
  const started = await startOnSandbox({ tools: [stepAudit, stepRetry, stepResolve, stepComplete] });
  const audit = async (taskUuid: string, stepUuid: string): Promise<Audited> =>
    stepAudit.output.parse(await started.callTool('step_audit', { task_uuid: taskUuid, step_uuid: stepUuid }));
  return { ...started, audit };
};
const place = { task_uuid: exercise.blockedTask, step_uuid: exercise.failedStep };

describe('the transitions of a step', () => {
  test('come oldest first, each with worker, duration and error', async () => {
    const { audit, sandbox } = await start();
    const { transitions, step, transitions_left_out: leftOut } = await audit(exercise.blockedTask, exercise.failedStep);
    expect(step).toMatchObject({ name: 'aggregate_metrics', state: 'error', attempts: 3 });
    expect(transitions.map(({ error }) => [error?.class, error?.type])).toEqual([
      ['transient', 'WarehouseTimeoutError'],
      ['transient', 'WarehouseTimeoutError'],
      ['permanent', 'SchemaMismatchError'],
    ]);
    const times = transitions.map(({ recorded_at: at }) => at);
    expect(times).toEqual(times.toSorted());
    for (const row of transitions) {
      expect(row).toMatchObject({ from_state: 'in_progress', to_state: 'enqueued_as_error_for_orchestration', success: false });
      expect(row.execution_time_ms).toBeGreaterThan(0);
      expect(row.worker).toEqual({
        uuid: expect.stringMatching(/^[0-9a-f-]{36}$/),
        id: expect.stringMatching(/./),
        hostname: expect.stringMatching(/./),
      });
    }
    expect(leftOut).toBe(0);
    expect(sandbox.http.unsafe()).toEqual([]);
  });

  test('have no error where the step worked, and are none where it never ran', async () => {
    const { audit } = await start();
    const done = await audit(exercise.blockedTask, exercise.finishedStep);
    expect(done.transitions).toMatchObject([{ success: true, error: null, to_state: 'enqueued_for_orchestration' }]);
    expect((await audit(exercise.blockedTask, exercise.pendingStep)).transitions).toEqual([]);
  });
});

describe('manual actions', () => {
  test('come from our own record, with who, why, outcome and receipt', async () => {
    const { audit, confirmTool } = await start();
    const { receipt } = await confirmTool('step_resolve', { ...place, reason: 'counted by hand', resolved_by: 'grace' });
    const { manual_actions: actions, step, manual_actions_complete: complete } = await audit(place.task_uuid, place.step_uuid);
    expect(step.state).toBe('resolved_manually');
    expect(complete).toBe(true);
    expect(actions).toEqual([
      {
        tool: 'step_resolve',
        time: expect.stringMatching(/^2026-03-02T12:00:00/),
        principal: 'tester',
        acted_as: 'grace',
        approver: null,
        assurance: expect.stringMatching(/^(model|client)$/),
        reason: 'counted by hand',
        outcome: 'executed',
        plan_id: receipt['plan_id'],
        confirmed_seq: receipt['confirmed_seq'],
        receipt_seq: receipt['seq'],
      },
    ]);
  });

  test('are those of this step, in order', async () => {
    const { audit, confirmTool } = await start();
    await confirmTool('step_retry', { ...place, reason: 'first try' });
    await confirmTool('step_resolve', { task_uuid: exercise.errorTask, step_uuid: exercise.errorStep, reason: 'another step' });
    await confirmTool('step_complete', { ...place, reason: 'then by hand', result: { rows: 1 } });
    const { manual_actions: actions } = await audit(place.task_uuid, place.step_uuid);
    expect(actions.map(({ tool, reason }) => [tool, reason])).toEqual([
      ['step_retry', 'first try'],
      ['step_complete', 'then by hand'],
    ]);
  });

  test('are told of with their outcome also where the answer was lost or the server refused', async () => {
    const { audit, previewTool, answer, sandbox } = await start();
    const args = { ...place, reason: 'answer lost' };
    await previewTool('step_resolve', args);
    sandbox.http.inject({ kind: 'reset', afterEffect: true }, { unsafe: true, times: 1 });
    await answer('step_resolve', { ...args, confirm: true });
    const other = { task_uuid: exercise.errorTask, step_uuid: exercise.errorStep, reason: 'refused' };
    await previewTool('step_resolve', other);
    sandbox.http.inject({ kind: 'status', status: 403 }, { unsafe: true, times: 1 });
    await answer('step_resolve', { ...other, confirm: true });
    expect((await audit(place.task_uuid, place.step_uuid)).manual_actions).toMatchObject([
      { reason: 'answer lost', outcome: 'executed' },
    ]);
    expect((await audit(other.task_uuid, other.step_uuid)).manual_actions).toMatchObject([
      { reason: 'refused', outcome: 'failed' },
    ]);
  });

  test('that were only previewed are none', async () => {
    const { audit, previewTool } = await start();
    await previewTool('step_resolve', { ...place, reason: 'perhaps' });
    expect((await audit(place.task_uuid, place.step_uuid)).manual_actions).toEqual([]);
  });

  test('with other clients are not known, and are told of where the state shows them', async () => {
    const { audit, sandbox } = await start();
    sandbox.world.actOnStep(exercise.failedStep, { action_type: 'resolve_manually', reason: 'elsewhere', resolved_by: 'eve' });
    const { manual_actions: actions, not_recorded: gaps } = await audit(place.task_uuid, place.step_uuid);
    expect(actions).toEqual([]);
    expect(gaps).toContain('The step was settled by hand, and not through this server.');
  });
});

test('says what the trail does not have', async () => {
  const { audit } = await start();
  const { not_recorded: gaps } = await audit(place.task_uuid, place.step_uuid);
  expect(gaps).toEqual([
    expect.stringContaining('only when a worker hands a result over'),
    expect.stringContaining('does not keep who retried or resolved'),
    expect.stringContaining('other clients'),
  ]);
});

test('a step of another task is not_found and names task_inspect', async () => {
  const { audit } = await start();
  await expect(audit(exercise.blockedTask, exercise.errorStep)).rejects.toMatchObject({
    code: 'not_found',
    hint: expect.stringContaining('task_inspect'),
  });
});

describe('a long trail', () => {
  const uuid = '0197a0b4-0000-7000-8000-000000000001';
  const step = stepBody({ name: 'check', state: 'error' });
  const row = (index: number, result: unknown) => ({
    audit_uuid: `audit-${index}`,
    workflow_step_uuid: step.step_uuid,
    transition_uuid: uuid,
    task_uuid: uuid,
    recorded_at: new Date(Date.UTC(2026, 0, 1) + index).toISOString(),
    success: false,
    result,
    step_name: 'check',
  });

  test('is cut to its newest rows, also where a worker wrote something of its own', async () => {
    const rows = Array.from({ length: 120 }, (_, index) =>
      row(index, [undefined, 'odd', { type: 'X', data: 7 }][index % 3]),
    ).toReversed();
    const { callTool } = await startTools({
      tools: [stepAudit],
      routes: [get('/v1/tasks/:uuid/workflow_steps/:step', step), get('/v1/tasks/:uuid/workflow_steps/:step/audit', rows)],
    });
    const answer = stepAudit.output.parse(await callTool('step_audit', { task_uuid: uuid, step_uuid: step.step_uuid }));
    expect(answer.transitions.map(({ audit_uuid: id }) => id).slice(0, 2)).toEqual(['audit-70', 'audit-71']);
    expect(answer.transitions).toHaveLength(50);
    expect(answer.transitions_left_out).toBe(70);
    expect(answer.transitions[0]).toMatchObject({
      worker: { uuid: null, id: null, hostname: null },
      execution_time_ms: null,
      error: null,
    });
  });
});
