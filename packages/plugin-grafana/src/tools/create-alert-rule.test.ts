import type { JsonObject } from '@lineclear/core/plugin';
import { prometheusBinary, skipWithout } from '@lineclear/testing';
import { grafanaFaults, tunnel } from '@lineclear/testing/grafana';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSeededPrometheus } from '../prometheus/test/seeded-prometheus.ts';
import { startAlerting, startSandboxed } from './test/start-alerting.ts';

/** As people wrote it to older tools: no range, a series for a condition, a folder that does not exist. */
const published = {
  title: 'Too Many Errors',
  ruleGroup: 'tunnel-alerts',
  folderUID: 'api-monitoring',
  condition: 'A',
  data: [
    {
      refId: 'A',
      queryType: 'range',
      datasourceUid: 'prometheus',
      model: { expr: 'sum by (job) (rate(http_requests_total{code="500"}[5m])) > 0.5', interval: '1m' },
    },
  ],
  noDataState: 'NoData',
  execErrState: 'Alerting',
  for: '5m',
  orgID: 1,
  labels: { severity: 'critical' },
  annotations: { summary: 'Many requests fail' },
};
const ask = (expr: string) => [{ refId: 'A', datasourceUid: 'prometheus', model: { expr } }];
const args = {
  title: 'Slow',
  folder_uid: tunnel.folder,
  rule_group: 'tunnel',
  data: ask('temperature_celsius > 1000'),
  for: '1m',
};
const rules = '/api/v1/provisioning/alert-rules';

describe.skipIf(skipWithout(prometheusBinary))('create_alert_rule in front of a real Prometheus', () => {
  let prometheus: Awaited<ReturnType<typeof startSeededPrometheus>>;
  beforeAll(async () => {
    prometheus = await startSeededPrometheus();
  });
  afterAll(() => prometheus.stop());
  const start = (options: Parameters<typeof startSandboxed>[0] = {}) =>
    startSandboxed({ prometheus: prometheus.url, ...options });

  test('shows what is put right, that the folder is made, and that it would fire, and sends nothing', async () => {
    const { previewTool, sent } = await start();
    const preview = await previewTool('mcp_grafana_create_alert_rule', published);
    expect(preview).toMatchObject({
      description:
        'Create the alert rule "Too Many Errors" (group "tunnel-alerts", folder "Api Monitoring") in test: evaluated now it fires for 1 of 1 series.',
      risk: 'additive',
      changes: expect.arrayContaining([
        '+ folder "Api Monitoring" (api-monitoring)',
        expect.stringContaining('$.data[0].relativeTimeRange'),
      ]),
      warnings: expect.arrayContaining([expect.stringContaining('"api-monitoring" does not exist'), 'It would fire now.']),
      details: {
        normalised: expect.arrayContaining([
          expect.objectContaining({ code: 'time_range', after: { from: 600, to: 0 } }),
          expect.objectContaining({ code: 'comparison', after: 'sum by (job) (rate(http_requests_total{code="500"}[5m]))' }),
        ]),
        evaluation: {
          outcome: 'fires',
          firing: 1,
          series: 1,
          sample: [{ labels: { job: 'api' }, fires: true, values: { B: 2 } }],
        },
        rule: { condition: 'C' },
      },
    });
    expect(sent()).toEqual([]);
  });

  test('makes the folder, then the rule, once', async () => {
    const { confirmTool, callTool, sandbox, sent } = await start();
    const { outcome, receipt } = await confirmTool('create_alert_rule', {
      ...args,
      folder_uid: 'new-one',
      folder_title: 'New One',
    });
    expect(outcome).toMatchObject({
      status: 'executed',
      result: {
        uid: receipt['plan_id'],
        title: 'Slow',
        folder_uid: 'new-one',
        url: `${sandbox.url}/alerting/grafana/${String(receipt['plan_id'])}/view`,
      },
      effect: { exists: true, editable_in_grafana: true },
    });
    expect(sent()).toMatchObject([
      { method: 'POST', path: '/api/folders', body: { uid: 'new-one', title: 'New One' } },
      {
        method: 'POST',
        path: rules,
        body: { uid: receipt['plan_id'], for: '1m', orgID: 1, noDataState: 'NoData', execErrState: 'Error' },
      },
    ]);
    expect(
      sandbox.http.requests.find(({ method, path }) => method === 'POST' && path === rules)?.headers['x-disable-provenance'],
    ).toBe('true');
    expect(
      await callTool('create_alert_rule', { ...args, folder_uid: 'new-one', folder_title: 'New One', confirm: true }),
    ).toMatchObject({ replayed: true });
    expect(sandbox.violations).toEqual([]);
  });

  test('answers the published name with the bare rule', async () => {
    const { callTool, sandbox } = await start();
    const { ticket } = await callTool('mcp_grafana_create_alert_rule', published);
    expect(
      await callTool('mcp_grafana_create_alert_rule', { ...published, confirm: true, ticket: ticket ?? null }),
    ).toMatchObject({
      uid: expect.any(String),
      title: 'Too Many Errors',
      folder_uid: 'api-monitoring',
    });
    expect(sandbox.violations).toEqual([]);
  });

  test('creates a rule although its datasource is down, and says that it was not evaluated', async () => {
    const { previewTool, sandbox } = await start();
    sandbox.fail(grafanaFaults.status(502), { under: '/api/datasources/' });
    expect(await previewTool('create_alert_rule', args)).toMatchObject({
      description: expect.stringMatching(/: not evaluated\.$/),
      details: { evaluation: { outcome: 'not_evaluated', reason: 'The datasource did not answer: upstream_error.' } },
    });
  });

  test('is stale when the rule would be another one than previewed', async () => {
    const { previewTool, callTool, sandbox, sent } = await start();
    await previewTool('create_alert_rule', args);
    sandbox.world.saveRule({ ...sandbox.world.rule(tunnel.rule).body, uid: 'somebody-elses', title: 'Slow' });
    await expect(callTool('create_alert_rule', { ...args, confirm: true })).rejects.toMatchObject({
      code: 'stale',
      details: { changed: { taken: { was: null, is: 'somebody-elses' } }, refusal: { details: { reason: 'rule_exists' } } },
    });
    expect(sent()).toEqual([]);
  });
});

test('refuses a title that is there in the folder, and a uid that is taken', async () => {
  const { callTool } = await startSandboxed();
  const data = [{ datasourceUid: 'loki', model: { expr: 'sum(count_over_time({job="tunnel"}[5m])) > 1' } }];
  const error = {
    code: 'conflict',
    hint: expect.stringContaining('update_alert_rule'),
    details: { reason: 'rule_exists', uid: tunnel.rule },
  };
  await expect(callTool('create_alert_rule', { ...args, data, title: 'Tunnel Down' })).rejects.toMatchObject(error);
  await expect(callTool('create_alert_rule', { ...args, data, uid: tunnel.rule })).rejects.toMatchObject(error);
});

test('evaluates a query to Loki', async () => {
  const { previewTool } = await startSandboxed();
  const data = [{ refId: 'A', datasourceUid: 'loki', model: { expr: 'sum(count_over_time({job="tunnel"}[5m]))' } }];
  expect(await previewTool('create_alert_rule', { ...args, data })).toMatchObject({
    details: { evaluation: { outcome: 'fires', series: 1, sample: [{ values: { A: expect.any(Number) } }] } },
  });
});

test.each([
  [{ title: '' }, 'rule_field'],
  [{ for: 'soon' }, 'rule_field'],
  [{ folder_uid: '../x' }, 'rule_field'],
  [{ data: [{}, {}], condition: 'Z' }, 'rule_condition'],
])('refuses %j', async (change, reason) => {
  const { callTool } = await startSandboxed();
  await expect(callTool('create_alert_rule', { ...args, ...change })).rejects.toMatchObject({
    code: 'invalid_input',
    details: { reason },
  });
});

test.each([
  ['a cut connection', grafanaFaults.lostAnswer()],
  ['a gateway that gave up', grafanaFaults.status(504, {}, { afterEffect: true })],
])('finds out that the rule exists after %s', async (_name, fault) => {
  const { previewTool, callTool, sandbox } = await startSandboxed();
  await previewTool('create_alert_rule', args);
  sandbox.fail(fault, { method: 'POST', path: rules, times: 1 });
  expect(await callTool('create_alert_rule', { ...args, confirm: true })).toMatchObject({
    status: 'executed',
    result: { title: 'Slow', folder_uid: tunnel.folder },
  });
  expect(sandbox.http.unsafe()).toHaveLength(1);
});

test('reports the folder that was made when the rule itself is refused', async () => {
  const { previewTool, callTool, sandbox } = await startSandboxed();
  const given = { ...args, folder_uid: 'new-one' };
  await previewTool('create_alert_rule', given);
  sandbox.fail(grafanaFaults.status(400), { method: 'POST', path: rules });
  await expect(callTool('create_alert_rule', { ...given, confirm: true })).rejects.toMatchObject({
    code: 'invalid_input',
    details: { status: 'failed', steps_done: ['made the folder new-one'] },
  });
});

test('is not offered without Grafana', async () => {
  const { callTool } = await startAlerting({ settings: { alertmanager: { url: 'http://127.0.0.1:1' } } });
  await expect(callTool('create_alert_rule', args)).rejects.toMatchObject({
    code: 'not_configured',
    hint: expect.stringContaining('grafana: {'),
  });
});

test('a profile lists the alerting tools that work there', async () => {
  const names = async (settings: JsonObject) => {
    const { composition, caller } = await startAlerting({ settings });
    return composition.tools(caller).flatMap(({ name }) => (name.startsWith('connection') ? [] : [name]));
  };
  const server = { url: 'http://127.0.0.1:1' };
  const rules = ['list_alert_rules', 'get_alert_rule', 'get_alert_history'];
  const alerts = [
    'list_alerts',
    'list_silences',
    'create_silence',
    'delete_silence',
    'list_contact_points',
    'list_notification_policies',
  ];
  expect(await names({ prometheus: server })).toEqual(expect.arrayContaining(rules));
  expect(await names({ prometheus: server })).not.toEqual(expect.arrayContaining(['list_alerts']));
  expect((await names({ alertmanager: server })).filter((name) => rules.includes(name))).toEqual([]);
  expect(await names({ alertmanager: server })).toEqual(expect.arrayContaining(alerts));
  expect(await names({ grafana: server })).toEqual(expect.arrayContaining([...rules, ...alerts, 'create_alert_rule']));
});
