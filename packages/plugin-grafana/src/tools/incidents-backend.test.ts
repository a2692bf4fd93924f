import { memoryStore } from '@lineclear/core';
import { startPlugin } from '@lineclear/testing';
import { grafanaFaults } from '@lineclear/testing/grafana';
import { expect, onTestFinished, test } from 'vitest';
import { incidentPlugin, startIncidents } from './test/start-incidents.ts';

const settingsPath = { path: '/api/plugins/:plugin/settings' };

test('without Grafana incidents are kept locally, and nothing is asked', async () => {
  const started = await startPlugin({
    plugin: incidentPlugin,
    connections: { grafana: { prometheus: { url: 'http://127.0.0.1:1' } } },
  });
  onTestFinished(started.close);
  await started.confirmTool('create_incident', { title: 'Down', severity: 'minor' });
  expect(await started.callTool('list_incidents')).toMatchObject({
    backend: 'local',
    incidents: [{ id: 'local-1', title: 'Down' }],
  });
});

test('local incidents outlive the process', async () => {
  const store = memoryStore();
  const first = await startIncidents({ store });
  await first.confirmTool('create_incident', { title: 'Down', severity: 'minor', labels: ['component:tunnel'] });
  const second = await startIncidents({ store });
  expect(await second.callTool('get_incident', { incident_id: 'local-1' })).toMatchObject({
    backend: 'local',
    incident: { title: 'Down', created_by: 'ada', labels: [{ key: 'component', value: 'tunnel' }] },
    activity: [{ kind: 'incidentCreated', by: 'ada', body: expect.stringContaining('Declared with lineclear') }],
  });
});

test.each([
  ['a login page', grafanaFaults.loginPage(), 'upstream_error'],
  ['a refusal', grafanaFaults.status(403, { message: 'no access to apps' }), 'forbidden'],
  ['a failure', grafanaFaults.status(500), 'upstream_error'],
  [
    'a 404 of a proxy',
    { kind: 'status', status: 404, headers: { 'content-type': 'text/html' }, text: '<h1>Not Found</h1>' } as const,
    'not_found',
  ],
  ['a 404 of another API', grafanaFaults.status(404, { message: 'no such route' }), 'not_found'],
])('%s is an error, and no local list', async (_what, fault, code) => {
  const { callTool, sandbox } = await startIncidents({ incidents: true });
  sandbox.fail(fault, settingsPath);
  await expect(callTool('list_incidents')).rejects.toMatchObject({ code });
});

test('a plugin that is turned off counts as none', async () => {
  const { callTool, sandbox } = await startIncidents({ incidents: true });
  sandbox.fail(grafanaFaults.status(200, { id: 'grafana-irm-app', enabled: false }), settingsPath);
  expect(await callTool('list_incidents')).toMatchObject({ backend: 'local' });
});

test('remembers for a minute whether there is the plugin', async () => {
  const { callTool, sandbox, pass } = await startIncidents();
  const asked = () => sandbox.http.requests.filter(({ path }) => path.endsWith('/settings')).length;
  await callTool('list_incidents');
  await callTool('list_incidents');
  expect(asked()).toBe(1);
  sandbox.world.setSwitch('incidents', true);
  pass(61_000);
  expect(await callTool('list_incidents')).toMatchObject({ backend: 'grafana-irm' });
});

test('a plugin that came between preview and confirmation makes it stale', async () => {
  const { previewTool, callTool, sandbox, pass, sent } = await startIncidents();
  const declare = { title: 'Down', severity: 'minor' };
  await previewTool('create_incident', declare);
  sandbox.world.setSwitch('incidents', true);
  pass(61_000);
  await expect(callTool('create_incident', { ...declare, confirm: true })).rejects.toMatchObject({ code: 'stale' });
  expect(sent()).toEqual([]);
});

test('a plugin that went says so', async () => {
  const { callTool, sandbox } = await startIncidents({ incidents: true });
  await callTool('list_incidents');
  sandbox.world.setSwitch('incidents', false);
  await expect(callTool('list_incidents')).rejects.toMatchObject({
    code: 'not_found',
    hint: expect.stringContaining('no longer installed'),
  });
});
