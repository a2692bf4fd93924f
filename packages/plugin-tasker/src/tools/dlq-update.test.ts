import { exercise } from '@lineclear/testing/tasker';
import { expect, test } from 'vitest';
import { startActions } from '../actions/test/start-actions.ts';

const entry = exercise.pendingDlqEntry;
const resolving = { dlq_entry_uuid: entry, resolution_status: 'manually_resolved', resolution_notes: 'Charged by hand' };

test('shows the entry before and after, and that its task is not repaired', async () => {
  const { previewTool, sent } = await startActions();
  expect(await previewTool('dlq_update', resolving)).toMatchObject({
    description: `Set dead letter ${entry} from pending to manually_resolved of task "order_fulfillment" (blocked_by_failures) in test.`,
    risk: 'reversible',
    before: { resolution_status: 'pending', resolution_notes: null, dlq_reason: 'max_retries_exceeded' },
    changes: [
      'resolution_status: "pending" → "manually_resolved"',
      'resolution_notes: none → "Charged by hand"',
      'resolved_by: none → "tester"',
      expect.stringContaining('metadata.lineclear: none →'),
    ],
    details: { task: { state: 'blocked_by_failures', task_will_resume: false } },
    warnings: ['This closes the entry only: it repairs no step and moves no task.'],
  });
  expect(sent()).toEqual([]);
});

test('sends PascalCase and keeps the metadata that is there', async () => {
  const { confirmTool, callTool, sandbox, sent } = await startActions({ person: 'absent', principal: 'ada' });
  const kept = sandbox.world.dlqEntry(entry).metadata;
  const { outcome, receipt } = await confirmTool('dlq_update', { ...resolving, metadata: { ticket: 'OPS-7' } });
  expect(sent()).toEqual([
    {
      method: 'PATCH',
      path: `/v1/dlq/entry/${entry}`,
      body: {
        resolution_status: 'ManuallyResolved',
        resolution_notes: 'Charged by hand',
        resolved_by: 'ada',
        metadata: { ...Object(kept), ticket: 'OPS-7', lineclear: { plan_id: receipt['plan_id'], principal: 'ada' } },
      },
    },
  ]);
  expect(outcome).toMatchObject({
    status: 'executed',
    result: { updated: ['resolution_status', 'resolution_notes', 'resolved_by', 'metadata'] },
    effect: {
      resolution_status: 'manually_resolved',
      resolution_timestamp: expect.stringMatching(/Z$/),
      resolved_by: 'ada',
      task_state: 'blocked_by_failures',
      task_will_resume: false,
    },
  });
  expect(await callTool('dlq_update', { ...resolving, metadata: { ticket: 'OPS-7' }, confirm: true })).toMatchObject({
    replayed: true,
  });
  expect(sandbox.http.unsafe()).toHaveLength(1);
});

test('finds the newest entry of a task without a search, and notes without a status leave who resolved it alone', async () => {
  const { confirmTool, sandbox, sent } = await startActions();
  const { preview } = await confirmTool('dlq_update', { task_uuid: exercise.exhaustedTask, resolution_notes: 'Looking at it' });
  expect(preview['description']).toContain(`Note on dead letter ${entry} (pending)`);
  expect(sent()).toMatchObject([{ path: `/v1/dlq/entry/${entry}` }]);
  expect(sent()[0]?.body).not.toHaveProperty('resolved_by');
  expect(sandbox.http.requests.filter(({ path }) => path === '/v1/dlq')).toEqual([]);
  expect(sandbox.world.dlqEntry(entry)).toMatchObject({ resolution: 'Pending', notes: 'Looking at it' });
});

test('finds an entry far down in a long queue', async () => {
  const { previewTool, sandbox } = await startActions({ volume: { dlqEntries: 1_200 } });
  const oldest = exercise.resolvedDlqEntry;
  const preview = await previewTool('dlq_update', { dlq_entry_uuid: oldest, resolution_status: 'permanently_failed' });
  expect(preview['warnings']).toContainEqual(expect.stringContaining('It was resolved before (manually_resolved)'));
  expect(sandbox.http.requests.filter(({ path }) => path === '/v1/dlq').length).toBeGreaterThan(1);
});

test('warns that pending is stamped as resolved, and of another entry that is pending', async () => {
  const { previewTool, sandbox } = await startActions();
  const closed = exercise.resolvedDlqEntry;
  const { task } = sandbox.world.dlqEntry(closed);
  const open = sandbox.world.addDlqEntry({ taskUuid: task.uuid, reason: 'ManualDlq' });
  const { warnings } = await previewTool('dlq_update', { dlq_entry_uuid: closed, resolution_status: 'pending' });
  expect(warnings).toEqual([
    expect.stringContaining('stamps the time of resolution with every status, pending too'),
    expect.stringContaining('It was resolved before'),
    expect.stringContaining(`another pending entry, ${open}`),
  ]);
});

test('is stale when somebody else closed it or added to its metadata meanwhile', async () => {
  const { previewTool, callTool, sandbox, sent } = await startActions();
  await previewTool('dlq_update', resolving);
  sandbox.world.changeDlqEntry(entry, { resolution: 'PermanentlyFailed', resolvedBy: 'grace' });
  await expect(callTool('dlq_update', { ...resolving, confirm: true })).rejects.toMatchObject({
    code: 'stale',
    details: { changed: { resolution_status: { was: 'pending', is: 'permanently_failed' } } },
  });
  sandbox.world.changeDlqEntry(entry, { metadata: { ticket: 'OPS-8' } });
  await expect(callTool('dlq_update', { ...resolving, confirm: true })).rejects.toMatchObject({
    code: 'stale',
    details: { changed: { metadata: expect.anything() } },
  });
  expect(sent()).toEqual([]);
});

test.each([
  ['a gateway that gave up', { kind: 'status', status: 502, afterEffect: true }],
  ['a cut connection', { kind: 'reset', afterEffect: true }],
] as const)('finds its mark after %s, and never sends it twice', async (_name, fault) => {
  const { previewTool, callTool, sandbox } = await startActions();
  await previewTool('dlq_update', resolving);
  sandbox.http.inject(fault, { unsafe: true });
  expect(await callTool('dlq_update', { ...resolving, confirm: true })).toMatchObject({
    status: 'executed',
    result: { updated: expect.arrayContaining(['resolution_status']) },
    effect: { resolution_status: 'manually_resolved' },
  });
  expect(sandbox.http.unsafe()).toHaveLength(1);
});

test('claims neither that nothing happened nor an equal change of somebody else', async () => {
  const { previewTool, callTool, sandbox } = await startActions();
  await previewTool('dlq_update', resolving);
  const stop = sandbox.http.inject({ kind: 'status', status: 500 }, { unsafe: true });
  await expect(callTool('dlq_update', { ...resolving, confirm: true })).rejects.toMatchObject({ code: 'unknown_outcome' });
  stop();
  await previewTool('dlq_update', resolving);
  const theirs = { resolution: 'ManuallyResolved', notes: 'Charged by hand' } as const;
  sandbox.http.inject(
    { kind: 'status', status: 500 },
    { unsafe: true, accepts: () => (sandbox.world.changeDlqEntry(entry, theirs), true) },
  );
  await expect(callTool('dlq_update', { ...resolving, confirm: true })).rejects.toMatchObject({ code: 'unknown_outcome' });
});

const nowhere = '0199ffff-0000-7000-8000-000000000001';

test.each([
  ['no entry', { resolution_notes: 'x' }, 'invalid_input'],
  ['no change', { dlq_entry_uuid: entry }, 'invalid_input'],
  ['no known status', { dlq_entry_uuid: entry, resolution_status: 'solved' }, 'invalid_input'],
  ['another task', { dlq_entry_uuid: entry, task_uuid: exercise.blockedTask, resolution_notes: 'x' }, 'invalid_input'],
  ['an entry that does not exist', { dlq_entry_uuid: nowhere, resolution_notes: 'x' }, 'not_found'],
  ['a task without entries', { task_uuid: exercise.runningTask, resolution_notes: 'x' }, 'not_found'],
])('refuses what names %s', async (_name, args, code) => {
  const { callTool } = await startActions();
  await expect(callTool('dlq_update', args)).rejects.toMatchObject({ code });
});
