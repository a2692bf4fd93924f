import { alertmanagerBinary, skipWithout } from '@lineclear/testing';
import { expect, onTestFinished, test } from 'vitest';
import { startRealAlertmanager } from '../alertmanager/test/real-alertmanager.ts';
import { startAlerting, startSandboxed } from './test/start-alerting.ts';

test("lists Grafana's contact points without their settings", async () => {
  const { callTool, log } = await startSandboxed();
  const answer = await callTool('list_contact_points');
  expect(answer).toEqual({
    contact_points: [
      { alertmanager: 'grafana', name: 'grafana-default-email', type: 'email', uid: 'grafana-default-email' },
      { alertmanager: 'grafana', name: 'On call', type: 'webhook', uid: 'on-call' },
    ],
    left_out: 0,
  });
  expect(JSON.stringify([answer, log])).not.toMatch(/simulated-password|127\.0\.0\.1:9\/|example@email/);
  expect(await callTool('list_contact_points', { name: 'ON C' })).toMatchObject({ contact_points: [{ name: 'On call' }] });
  expect(await callTool('list_contact_points', { limit: 1 })).toMatchObject({ left_out: 1 });
  expect(await callTool('list_contact_points', { name: 'nobody' })).toMatchObject({
    contact_points: [],
    hints: [expect.anything()],
  });
});

test("flattens Grafana's tree of policies, with the receiver that each of them inherits", async () => {
  const { callTool, sandbox } = await startSandboxed();
  const tree = {
    receiver: 'grafana-default-email',
    group_by: ['grafana_folder', 'alertname'],
    routes: [
      {
        object_matchers: [
          ['severity', '=', 'critical'],
          ['team', '!~', 'a|b'],
        ],
        continue: true,
        routes: [{ receiver: 'On call', object_matchers: [['component', '=~', 'tunnel.*']], mute_time_intervals: ['nights'] }],
      },
    ],
  };
  await fetch(`${sandbox.url}/api/v1/provisioning/policies`, {
    method: 'PUT',
    body: JSON.stringify(tree),
    headers: { 'content-type': 'application/json' },
  });
  const { policies } = await callTool('list_notification_policies');
  expect(policies).toMatchObject([
    { path: '0', receiver: 'grafana-default-email', matchers: [], group_by: ['grafana_folder', 'alertname'] },
    { path: '0.0', receiver: 'grafana-default-email', matchers: ['severity="critical"', 'team!~"a|b"'], continue: true },
    { path: '0.0.0', receiver: 'On call', matchers: ['component=~"tunnel.*"'], mute_time_intervals: ['nights'] },
  ]);
  expect(await callTool('list_notification_policies', { receiver: 'On call' })).toMatchObject({ policies: [{ path: '0.0.0' }] });
});

test.skipIf(skipWithout(alertmanagerBinary))('reads names and routes of a real Alertmanager', async () => {
  const real = await startRealAlertmanager();
  onTestFinished(real.stop);
  const { callTool } = await startAlerting({ settings: { alertmanager: { url: real.url } } });
  const points = await callTool('list_contact_points');
  expect(points).toMatchObject({
    contact_points: [
      { alertmanager: 'alertmanager', name: 'nobody' },
      { alertmanager: 'alertmanager', name: 'on call: all' },
      { alertmanager: 'alertmanager', name: 'hook' },
    ],
  });
  const routes = await callTool('list_notification_policies');
  expect(routes).toMatchObject({
    policies: [
      { path: '0', receiver: 'nobody', matchers: [], group_by: ['alertname'], continue: false },
      {
        path: '0.0',
        receiver: 'on call: all',
        matchers: ['severity="critical"', 'team=~"edge|core"'],
        continue: true,
        group_wait: '10s',
      },
      { path: '0.0.0', receiver: 'hook', matchers: ['job="tunnel"'], mute_time_intervals: ['nights'], continue: false },
      { path: '0.1', receiver: 'hook', matchers: ['service=~"web.*"'] },
    ],
  });
  expect(JSON.stringify([points, routes])).not.toContain('simulated-secret');
});
