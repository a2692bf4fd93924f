import { grafanaFaults, tunnel } from '@lineclear/testing/grafana';
import { expect, test } from 'vitest';
import { startSandboxed } from './test/start-alerting.ts';

const rule = `/api/v1/provisioning/alert-rules/${tunnel.rule}`;
const change = { uid: tunnel.rule, changes: { for: '10m', labels: { severity: 'warning' } } };

test('shows each field that changes, and leaves the others as they are', async () => {
  const { confirmTool, sandbox, sent } = await startSandboxed();
  const { preview, outcome } = await confirmTool('update_alert_rule', change);
  expect(preview).toMatchObject({
    description: expect.stringMatching(
      /^Change \d fields of the alert rule "Tunnel Down" \(group "tunnel", folder "Tunnel Monitoring"\) in test: /,
    ),
    risk: 'reversible',
    before: { title: 'Tunnel Down' },
    changes: expect.arrayContaining([
      'for: "5m" → "10m"',
      'labels.severity: "critical" → "warning"',
      'labels.component: "tunnel" → absent',
    ]),
  });
  expect(outcome).toMatchObject({
    result: { uid: tunnel.rule, title: 'Tunnel Down' },
    effect: { exists: true, state: 'inactive' },
  });
  expect(sent()).toMatchObject([
    { method: 'PUT', path: rule, body: { uid: tunnel.rule, for: '10m', annotations: { __panelId__: '1' } } },
  ]);
  expect(sandbox.world.rule(tunnel.rule).body).toMatchObject({
    for: '10m',
    labels: { severity: 'warning' },
    title: 'Tunnel Down',
  });
  expect(sandbox.violations).toEqual([]);
});

test('moves a rule into a folder that is made first', async () => {
  const { confirmTool, sent } = await startSandboxed();
  const { preview } = await confirmTool('update_alert_rule', { uid: tunnel.rule, changes: { folder_uid: 'network' } });
  expect(preview['changes']).toEqual(
    expect.arrayContaining(['+ folder "Network" (network)', `folderUID: "${tunnel.folder}" → "network"`]),
  );
  expect(sent().map(({ path }) => path)).toEqual(['/api/folders', rule]);
});

test('says when nothing changes', async () => {
  const { confirmTool, previewTool } = await startSandboxed();
  await confirmTool('update_alert_rule', change);
  expect(await previewTool('update_alert_rule', change)).toMatchObject({
    warnings: expect.arrayContaining(['Nothing changes.']),
  });
});

test.each([
  ['update_alert_rule', change],
  ['delete_alert_rule', { uid: tunnel.rule }],
])('%s is stale when somebody saves the rule first', async (tool, args) => {
  const { previewTool, callTool, sandbox, sent } = await startSandboxed({ clock: { now: () => Date.now() } });
  await previewTool(tool, args);
  sandbox.world.saveRule({ ...sandbox.world.rule(tunnel.rule).body, uid: tunnel.rule, isPaused: true });
  await expect(callTool(tool, { ...args, confirm: true })).rejects.toMatchObject({
    code: 'stale',
    details: { changed: { updated: expect.anything() } },
  });
  expect(sent()).toEqual([]);
});

test('is stale when Grafana sees another version', async () => {
  const { previewTool, callTool, sandbox } = await startSandboxed();
  await previewTool('update_alert_rule', change);
  sandbox.fail(grafanaFaults.optimisticLock(), { unsafe: true, times: 1 });
  await expect(callTool('update_alert_rule', { ...change, confirm: true })).rejects.toMatchObject({ code: 'stale' });
  expect(sandbox.http.unsafe()).toHaveLength(1);
});

test('refuses a title that another rule of the folder has', async () => {
  const { callTool, sandbox } = await startSandboxed();
  sandbox.world.saveRule({ ...sandbox.world.rule(tunnel.rule).body, uid: 'other', title: 'Other' });
  await expect(callTool('update_alert_rule', { uid: tunnel.rule, changes: { title: 'Other' } })).rejects.toMatchObject({
    code: 'conflict',
    details: { reason: 'rule_exists', uid: 'other' },
  });
});

test.each([
  ['update_alert_rule', change],
  ['delete_alert_rule', { uid: tunnel.rule }],
])('%s refuses a rule that is provisioned from a file', async (tool, args) => {
  const { callTool, sandbox } = await startSandboxed();
  const body = { ...sandbox.world.rule(tunnel.rule).body, uid: tunnel.rule, provenance: 'file', updated: '2026-03-02T12:00:00Z' };
  sandbox.fail(grafanaFaults.status(200, body), { method: 'GET', path: rule });
  await expect(callTool(tool, args)).rejects.toMatchObject({
    code: 'unsupported',
    details: { reason: 'rule_provisioned', provenance: 'file' },
  });
});

test('makes a rule of the API editable again, and says so', async () => {
  const { previewTool, sandbox } = await startSandboxed();
  await fetch(`${sandbox.url}${rule}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      ...sandbox.world.rule(tunnel.rule).body,
      orgID: 1,
      notification_settings: undefined,
      record: undefined,
    }),
  });
  expect(await previewTool('update_alert_rule', change)).toMatchObject({
    changes: expect.arrayContaining([expect.stringContaining('provenance: api')]),
  });
});

test('refuses a change that names no field', async () => {
  const { callTool } = await startSandboxed();
  await expect(callTool('update_alert_rule', { uid: tunnel.rule, changes: {} })).rejects.toMatchObject({
    code: 'invalid_input',
    hint: expect.stringContaining('rule_group'),
    details: { reason: 'rule_changes' },
  });
});

test('finds out that the change was made when the answer was lost', async () => {
  const { previewTool, callTool, sandbox } = await startSandboxed({ clock: { now: () => Date.now() } });
  await previewTool('update_alert_rule', change);
  sandbox.fail(grafanaFaults.lostAnswer(), { unsafe: true });
  expect(await callTool('update_alert_rule', { ...change, confirm: true })).toMatchObject({
    status: 'executed',
    result: { uid: tunnel.rule },
  });
  expect(sandbox.http.unsafe()).toHaveLength(1);
});

test('does not claim a change that never came', async () => {
  const { previewTool, callTool, sandbox } = await startSandboxed();
  await previewTool('update_alert_rule', change);
  sandbox.fail(grafanaFaults.cut(), { unsafe: true });
  await expect(callTool('update_alert_rule', { ...change, confirm: true })).rejects.toMatchObject({ code: 'unknown_outcome' });
});

test('deletes once, after a person agreed, and keeps the whole rule in the preview', async () => {
  const { confirmTool, callTool, sandbox, questions, sent } = await startSandboxed();
  sandbox.world.setRuleState(tunnel.rule, { state: 'Alerting', labels: { job: 'tunnel' } });
  const { preview, outcome } = await confirmTool('delete_alert_rule', { uid: tunnel.rule });
  expect(preview).toMatchObject({
    description: 'Delete the alert rule "Tunnel Down" (group "tunnel", folder "Tunnel Monitoring") in test: firing now.',
    risk: 'destructive',
    before: { title: 'Tunnel Down', data: [{ refId: 'A' }, { refId: 'C' }] },
    warnings: [expect.stringContaining('It is firing'), expect.anything()],
  });
  expect(questions).toHaveLength(1);
  expect(outcome).toMatchObject({ result: { uid: tunnel.rule, deleted: true }, effect: { exists: false } });
  expect(await callTool('delete_alert_rule', { uid: tunnel.rule, confirm: true })).toMatchObject({ replayed: true });
  expect(sent()).toMatchObject([{ method: 'DELETE', path: rule }]);
  await expect(callTool('delete_alert_rule', { uid: 'nowhere' })).rejects.toMatchObject({ code: 'not_found' });
});

test('finds out that the rule is gone when the answer was lost', async () => {
  const { previewTool, callTool, sandbox } = await startSandboxed();
  await previewTool('delete_alert_rule', { uid: tunnel.rule });
  sandbox.fail(grafanaFaults.lostAnswer(), { unsafe: true });
  expect(await callTool('delete_alert_rule', { uid: tunnel.rule, confirm: true })).toMatchObject({ status: 'executed' });
  expect(sandbox.http.unsafe()).toHaveLength(1);
});

test('takes the fields beside the uid under the published name, and refuses what is no field', async () => {
  const { previewTool, callTool } = await startSandboxed();
  const published = { ruleUid: tunnel.rule, noDataState: 'OK', for: '10m', orgID: 1 };
  expect(await previewTool('mcp_grafana_update_alert_rule', published)).toMatchObject({
    changes: expect.arrayContaining(['for: "5m" → "10m"', 'noDataState: "NoData" → "OK"']),
  });
  await expect(callTool('update_alert_rule', { uid: tunnel.rule, changes: { forr: '1m' } })).rejects.toMatchObject({
    code: 'invalid_input',
    hint: expect.stringContaining('keep_firing_for'),
    details: { reason: 'rule_changes', field: 'forr' },
  });
});
