import type { JsonObject } from '@lineclear/core/plugin';
import { freePort, startPlugin } from '@lineclear/testing';
import { exercise } from '@lineclear/testing/tasker';
import { describe, expect, test } from 'vitest';
import tasker from '../src/index.ts';
import { taskStates } from '../src/schemas/states.ts';
import { calls } from './calls.ts';
import { startOnSandbox } from './sandbox-tools.ts';

const { blockedTask, failedStep, finishedStep, exhaustedTask, pendingDlqEntry } = exercise;
const step = { task_uuid: blockedTask, step_uuid: failedStep };
const start = (options: Partial<Parameters<typeof startOnSandbox>[0]> = {}) =>
  startOnSandbox({ tools: tasker.tools, ...options });

describe('lists every real state although the server answers 500', () => {
  test.each(taskStates)('%s', async (status) => {
    const { callTool, sandbox } = await start();
    const real = sandbox.world.tasks().filter(({ state }) => state === status);
    const listing = await callTool('task_list', { status, limit: 100 });
    expect(listing).toMatchObject({ total_count: real.length, complete: true, scanned: expect.any(Number) });
    expect(listing['tasks']).toMatchObject(real.map(({ uuid }) => ({ task_uuid: uuid, status })));
  });

  test('which it does', async () => {
    const { sandbox } = await start();
    expect((await fetch(`${sandbox.url}/v1/tasks?status=error`)).status).toBe(500);
  });
});

test('filters dead letters in the spelling of the server, refuses what it does not know, and pages', async () => {
  const { callTool, answer, sandbox } = await start();
  expect((await fetch(`${sandbox.url}/v1/dlq?resolution_status=pending`)).status).toBe(400);
  sandbox.http.clear();
  expect(await answer('dlq_list', { resolution_status: 'Pending' })).toMatchObject({ error: { code: 'invalid_input' } });
  expect(sandbox.http.requests).toEqual([]);
  const pending = await callTool('dlq_list', { resolution_status: 'pending' });
  const pages = await Promise.all(
    [0, 4].map((offset) => callTool('dlq_list', { resolution_status: 'pending', limit: 4, offset })),
  );
  expect(pages.flatMap(({ entries }) => entries)).toEqual(pending['entries']);
  expect(pages).toMatchObject([
    { complete: false, next_offset: 4 },
    { complete: true, next_offset: null },
  ]);
});

test('says before and after a retry that the attempts stay used and the task does not resume', async () => {
  const { confirmTool } = await start();
  const { preview, outcome } = await confirmTool('step_retry', { ...step, reason: 'The column is back' });
  expect(preview['warnings']).toEqual(
    expect.arrayContaining([
      expect.stringContaining('does not give the attempts back'),
      expect.stringContaining('will not go on'),
    ]),
  );
  expect(outcome).toMatchObject({
    status: 'executed',
    effect: { step_state: 'pending', attempts: 3, max_attempts: 3, ready_for_execution: false, task_will_resume: false },
  });
});

describe('a confirmation', () => {
  const args = { ...step, reason: 'Not needed' };

  test('without a preview of exactly these arguments runs nothing', async () => {
    const { answer, previewTool, sandbox } = await start();
    expect(await answer('step_resolve', { ...args, confirm: true })).toMatchObject({ error: { code: 'preview_required' } });
    const { ticket = null } = await previewTool('step_resolve', args);
    const other = { ...args, reason: 'Another reason', confirm: true };
    expect(await answer('step_resolve', other)).toMatchObject({ error: { code: 'preview_required' } });
    expect(await answer('step_resolve', { ...other, ticket })).toMatchObject({ kind: 'error' });
    expect(sandbox.http.unsafe()).toEqual([]);
  });

  test('of a state that changed meanwhile runs nothing, and one that ran runs once', async () => {
    const { answer, previewTool, callTool, sandbox } = await start();
    await previewTool('step_resolve', args);
    sandbox.world.failStep(failedStep, { message: 'Again', errorType: 'X', retryable: true, backtrace: [] });
    expect(await answer('step_resolve', { ...args, confirm: true })).toMatchObject({ error: { code: 'stale' } });
    expect(await callTool('step_resolve', { ...args, confirm: true })).toMatchObject({ status: 'executed' });
    expect(await callTool('step_resolve', { ...args, confirm: true })).toMatchObject({ replayed: true });
    expect(sandbox.http.unsafe()).toHaveLength(1);
  });
});

test('flags every error, with a code for its cause', async () => {
  const { answer, sandbox } = await start();
  const codeAfter = async (fault: Parameters<typeof sandbox.http.inject>[0]) => {
    const stop = sandbox.http.inject(fault);
    const answered = await answer('task_inspect', calls['task_inspect']);
    stop();
    return answered;
  };
  const unknown = { task_uuid: '0190c5a2-0000-7000-8000-00000000dead' };
  expect(await answer('task_inspect', unknown)).toMatchObject({ kind: 'error', error: { code: 'not_found' } });
  expect(await codeAfter({ kind: 'status', status: 401 })).toMatchObject({ error: { code: 'unauthenticated' } });
  expect(await codeAfter({ kind: 'reset' })).toMatchObject({ error: { code: 'unreachable' } });
  expect(await codeAfter({ kind: 'not_json' })).toMatchObject({ error: { code: 'upstream_error' } });
  expect(await codeAfter({ kind: 'rate_limited', retryAfterS: 7 })).toMatchObject({
    error: { code: 'rate_limited', retry_after_s: 7 },
  });
});

test('tells of every tool what it may do and what it answers', async () => {
  const { composition, caller } = await start();
  const listed = composition.tools(caller);
  for (const { name, kind } of tasker.tools) {
    const tool = listed.find((candidate) => candidate.name === name);
    expect(tool?.title).toMatch(/\w/);
    expect(tool?.outputSchema).toMatchObject({ type: 'object' });
    expect(tool?.annotations.readOnlyHint).toBe(kind === 'read');
  }
  // Everything that may replace something counts as destructive there, whatever our own risk.
  const additive = listed.filter(({ annotations }) => !annotations.destructiveHint && !annotations.readOnlyHint);
  expect(additive.map(({ name }) => name)).toEqual(['task_submit']);
});

test.each([
  ['dlq_stats', ['dlq:read'], 'dlq:stats'],
  ['task_list', ['tasks:read'], 'tasks:list'],
  ['task_inspect', ['tasks:list'], 'tasks:read'],
  ['step_retry', ['tasks:read'], 'steps:read'],
  ['analytics_performance', ['tasks:*'], 'system:analytics_read'],
])('%s names the permission that the server misses', async (tool, permissions, missing) => {
  const { answer } = await start({ access: { tokens: { some: permissions } }, settings: { token: 'some' } });
  expect(await answer(tool, calls[tool])).toMatchObject({
    error: { code: 'forbidden', hint: expect.stringContaining(missing), details: { missing_permission: missing } },
  });
});

test('starts without a server, and says which part is not reached and why', async () => {
  const [port, workerPort] = await freePort(2);
  const connection = { url: `http://127.0.0.1:${port}`, worker_url: `http://127.0.0.1:${workerPort}` };
  const { callTool, answer, close } = await startPlugin({ plugin: tasker, connections: { tasker: connection } });
  expect(await answer('task_list')).toMatchObject({ error: { code: 'unreachable' } });
  expect(await callTool('connection_status', { refresh: true })).toMatchObject({
    profiles: [{ connections: [{ connection: 'tasker', health: 'down', last_error: { code: 'unreachable' } }] }],
  });
  await close();
});

test('a worker that is down makes no connection ill', async () => {
  const [port] = await freePort(1);
  const { callTool } = await start({ settings: { worker_url: `http://127.0.0.1:${port}` } });
  expect(await callTool('connection_status', { refresh: true })).toMatchObject({
    profiles: [{ connections: [{ health: 'up', answer: { orchestration: 'healthy', worker: 'unreachable' } }] }],
  });
});

test('shows handlers, dependencies, what blocks and the dead letter with a task', async () => {
  const { callTool } = await start();
  const inspected = await callTool('task_inspect', { task_uuid: exhaustedTask });
  expect(inspected).toMatchObject({ dlq: { in_dlq: true, reason: 'max_retries_exceeded' } });
  expect(inspected['steps']).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        name: 'ship_order',
        handler: 'Shipping.ship_order',
        dependencies: ['charge_payment', 'reserve_stock'],
        blocking_parents: [{ name: 'charge_payment', state: 'error' }],
      }),
    ]),
  );
});

test('keeps who acted by hand and why, and says what the trail of the server lacks', async () => {
  const { confirmTool, callTool, sandbox } = await start();
  await confirmTool('step_retry', { ...step, reason: 'The column is back' });
  const audit = await callTool('step_audit', step);
  expect(audit).toMatchObject({
    manual_actions: [{ tool: 'step_retry', principal: 'tester', reason: 'The column is back', outcome: 'executed' }],
  });
  expect(audit['not_recorded']).toEqual(expect.arrayContaining([expect.stringContaining('every action by hand leave no row')]));
  await confirmTool('dlq_update', { dlq_entry_uuid: pendingDlqEntry, resolution_status: 'manually_resolved' });
  expect(sandbox.world.dlqEntry(pendingDlqEntry).metadata).toMatchObject({ lineclear: { principal: 'tester' } });
});

test.each(['step_resolve', 'step_complete'])('%s over a good result is destructive and names what ran on it', async (tool) => {
  const { previewTool } = await start();
  const result: JsonObject = tool === 'step_complete' ? { result: { events: 0 } } : {};
  const preview = await previewTool(tool, { ...step, step_uuid: finishedStep, reason: 'Again', ...result });
  expect(preview).toMatchObject({
    risk: 'destructive',
    approval: { required: 'client' },
    details: { downstream: { readers: ['aggregate_metrics (error)'] } },
  });
  expect(preview['warnings']).toEqual(
    expect.arrayContaining([
      expect.stringContaining('a good result'),
      expect.stringContaining('1 downstream step has begun already'),
    ]),
  );
});
