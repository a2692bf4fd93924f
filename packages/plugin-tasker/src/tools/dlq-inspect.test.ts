import type { JsonObject } from '@lineclear/core/plugin';
import { exercise, type TaskerWorld, volumeTask } from '@lineclear/testing/tasker';
import { expect, test } from 'vitest';
import { entryBody, uuidOf } from '../../test/dlq-bodies.ts';
import { get, startInSandbox, startTools } from '../../test/start-tools.ts';
import { dlqInspect } from './dlq-inspect.ts';

const fixed = { now: () => Date.UTC(2026, 2, 2, 12) };
const inSandbox = (options: Partial<Parameters<typeof startInSandbox>[0]> = {}) =>
  startInSandbox({ tools: [dlqInspect], clock: fixed, ...options });

const entriesIn = ({ world }: { world: TaskerWorld }): number => (world.state()['dlq'] as unknown[]).length;

test('joins the entry of a task with the error of its failed step, and names every source', async () => {
  const { callTool, sandbox } = await inSandbox();
  const task = exercise.exhaustedTask;
  const step = `tasks/${task}/workflow_steps/${exercise.exhaustedStep}`;
  const answer = await callTool('dlq_inspect', { task_uuid: task });
  expect(answer).toMatchObject({
    entry: {
      dlq_entry_uuid: exercise.pendingDlqEntry,
      namespace: 'production',
      task_name: 'order_fulfillment',
      dlq_reason: 'max_retries_exceeded',
      minutes_in_dlq: 88,
      snapshot: { task_state: 'blocked_by_failures' },
      source: `dlq/task/${task}`,
      scanned: 0,
    },
    task: { status: 'blocked_by_failures', source: `tasks/${task}/summary` },
    failed_step_count: 1,
    under_way: [],
    complete: true,
    notes: [],
  });
  expect(answer['failed_steps']).toMatchObject([
    {
      name: 'charge_payment',
      state: 'error',
      attempts: 3,
      max_attempts: 3,
      retry_eligible: false,
      next_retry_at: null,
      handler: expect.stringContaining('charge'),
      handler_source: `tasks/${task}/summary`,
      error: {
        type: 'PaymentGatewayUnavailable',
        class: 'transient',
        status_code: 503,
        backtrace: [expect.any(String), expect.any(String)],
      },
      source: step,
      audit: { rows: 3, source: `${step}/audit` },
    },
  ]);
  const [failed] = answer['failed_steps'] as { audit: { attempts: unknown[] } }[];
  expect(failed?.audit.attempts).toHaveLength(3);
  expect(failed?.audit.attempts[0]).toMatchObject({
    success: false,
    execution_time_ms: expect.any(Number),
    error_type: 'PaymentGatewayUnavailable',
  });
  expect(sandbox.http.unsafe()).toEqual([]);
});

test('finds an entry by its own uuid and says how many it read', async () => {
  const { callTool, sandbox } = await inSandbox();
  expect(await callTool('dlq_inspect', { dlq_entry_uuid: exercise.resolvedDlqEntry })).toMatchObject({
    entry: {
      resolution_status: 'manually_resolved',
      resolved_by: 'simulated-operator',
      source: 'dlq',
      scanned: entriesIn(sandbox),
    },
  });
});

test('counts what other open entries have in common with it', async () => {
  const { callTool } = await inSandbox();
  const answer = await callTool('dlq_inspect', { task_uuid: exercise.timedOutTask });
  // The spike of three more entries of warehouse_load, and customer_segmentation.
  expect(answer['similar_pending']).toEqual({
    same_reason: 4,
    same_namespace: 3,
    same_task_name: 3,
    within_an_hour: 3,
    others_seen: 5,
    complete: true,
    source: 'dlq/investigation-queue',
  });
});

test('shows where a task stands that has no failed step', async () => {
  const { callTool, sandbox } = await inSandbox();
  sandbox.world.addDlqEntry({ taskUuid: exercise.runningTask, reason: 'ManualDlq' });
  expect(await callTool('dlq_inspect', { task_uuid: exercise.runningTask })).toMatchObject({
    failed_steps: [],
    failed_step_count: 0,
    under_way: [{ name: 'charge_payment', state: 'in_progress' }],
    notes: [expect.stringContaining('No step')],
  });
});

test('shows the error of a step that is being tried again', async () => {
  const { callTool, sandbox } = await inSandbox();
  sandbox.world.addDlqEntry({ taskUuid: exercise.retryingTask, reason: 'ManualDlq' });
  expect(await callTool('dlq_inspect', { task_uuid: exercise.retryingTask })).toMatchObject({
    failed_steps: [{ name: 'send_invoices', state: 'waiting_for_retry', retry_eligible: true, error: { class: 'transient' } }],
    failed_step_count: 1,
  });
});

test('takes the newest entry of a task and lists the older ones', async () => {
  const { callTool, sandbox } = await inSandbox();
  sandbox.world.changeDlqEntry(exercise.pendingDlqEntry, { resolution: 'PermanentlyFailed' });
  const newest = sandbox.world.addDlqEntry({ taskUuid: exercise.exhaustedTask, reason: 'ManualDlq' });
  expect(await callTool('dlq_inspect', { task_uuid: exercise.exhaustedTask })).toMatchObject({
    entry: { dlq_entry_uuid: newest, dlq_reason: 'manual_dlq' },
    history: {
      entries: [{ dlq_entry_uuid: exercise.pendingDlqEntry, resolution_status: 'permanently_failed' }],
      count: 1,
      complete: true,
      source: 'dlq',
    },
  });
});

test.each<JsonObject>([{}, { task_uuid: exercise.exhaustedTask, dlq_entry_uuid: exercise.pendingDlqEntry }])(
  'wants exactly one of its arguments (%o)',
  async (args) => {
    const { callTool, sandbox } = await inSandbox();
    await expect(callTool('dlq_inspect', args)).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('exactly one'),
    });
    expect(sandbox.http.requests).toEqual([]);
  },
);

test('refuses what is no uuid, and says what to do about a task or entry that has none', async () => {
  const { callTool, sandbox } = await inSandbox();
  await expect(callTool('dlq_inspect', { task_uuid: 'a-task' })).rejects.toMatchObject({ code: 'invalid_input' });
  await expect(callTool('dlq_inspect', { task_uuid: exercise.completeTask })).rejects.toMatchObject({
    code: 'not_found',
    details: { reason: 'no_dlq_entry_of_task' },
  });
  await expect(callTool('dlq_inspect', { dlq_entry_uuid: uuidOf('d', 77) })).rejects.toMatchObject({
    code: 'not_found',
    details: { scanned: entriesIn(sandbox), complete: true },
  });
});

test('reads the errors of three steps, names the others and counts all of a task with 5,000 steps', async () => {
  const { callTool, sandbox } = await inSandbox({ volume: { steps: 5_000 } });
  const steps = sandbox.world.task(volumeTask).steps.slice(0, 40);
  for (const { uuid } of steps)
    sandbox.world.failStep(uuid, { message: 'broken', errorType: 'Broken', retryable: false, backtrace: [] });
  sandbox.world.addDlqEntry({ taskUuid: volumeTask, reason: 'ManualDlq' });
  const answer = await callTool('dlq_inspect', { task_uuid: volumeTask });
  expect(answer).toMatchObject({ failed_step_count: 41, complete: false });
  expect([answer['failed_steps'], answer['other_failed_steps']]).toMatchObject([{ length: 3 }, { length: 17 }]);
  expect(sandbox.http.requests).toHaveLength(1 + 3 + 2 * 3);
});

test('is bounded in a DLQ of 50,000 entries', async () => {
  const { answer, sandbox } = await inSandbox({ volume: { dlqEntries: 50_000 } });
  const found = await answer('dlq_inspect', { task_uuid: exercise.exhaustedTask });
  if (found.kind !== 'value') throw new Error(JSON.stringify(found));
  expect(found.value).toMatchObject({
    similar_pending: { others_seen: expect.any(Number), complete: true },
    history: { entries_read: 500, complete: false },
  });
  expect(found.value).not.toHaveProperty('left_out');
  expect(found.text.length).toBeLessThan(20_000);
  expect(sandbox.http.requests).toHaveLength(6);
});

test('shows the entry alone to whoever may not read the task, and without its errors to whoever may not read steps', async () => {
  const withPermissions = (permissions: string[]) =>
    inSandbox({ access: { tokens: { 'some-token': permissions } }, settings: () => ({ token: 'some-token' }) });
  const onlyDlq = await withPermissions(['dlq:read']);
  expect(await onlyDlq.callTool('dlq_inspect', { task_uuid: exercise.exhaustedTask })).toMatchObject({
    entry: { dlq_entry_uuid: exercise.pendingDlqEntry },
    task: null,
    failed_step_count: null,
    complete: false,
    notes: [expect.stringContaining('tasks:read')],
  });
  const noSteps = await withPermissions(['dlq:read', 'tasks:read']);
  expect(await noSteps.callTool('dlq_inspect', { task_uuid: exercise.exhaustedTask })).toMatchObject({
    failed_steps: [],
    failed_step_count: 1,
    complete: false,
    notes: [expect.stringContaining('steps:read')],
  });
  const nothing = await withPermissions(['tasks:*', 'steps:*']);
  await expect(nothing.callTool('dlq_inspect', { task_uuid: exercise.exhaustedTask })).rejects.toMatchObject({
    code: 'forbidden',
    hint: expect.stringContaining('dlq:read'),
  });
});

test('shows an entry whose task is gone', async () => {
  const { callTool } = await startTools({
    tools: [dlqInspect],
    clock: fixed,
    routes: [
      get('/v1/dlq/task/:uuid', entryBody(1)),
      get('/v1/dlq/investigation-queue', []),
      get('/v1/dlq', [entryBody(1)]),
      { method: 'GET', path: '/v1/tasks/:uuid/summary', handle: () => ({ status: 404, text: '' }) },
      { method: 'GET', path: '/v1/tasks/:uuid', handle: () => ({ status: 404, text: '' }) },
    ],
  });
  expect(await callTool('dlq_inspect', { task_uuid: uuidOf('a', 1) })).toMatchObject({
    entry: { task_name: 'order_fulfillment', metadata: { detection_method: 'automatic_staleness' } },
    task: null,
    notes: [expect.stringContaining('does not exist any more')],
  });
});

test.each([
  '/v1/dlq/task/:uuid',
  '/v1/dlq/investigation-queue',
  '/v1/tasks/:uuid/summary',
  '/v1/tasks/:uuid/workflow_steps/:step',
])('half an answer of %s is an error with a code', async (path) => {
  const { callTool, sandbox } = await inSandbox();
  sandbox.http.inject({ kind: 'truncated' }, { path });
  await expect(callTool('dlq_inspect', { task_uuid: exercise.exhaustedTask })).rejects.toMatchObject({ code: 'unreachable' });
});
