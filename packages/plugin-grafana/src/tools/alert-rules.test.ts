import { prometheusBinary, skipWithout } from '@lineclear/testing';
import { grafanaFaults, tunnel } from '@lineclear/testing/grafana';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { startSeededPrometheus } from '../prometheus/test/seeded-prometheus.ts';
import { startAlerting, startSandboxed } from './test/start-alerting.ts';
import { noonMs } from './test/start-in-sandbox.ts';

const rows = z.array(z.looseObject({ source: z.string(), title: z.string(), state: z.string() }));

describe("Grafana's own rules", () => {
  test('are listed with their state, the urgent ones first', async () => {
    const { callTool, sandbox } = await startSandboxed();
    sandbox.world.saveRule({
      ...sandbox.world.rule(tunnel.rule).body,
      uid: 'calm',
      title: 'Calm',
      labels: { severity: 'warning' },
    });
    sandbox.world.saveRule({ ...sandbox.world.rule(tunnel.rule).body, uid: 'asleep', title: 'Asleep', isPaused: true });
    sandbox.world.saveRule({ ...sandbox.world.rule(tunnel.rule).body, uid: 'broken', title: 'Broken' });
    sandbox.world.setRuleState(tunnel.rule, { state: 'Alerting', labels: { job: 'tunnel' } });
    sandbox.world.setRuleState('broken', { state: 'Error' });
    const { rules, states } = await callTool('list_alert_rules');
    expect(rows.parse(rules).map(({ title, state }) => `${title}: ${state}`)).toEqual([
      'Tunnel Down: firing',
      'Broken: firing',
      'Calm: normal',
      'Asleep: paused',
    ]);
    expect(states).toEqual({ firing: 2, normal: 1, paused: 1 });
    expect(rows.parse(rules)[0]).toMatchObject({
      uid: tunnel.rule,
      folder: 'Tunnel Monitoring',
      folder_uid: tunnel.folder,
      group: 'tunnel',
      health: 'ok',
    });
  });

  test.each([
    [{ state: 'error' }, ['Broken']],
    [{ state: 'normal' }, ['Tunnel Down']],
    [{ name: 'BROK' }, ['Broken']],
    [{ matchers: ['component=~"tun.*"', 'severity="critical"'] }, ['Broken', 'Tunnel Down']],
    [{ folder: 'Tunnel Monitoring', group: 'tunnel' }, ['Broken', 'Tunnel Down']],
    [{ folder: 'elsewhere' }, []],
  ])('are filtered by %j', async (input, titles) => {
    const { callTool, sandbox } = await startSandboxed();
    sandbox.world.saveRule({ ...sandbox.world.rule(tunnel.rule).body, uid: 'broken', title: 'Broken' });
    sandbox.world.setRuleState('broken', { state: 'Error' });
    const { rules } = await callTool('list_alert_rules', input);
    expect(
      rows
        .parse(rules)
        .map(({ title }) => title)
        .toSorted(),
    ).toEqual(titles);
  });

  test('are shown whole, with their instances', async () => {
    const { callTool, sandbox } = await startSandboxed();
    sandbox.world.setRuleState(tunnel.rule, { state: 'Pending', labels: { job: 'tunnel' }, value: 0.004 });
    expect(await callTool('get_alert_rule', { uid: tunnel.rule })).toMatchObject({
      uid: tunnel.rule,
      title: 'Tunnel Down',
      state: 'pending',
      condition: 'C',
      data: [{ refId: 'A', model: { expr: 'sum(rate(tunnel_requests_total[5m]))' } }, { refId: 'C' }],
      for: '5m',
      exec_err_state: 'Error',
      interval_seconds: 60,
      instances: [{ state: 'pending', value: '0.004', labels: { job: 'tunnel' } }],
      instances_left_out: 0,
    });
    await expect(callTool('get_alert_rule', { uid: 'nowhere' })).rejects.toMatchObject({
      code: 'not_found',
      hint: expect.stringContaining('list_alert_rules'),
    });
  });

  test('have their uids from an older server too, which tells states without them', async () => {
    const { callTool, sandbox } = await startSandboxed();
    const old = {
      name: 'tunnel',
      file: 'Tunnel Monitoring',
      interval: 60,
      rules: [{ name: 'Tunnel Down', state: 'firing', health: 'ok', alerts: [] }],
    };
    sandbox.fail(grafanaFaults.status(200, { status: 'success', data: { groups: [old] } }), {
      path: '/api/prometheus/grafana/api/v1/rules',
    });
    expect(await callTool('list_alert_rules')).toMatchObject({
      rules: [{ uid: tunnel.rule, folder_uid: tunnel.folder, state: 'firing' }],
    });
    expect(await callTool('get_alert_rule', { uid: tunnel.rule })).toMatchObject({ state: 'firing', title: 'Tunnel Down' });
  });

  test('tell when they fired and recovered', async () => {
    const { callTool, sandbox } = await startSandboxed();
    for (const state of ['Pending', 'Alerting', 'Normal'] as const)
      sandbox.world.setRuleState(tunnel.rule, { state, labels: { job: 'tunnel' }, value: 2 });
    const { changes, kept_by } = await callTool('get_alert_history', { uid: tunnel.rule, start: 'now-1h', end: 'now+1m' });
    expect(kept_by).toBe('state_history');
    expect(
      z
        .array(z.looseObject({ from: z.string(), to: z.string() }))
        .parse(changes)
        .map(({ from, to }) => `${from}>${to}`)
        .toSorted(),
    ).toEqual(['firing>normal', 'normal>pending', 'pending>firing']);
    expect(changes).toContainEqual(
      expect.objectContaining({
        time: new Date(noonMs).toISOString(),
        text: expect.stringContaining('Tunnel Down'),
        values: { B: 2 },
      }),
    );
    await expect(callTool('get_alert_history', { uid: 'nowhere' })).rejects.toMatchObject({ code: 'not_found' });
  });

  test('tell it from annotations where there is no history, and from lines where it lies in Loki', async () => {
    const { callTool, sandbox } = await startSandboxed();
    sandbox.world.setRuleState(tunnel.rule, { state: 'Alerting', labels: { job: 'tunnel' } });
    const args = { uid: tunnel.rule, end: 'now+1m' };
    const heal = sandbox.fail(grafanaFaults.status(404), { under: '/api/v1/rules/history' });
    expect(await callTool('get_alert_history', args)).toMatchObject({
      kept_by: 'annotations',
      changes: [{ from: 'normal', to: 'firing' }],
    });
    heal();
    const line = {
      schemaVersion: 1,
      previous: 'Normal',
      current: 'Error',
      error: 'no such host',
      values: { B: 3 },
      labels: { job: 'tunnel' },
    };
    const frame = { schema: { fields: [{ name: 'time' }, { name: 'line' }] }, data: { values: [[noonMs], [line]] } };
    sandbox.fail(grafanaFaults.status(200, frame), { under: '/api/v1/rules/history' });
    expect(await callTool('get_alert_history', args)).toMatchObject({
      changes: [{ from: 'normal', to: 'error', error: 'no such host', values: { B: 3 }, labels: { job: 'tunnel' } }],
    });
  });
});

describe.skipIf(skipWithout(prometheusBinary))('rules of a real Prometheus', () => {
  let real: Awaited<ReturnType<typeof startSeededPrometheus>>;
  beforeAll(async () => {
    real = await startSeededPrometheus();
  });
  afterAll(() => real.stop());
  const start = () => startAlerting({ settings: { prometheus: { url: real.url } } });

  test('are listed, shown and remembered without Grafana', async () => {
    const { callTool } = await start();
    await expect
      .poll(async () => (await callTool('list_alert_rules', { state: 'firing' }))['rules'], { timeout: 30_000, interval: 250 })
      .toMatchObject([
        {
          source: 'prometheus',
          title: 'TargetDown',
          group: 'availability',
          health: 'ok',
          firing: 1,
          labels: { severity: 'critical' },
        },
      ]);
    expect(await callTool('list_alert_rules')).toMatchObject({ states: { firing: 1, normal: 1 } });
    expect(await callTool('get_alert_rule', { uid: 'TargetDown' })).toMatchObject({
      query: 'up == 0',
      state: 'firing',
      instances: [{ state: 'firing', labels: { job: 'gone', team: 'storage' } }],
    });
    await expect(callTool('get_alert_rule', { uid: 'Nothing' })).rejects.toMatchObject({ code: 'not_found' });
    const history = await callTool('get_alert_history', { uid: 'TargetDown', start: 'now-5m' });
    expect(history).toMatchObject({
      kept_by: 'prometheus',
      resolution_seconds: 1,
      changes: [{ from: 'normal', to: 'firing', labels: { job: 'gone' } }],
    });
    expect(await callTool('get_alert_history', { uid: 'NeverFires' })).toMatchObject({ changes: [], hints: [expect.anything()] });
    await expect(callTool('get_alert_history', { uid: 'Nothing' })).rejects.toMatchObject({ code: 'not_found' });
  });

  test("stand beside Grafana's own", async () => {
    const { callTool, sandbox } = await startSandboxed({ prometheus: real.url });
    const { rules } = await callTool('list_alert_rules');
    expect(
      rows
        .parse(rules)
        .map(({ source, title }) => `${source}: ${title}`)
        .toSorted(),
    ).toEqual(['grafana: Tunnel Down', 'prometheus: NeverFires', 'prometheus: TargetDown']);
    sandbox.fail(grafanaFaults.status(500), { under: '/api/datasources/' });
    expect(await callTool('list_alert_rules')).toMatchObject({
      rules: [{ source: 'grafana' }],
      unavailable: [{ uid: 'prometheus', code: 'upstream_error' }],
    });
  });
});
