import type { JsonObject } from '@lineclear/core/plugin';
import { expect, test } from 'vitest';
import { startActions } from '../actions/test/start-actions.ts';

const order = {
  namespace: 'production',
  name: 'order_fulfillment',
  context: { order_id: 'A-7', amount_cents: 1250 },
  reason: 'Ordered by telephone',
};

test('shows the template that will run, its versions and what is known of the context, and sends nothing', async () => {
  const { previewTool, sent } = await startActions();
  const preview = await previewTool('task_submit', { ...order, context: { order_id: 'A-7' } });
  expect(preview).toMatchObject({
    description: 'Submit "order_fulfillment" 2.0.0 to namespace "production" in test: a task of 5 steps.',
    risk: 'additive',
    details: {
      versions: ['2.0.0', '1.0.0'],
      template: { steps: expect.arrayContaining([{ name: 'charge_payment', max_attempts: 3, retryable: true }]) },
      context: { keys: 1, values: { order_id: '"A-7"' }, missing_keys: ['amount_cents'], new_keys: [] },
      task: { initiator: 'tester', source_system: 'lineclear', priority: 0, tags: [] },
    },
    warnings: [
      'No version was given: 2.0.0 is the newest of 2.',
      expect.stringContaining('keys in its context that this one lacks: amount_cents'),
    ],
  });
  expect(sent()).toEqual([]);
});

test('submits once, as the principal, traceable by the id of the plan', async () => {
  const { confirmTool, callTool, sandbox, sent } = await startActions();
  const { outcome, receipt, preview } = await confirmTool('task_submit', { ...order, priority: 5, tags: ['phone'] });
  expect(outcome).toMatchObject({
    status: 'executed',
    result: { name: 'order_fulfillment', version: '2.0.0', total_steps: 5, correlation_id: receipt['plan_id'] },
    effect: { state: 'pending', total_steps: 5 },
  });
  expect(sent()).toEqual([
    {
      method: 'POST',
      path: '/v1/tasks',
      body: {
        ...order,
        version: '2.0.0',
        initiator: 'tester',
        source_system: 'lineclear',
        priority: 5,
        tags: ['phone'],
        requested_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}$/),
        correlation_id: receipt['plan_id'],
      },
    },
  ]);
  const again = await callTool('task_submit', {
    ...order,
    priority: 5,
    tags: ['phone'],
    confirm: true,
    ticket: preview['ticket'] ?? '',
  });
  expect(again).toMatchObject({ replayed: true, receipt });
  expect(sandbox.http.unsafe()).toHaveLength(1);
});

test('takes the version that was asked for', async () => {
  const { confirmTool } = await startActions();
  const { preview, outcome } = await confirmTool('task_submit', { ...order, version: '1.0.0' });
  expect(preview['description']).toContain('"order_fulfillment" 1.0.0');
  expect(outcome).toMatchObject({ result: { version: '1.0.0', total_steps: 4 } });
});

test('names what comes near an unknown template, namespace or version', async () => {
  const { callTool } = await startActions();
  await expect(callTool('task_submit', { ...order, name: 'order_fulfilment' })).rejects.toMatchObject({
    code: 'not_found',
    details: { reason: 'no_such_template', near_names: ['order_fulfillment'] },
  });
  await expect(callTool('task_submit', { ...order, namespace: 'analytics' })).rejects.toMatchObject({
    details: { same_name_in_namespaces: ['production'], templates: expect.arrayContaining(['daily_report']) },
  });
  await expect(callTool('task_submit', { ...order, namespace: 'shop' })).rejects.toMatchObject({
    details: { namespaces: expect.arrayContaining(['production']) },
  });
  await expect(callTool('task_submit', { ...order, version: '3.0.0' })).rejects.toMatchObject({
    code: 'not_found',
    details: { reason: 'no_such_version', versions: ['2.0.0', '1.0.0'] },
  });
});

test('is stale when somebody submits the same context meanwhile', async () => {
  const { previewTool, callTool, sandbox, sent } = await startActions();
  await previewTool('task_submit', order);
  const theirs = sandbox.world.submit({
    namespace: 'production',
    name: 'order_fulfillment',
    version: '2.0.0',
    context: order.context,
  });
  await expect(callTool('task_submit', { ...order, confirm: true })).rejects.toMatchObject({
    code: 'stale',
    details: {
      changed: { same_context_task: expect.anything() },
      preview: { warnings: expect.arrayContaining([expect.stringContaining(`Task ${theirs} of`)]) },
    },
  });
  expect(sent()).toEqual([]);
});

test('leaves the refusal of a repeated context to the server, and says how to repeat it', async () => {
  const { confirmTool, callTool, previewTool, sent } = await startActions();
  await confirmTool('task_submit', order);
  const repeated = { ...order, reason: 'Ordered once more' };
  const preview = await previewTool('task_submit', repeated);
  expect(preview['warnings']).toContainEqual(expect.stringContaining('has the same context: Tasker will refuse this one'));
  await expect(callTool('task_submit', { ...repeated, confirm: true })).rejects.toMatchObject({
    code: 'stale',
    message: expect.stringContaining('has a task of this template with the same context already'),
    hint: expect.stringContaining('give an idempotency_key'),
  });
  const deliberate = await confirmTool('task_submit', { ...repeated, idempotency_key: 'A-7 again' });
  expect(deliberate.preview['warnings']).toContainEqual(expect.stringContaining('the work is done again'));
  await previewTool('task_submit', { ...order, context: { order_id: 'B-1' }, idempotency_key: 'A-7 again' });
  await expect(
    callTool('task_submit', { ...order, context: { order_id: 'B-1' }, idempotency_key: 'A-7 again', confirm: true }),
  ).rejects.toMatchObject({ code: 'stale', details: { backend: expect.stringContaining('this idempotency key already') } });
  expect(sent().map(({ body }) => body)).toContainEqual(expect.objectContaining({ idempotency_key: 'A-7 again' }));
});

test.each([
  ['a gateway that gave up', { kind: 'status', status: 502, afterEffect: true }, {}],
  ['a cut connection', { kind: 'reset', afterEffect: true }, { correlation_id: '0199aaaa-0000-7000-8000-000000000001' }],
] as const)('finds the task after %s, and never sends it twice', async (_name, fault, more) => {
  const { previewTool, callTool, sandbox } = await startActions();
  await previewTool('task_submit', { ...order, ...more });
  sandbox.http.inject(fault, { unsafe: true });
  expect(await callTool('task_submit', { ...order, ...more, confirm: true })).toMatchObject({
    status: 'executed',
    result: { task_uuid: sandbox.world.tasks()[0]?.uuid, state: expect.any(String) },
    effect: expect.anything(),
  });
  expect(sandbox.http.unsafe()).toHaveLength(1);
});

test('stays unknown when no task is to be found', async () => {
  const { previewTool, callTool, sandbox } = await startActions();
  await previewTool('task_submit', order);
  sandbox.http.inject({ kind: 'status', status: 500 }, { unsafe: true });
  await expect(callTool('task_submit', { ...order, confirm: true })).rejects.toMatchObject({ code: 'unknown_outcome' });
  expect(await callTool('task_submit', { ...order, confirm: true }).catch((error: unknown) => error)).toMatchObject({
    code: 'unknown_outcome',
  });
  expect(sandbox.http.unsafe()).toHaveLength(1);
});

test('warns of an initiator who is not the caller, and of credentials that may not list tasks', async () => {
  const access = { apiKeys: { 'a-key': ['tasks:create', 'tasks:read', 'templates:read'] } };
  const { confirmTool, sent } = await startActions({ access, settings: { api_key: 'a-key' } });
  const { preview } = await confirmTool('task_submit', { ...order, initiator: 'billing' });
  expect(preview['warnings']).toEqual([
    expect.stringContaining('may not list tasks'),
    expect.stringContaining('No version was given'),
    'initiator says "billing", but you are "tester". Tasker takes it unchecked; the audit here names you.',
  ]);
  expect(sent()).toMatchObject([{ body: { initiator: 'billing' } }]);
});

test('passes on a refusal with the permission that is missing, or with what the template may want', async () => {
  const access = { apiKeys: { 'a-key': ['tasks:list', 'templates:read'] } };
  const { previewTool, callTool, sandbox } = await startActions({ access, settings: { api_key: 'a-key' } });
  await previewTool('task_submit', order);
  await expect(callTool('task_submit', { ...order, confirm: true })).rejects.toMatchObject({
    code: 'forbidden',
    hint: expect.stringContaining('tasks:create'),
    details: { status: 'failed' },
  });
  const wanting = { ...order, reason: 'Again' };
  await previewTool('task_submit', wanting);
  sandbox.http.inject(
    { kind: 'status', status: 400, text: '{"error":{"code":"BAD_REQUEST","message":"key"}}' },
    { unsafe: true },
  );
  await expect(callTool('task_submit', { ...wanting, confirm: true })).rejects.toMatchObject({
    code: 'invalid_input',
    hint: expect.stringContaining('idempotency_key'),
  });
});

test.each<JsonObject>([{ priority: 101 }, { reason: '' }, { context: 'text' }, { surprise: 1 }])(
  'refuses what does not fit (%#)',
  async (wrong) => {
    const { callTool } = await startActions();
    await expect(callTool('task_submit', { ...order, ...wrong })).rejects.toMatchObject({ code: 'invalid_input' });
  },
);
