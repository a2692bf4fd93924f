import { alertmanagerBinary, skipWithout } from '@lineclear/testing';
import { grafanaFaults, tunnel } from '@lineclear/testing/grafana';
import { describe, expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { startRealAlertmanager } from '../alertmanager/test/real-alertmanager.ts';
import { startAlerting, startSandboxed } from './test/start-alerting.ts';

const args = { matchers: ['alertname="Tunnel Down"'], end: 'now+2h', comment: 'Breaker is being replaced' };
const silences = '/api/alertmanager/grafana/api/v2/silences';

test("lists the alerts of Grafana's own rules with the uid of their rule", async () => {
  const { callTool, sandbox } = await startSandboxed();
  expect(await callTool('list_alerts')).toMatchObject({ alerts: [], hints: ['Nothing fires now.', expect.anything()] });
  sandbox.world.setRuleState(tunnel.rule, { state: 'Alerting', labels: { job: 'tunnel' } });
  const answer = await callTool('list_alerts', { matchers: ['severity="critical"'] });
  expect(answer).toMatchObject({
    alerts: [
      { alertmanager: 'grafana', name: 'Tunnel Down', state: 'active', rule_uid: tunnel.rule, since: '2026-03-02T12:00:00.000Z' },
    ],
  });
  expect(JSON.stringify(answer['alerts'])).not.toContain('__alert_rule_uid__');
});

test('creates a silence in Grafana once, in the name of the caller', async () => {
  const { confirmTool, callTool, sandbox, sent } = await startSandboxed({ principal: 'ada' });
  sandbox.world.setRuleState(tunnel.rule, { state: 'Alerting', labels: { job: 'tunnel' } });
  const { preview, outcome, receipt } = await confirmTool('create_silence', args);
  expect(preview).toMatchObject({
    description: `Silence alertname="Tunnel Down" in Grafana's Alertmanager (test) for 2 h: 1 alert now.`,
    changes: ['+ alertname="Tunnel Down"', 'from 2026-03-02T12:00:00.000Z until 2026-03-02T14:00:00.000Z'],
  });
  expect(outcome).toMatchObject({ result: { alertmanager: 'grafana' }, effect: { alerts_silenced: 1 } });
  expect(await callTool('create_silence', { ...args, confirm: true })).toMatchObject({ replayed: true, receipt });
  expect(sent()).toEqual([
    {
      method: 'POST',
      path: silences,
      body: {
        matchers: [{ name: 'alertname', value: 'Tunnel Down', isRegex: false, isEqual: true }],
        startsAt: '2026-03-02T12:00:00.000Z',
        endsAt: '2026-03-02T14:00:00.000Z',
        createdBy: 'ada',
        comment: 'Breaker is being replaced',
      },
    },
  ]);
});

test('finds out that it exists when the answer was lost, and does not create it again', async () => {
  const { previewTool, callTool, sandbox } = await startSandboxed();
  await previewTool('create_silence', args);
  sandbox.fail(grafanaFaults.lostAnswer(), { unsafe: true });
  expect(await callTool('create_silence', { ...args, confirm: true })).toMatchObject({
    status: 'executed',
    result: { silence_id: expect.any(String), ends_at: '2026-03-02T14:00:00.000Z' },
  });
  expect(sandbox.http.unsafe()).toHaveLength(1);
});

test('does not take the silence of somebody else for its own', async () => {
  const { previewTool, confirmTool, callTool, sandbox } = await startSandboxed();
  await confirmTool('create_silence', args);
  const again = { ...args, start: 'now' };
  await previewTool('create_silence', { ...again, comment: args.comment, end: '2026-03-02T14:00:00Z' });
  sandbox.fail(grafanaFaults.status(503), { unsafe: true });
  await expect(callTool('create_silence', { ...again, end: '2026-03-02T14:00:00Z', confirm: true })).rejects.toMatchObject({
    code: 'unknown_outcome',
  });
});

test('finds out that a silence ended when the answer was lost', async () => {
  const { confirmTool, previewTool, callTool, sandbox } = await startSandboxed();
  const { outcome } = await confirmTool('create_silence', args);
  const { silence_id } = z.object({ silence_id: z.string() }).parse(outcome['result']);
  await previewTool('delete_silence', { silence_id });
  sandbox.fail(grafanaFaults.lostAnswer(), { unsafe: true });
  expect(await callTool('delete_silence', { silence_id, confirm: true })).toMatchObject({
    status: 'executed',
    result: { state: 'expired' },
  });
  expect(sandbox.http.unsafe()).toHaveLength(2);
});

describe.skipIf(skipWithout(alertmanagerBinary))('with a real Alertmanager as a datasource of Grafana', () => {
  const start = async (options: Parameters<typeof startSandboxed>[0] = {}) => {
    const real = await startRealAlertmanager();
    onTestFinished(real.stop);
    await real.fire({ alertname: 'TunnelDown', severity: 'critical', service: 'tunnel' });
    const started = await startSandboxed({ alertmanager: real.url, ...options });
    started.sandbox.world.setRuleState(tunnel.rule, { state: 'Alerting', labels: { job: 'tunnel' } });
    return started;
  };

  test('asks both, and wants to be told which one to silence', async () => {
    const { callTool, previewTool, sandbox } = await start();
    const { alerts } = await callTool('list_alerts');
    const places = z.array(z.object({ alertmanager: z.string(), name: z.string() })).parse(alerts);
    expect(places.toSorted((one, other) => one.name.localeCompare(other.name))).toEqual([
      { alertmanager: 'grafana', name: 'Tunnel Down' },
      { alertmanager: 'alertmanager', name: 'TunnelDown' },
    ]);
    await expect(callTool('create_silence', args)).rejects.toMatchObject({
      code: 'invalid_input',
      details: { reason: 'alertmanager_ambiguous', alertmanagers: ['grafana', 'alertmanager'] },
    });
    expect(await previewTool('create_silence', { ...args, alertmanager: 'grafana' })).toMatchObject({
      details: { alerts_of_all: '1 of 1' },
    });
    await expect(callTool('create_silence', { ...args, alertmanager: 'loki' })).rejects.toMatchObject({
      code: 'invalid_input',
      details: { reason: 'datasource_type' },
    });
    await expect(callTool('list_silences', { alertmanager: 'nowhere' })).rejects.toMatchObject({
      code: 'not_found',
      details: { datasources: [{ uid: 'grafana' }, { uid: 'alertmanager' }] },
    });
    expect(sandbox.http.unsafe()).toEqual([]);
  });

  test('answers what one of them has when the other is down, and says so', async () => {
    const { callTool, sandbox } = await start();
    sandbox.fail(grafanaFaults.status(500), { under: '/api/alertmanager/alertmanager/' });
    expect(await callTool('list_alerts')).toMatchObject({
      alerts: [{ name: 'Tunnel Down' }],
      unavailable: [{ uid: 'alertmanager', code: 'upstream_error' }],
    });
    await expect(callTool('delete_silence', { silence_id: '0199ba5e-0000-4000-8000-000000000009' })).rejects.toMatchObject({
      code: 'unreachable',
      details: { reason: 'alertmanager_unavailable' },
    });
  });

  test('silences through the datasource, and ends a silence without being told where it is', async () => {
    const { confirmTool, sandbox } = await start({ clock: { now: () => Date.now() } });
    const { outcome } = await confirmTool('create_silence', {
      ...args,
      matchers: ['alertname="TunnelDown"'],
      alertmanager: 'alertmanager',
    });
    expect(outcome).toMatchObject({ result: { alertmanager: 'alertmanager' }, effect: { alerts_silenced: 1 } });
    const { silence_id } = z.object({ silence_id: z.string() }).parse(outcome['result']);
    const ending = await confirmTool('delete_silence', { silence_id });
    expect(ending.outcome).toMatchObject({ result: { alertmanager: 'alertmanager', state: 'expired' } });
    expect(sandbox.http.unsafe().map(({ path }) => path)).toEqual([
      '/api/alertmanager/alertmanager/api/v2/silences',
      `/api/alertmanager/alertmanager/api/v2/silence/${silence_id}`,
    ]);
  });

  test('asks a server once that Grafana and the profile both know', async () => {
    const { sandbox } = await start();
    const real = await startRealAlertmanager();
    onTestFinished(real.stop);
    await real.fire({ alertname: 'Direct' });
    const { callTool } = await startAlerting({ settings: { grafana: { url: sandbox.url }, alertmanager: { url: real.url } } });
    const { alerts } = await callTool('list_alerts');
    expect(
      z
        .array(z.object({ alertmanager: z.string(), name: z.string() }))
        .parse(alerts)
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(['Direct', 'Tunnel Down']);
    expect(sandbox.http.requests.some(({ path }) => path.startsWith('/api/alertmanager/alertmanager/'))).toBe(false);
  });
});
