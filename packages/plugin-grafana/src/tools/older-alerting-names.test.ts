import { tunnel } from '@lineclear/testing/grafana';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { startSandboxed } from './test/start-alerting.ts';

test.each([
  ['alerting_manage_rules', 'rules'],
  ['mcp_grafana_alerting_manage_rules', 'result'],
])('%s reads by its operation', async (tool, list) => {
  const { callTool } = await startSandboxed();
  const label_selectors = [{ filters: [{ name: 'severity', type: '=', value: 'critical' }] }];
  expect(
    await callTool(tool, { operation: 'list', search_rule_name: 'tunnel', states: ['normal'], rule_limit: 5, label_selectors }),
  ).toMatchObject({
    [list]: [{ uid: tunnel.rule }],
  });
  expect(await callTool(tool, { operation: 'get', rule_uid: tunnel.rule })).toMatchObject({ title: 'Tunnel Down' });
  await expect(callTool(tool, { operation: 'versions', rule_uid: tunnel.rule })).rejects.toMatchObject({
    code: 'invalid_input',
    hint: expect.stringContaining('get_alert_rule'),
  });
});

test('alerting_manage_rules creates, changes and deletes, each with a preview and a confirmation', async () => {
  const { callTool, sandbox } = await startSandboxed();
  const write = async (args: Parameters<typeof callTool>[1] = {}) => {
    const { status, ticket } = await callTool('alerting_manage_rules', args);
    expect(status).toBe('preview');
    return callTool('alerting_manage_rules', { ...args, confirm: true, ticket: ticket ?? null });
  };
  const data = [{ refId: 'A', datasourceUid: 'loki', model: { expr: 'sum(count_over_time({job="tunnel"}[5m]))' } }];
  const created = await write({
    operation: 'create',
    title: 'Quiet',
    rule_group: 'tunnel',
    folder_uid: tunnel.folder,
    condition: 'A',
    data,
    for: '5m',
    org_id: 1,
  });
  expect(created).toMatchObject({ uid: expect.any(String), title: 'Quiet' });
  expect(
    await write({ operation: 'update', rule_uid: created['uid'] ?? null, title: 'Quieter', exec_err_state: 'OK' }),
  ).toMatchObject({ title: 'Quieter' });
  expect(sandbox.world.rule(String(created['uid'])).body).toMatchObject({ title: 'Quieter', execErrState: 'OK', for: '5m' });
  expect(await write({ operation: 'delete', rule_uid: created['uid'] ?? null })).toMatchObject({ deleted: true });
  expect(sandbox.violations).toEqual([]);
});

test('alerting_manage_routing reads contact points and policies', async () => {
  const { callTool } = await startSandboxed();
  expect(await callTool('alerting_manage_routing', { operation: 'get_contact_points', limit: 5 })).toMatchObject({
    contact_points: [{ name: 'grafana-default-email' }, { name: 'On call' }],
  });
  expect(
    await callTool('alerting_manage_routing', { operation: 'get_contact_point', contact_point_title: 'On call' }),
  ).toMatchObject({
    contact_points: [{ name: 'On call' }],
  });
  expect(await callTool('mcp_grafana_alerting_manage_routing', { operation: 'get_contact_points' })).toMatchObject({
    result: [{ name: 'grafana-default-email' }, { name: 'On call' }],
  });
  expect(await callTool('mcp_grafana_alerting_manage_routing', { operation: 'get_notification_policies' })).toMatchObject({
    policies: [{ path: '0' }],
  });
  await expect(callTool('alerting_manage_routing', { operation: 'get_time_intervals' })).rejects.toMatchObject({
    code: 'invalid_input',
  });
});

test('alerting_manage_silences creates, lists and ends', async () => {
  const { callTool, previewTool } = await startSandboxed();
  const args = {
    operation: 'create',
    matchers: [{ name: 'job', value: 'tunnel' }],
    starts_at: 'now',
    ends_at: 'now+1h',
    comment: 'Known',
    createdBy: 'me',
  };
  const { ticket } = await previewTool('alerting_manage_silences', args);
  const created = await callTool('alerting_manage_silences', { ...args, confirm: true, ticket: ticket ?? null });
  expect(created).toMatchObject({ status: 'executed', result: { matchers: ['job="tunnel"'], created_by: 'tester' } });
  const { silences } = await callTool('alerting_manage_silences', { operation: 'list' });
  expect(silences).toMatchObject([{ comment: 'Known' }]);
  const [first] = z.array(z.object({ silence_id: z.string() })).parse(silences);
  const silence_id = first?.silence_id ?? '';
  expect(await previewTool('alerting_manage_silences', { operation: 'delete', silence_id })).toMatchObject({
    description: expect.stringContaining('job="tunnel"'),
  });
});

test('published names of reads answer in the bare shape', async () => {
  const { callTool } = await startSandboxed();
  expect(await callTool('mcp_grafana_list_contact_points')).toEqual({
    result: [expect.objectContaining({ name: 'grafana-default-email' }), expect.objectContaining({ name: 'On call' })],
  });
  expect(await callTool('mcp_grafana_list_alert_rules', { label_selectors: [] })).toMatchObject({
    result: [{ uid: tunnel.rule, title: 'Tunnel Down' }],
  });
});
