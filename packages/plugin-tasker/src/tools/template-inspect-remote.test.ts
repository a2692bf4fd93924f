import { expect, test } from 'vitest';
import { startInSandbox } from '../../test/start-tools.ts';
import { templateInspectRemote } from './template-inspect-remote.ts';

const order = { namespace: 'production', name: 'order_fulfillment' };

test('takes the newest version and joins handlers and dependencies from a recent task', async () => {
  const { callTool, sandbox } = await startInSandbox({ tools: [templateInspectRemote] });
  const answer = await callTool('template_inspect_remote', order);
  expect(answer).toMatchObject({
    ...order,
    version: '2.0.0',
    other_versions: ['1.0.0'],
    step_count: 5,
    handlers_source: expect.stringMatching(/^tasks\/[0-9a-f-]{36}\/summary$/),
    notes: [expect.stringContaining('input schema'), expect.stringContaining('newest task')],
  });
  expect(answer['steps']).toMatchObject([
    { name: 'validate_order', dependencies: [], handler: expect.any(String), result_schema: { type: 'object' } },
    { name: 'charge_payment', dependencies: ['validate_order'], default_max_attempts: 3 },
    { name: 'reserve_stock', result_schema: null },
    { name: 'ship_order' },
    { name: 'notify_customer' },
  ]);
  expect(sandbox.http.unsafe()).toEqual([]);
  expect(sandbox.http.requests).toHaveLength(4);
});

test('shows the version that is asked for, without handlers where no task ran it', async () => {
  const { callTool } = await startInSandbox({ tools: [templateInspectRemote], seed: 'empty' });
  expect(await callTool('template_inspect_remote', { ...order, version: '1.0.0' })).toMatchObject({
    version: '1.0.0',
    other_versions: ['2.0.0'],
    handlers_source: null,
    steps: expect.arrayContaining([expect.objectContaining({ handler: null, dependencies: null })]),
    notes: [expect.any(String), expect.stringContaining('No recent task')],
  });
});

test('names the versions that there are', async () => {
  const { callTool } = await startInSandbox({ tools: [templateInspectRemote] });
  await expect(callTool('template_inspect_remote', { ...order, version: '3.0.0' })).rejects.toMatchObject({
    code: 'not_found',
    details: { reason: 'no_such_version', versions: ['2.0.0', '1.0.0'] },
  });
});

test('names what comes near', async () => {
  const { callTool } = await startInSandbox({ tools: [templateInspectRemote] });
  await expect(callTool('template_inspect_remote', { ...order, name: 'order_fulfilment' })).rejects.toMatchObject({
    code: 'not_found',
    details: { near_names: ['order_fulfillment'] },
  });
  await expect(callTool('template_inspect_remote', { ...order, namespace: 'analytics' })).rejects.toMatchObject({
    code: 'not_found',
    details: { same_name_in_namespaces: expect.arrayContaining(['production']) },
  });
});

test('names that would climb out of their segment stay in it', async () => {
  const { callTool, sandbox } = await startInSandbox({ tools: [templateInspectRemote] });
  await expect(
    callTool('template_inspect_remote', { namespace: '../..', name: '..', version: '../config' }),
  ).rejects.toMatchObject({
    code: 'not_found',
  });
  expect(sandbox.http.requests.every(({ path }) => path === '/v1/templates')).toBe(true);
});

test('names the permission that is missing', async () => {
  const { callTool } = await startInSandbox({
    tools: [templateInspectRemote],
    access: { apiKeys: { 'a-key': ['tasks:*'] } },
    settings: () => ({ api_key: 'a-key' }),
  });
  await expect(callTool('template_inspect_remote', order)).rejects.toMatchObject({
    hint: expect.stringContaining('templates:read'),
  });
});
