import type { JsonObject } from '@lineclear/core/plugin';
import { prometheusBinary, skipWithout } from '@lineclear/testing';
import { startSeededPrometheus, tunnel } from '@lineclear/testing/grafana';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { startSandboxed } from './test/start-dashboards.ts';
import { noonMs } from './test/start-in-sandbox.ts';

const uid = tunnel.dashboard;

describe.skipIf(skipWithout(prometheusBinary))('run_panel_query in front of a real Prometheus', () => {
  let prometheus: Awaited<ReturnType<typeof startSeededPrometheus>>;
  beforeAll(async () => {
    prometheus = await startSeededPrometheus({ endMs: noonMs, minutes: 60 });
  });
  afterAll(() => prometheus.stop());
  const start = () => startSandboxed({ prometheus: prometheus.url });

  test("runs the queries of a panel with its dashboard's range and variables", async () => {
    const { callTool, sandbox, sent } = await start();
    expect(await callTool('run_panel_query', { uid, panel_id: 1 })).toMatchObject({
      dashboard: 'Tunnel Overview',
      panel: 'Request rate',
      start: '2026-03-02T06:00:00.000Z',
      end: '2026-03-02T12:00:00.000Z',
      queries: [
        {
          ref_id: 'A',
          datasource: 'prometheus',
          status: 'ok',
          expression: 'sum by (status) (rate(tunnel_requests_total{status=~".*"}[5m]))',
          total: 2,
          series: [{ labels: { status: expect.any(String) }, count: expect.any(Number) }, {}],
        },
      ],
      hints: [],
    });
    expect(sent()).toEqual([]);
    expect(sandbox.violations).toEqual([]);
  });

  test('takes another range, and other values', async () => {
    const { callTool } = await start();
    const given = { uid, panel_id: 1, start: 'now-30m', end: 'now-10m', variables: { status: ['success'] }, points: 2 };
    const answer = z
      .object({
        queries: z.array(
          z.object({ total: z.int(), series: z.array(z.looseObject({ labels: z.record(z.string(), z.string()) })) }),
        ),
      })
      .parse(await callTool('run_panel_query', given));
    expect(answer.queries).toMatchObject([
      { total: 1, series: [{ labels: { status: 'success' }, points: [expect.anything(), expect.anything()] }] },
    ]);
    expect(await callTool('run_panel_query', { ...given, variables: { job: 'tunnel' } })).toMatchObject({
      hints: ['The dashboard has no variable job: it has status.'],
    });
  });

  test('runs queries of different kinds side by side, and shows those that fail beside those that do not', async () => {
    const { callTool, sandbox } = await start();
    sandbox.world.addDatasource({ uid: 'sql', name: 'Sales', type: 'postgres' });
    const targets: JsonObject[] = [
      {
        refId: 'A',
        datasource: { uid: 'prometheus' },
        expr: 'sum(rate(tunnel_requests_total[$__rate_interval]))',
        instant: true,
      },
      { refId: 'B', datasource: 'Loki', expr: 'sum(count_over_time({service="tunnel"}[$__interval]))' },
      { refId: 'C', datasource: { uid: 'prometheus' }, expr: 'sum(' },
      { refId: 'D', datasource: { uid: 'gone' }, expr: 'up' },
      { refId: 'E', datasource: { uid: '$source' }, expr: 'up{job="$nothing"}' },
      { refId: 'F', datasource: { uid: 'sql' }, rawSql: 'select 1' },
      { refId: 'G', datasource: { uid: 'prometheus' }, expr: 'up', hide: true },
    ];
    const templating = { list: [{ name: 'source', type: 'datasource', query: 'prometheus', current: { value: 'prometheus' } }] };
    const time = { from: 'now-1h', to: 'now' };
    const json = {
      title: 'Mixed',
      time,
      templating,
      panels: [{ id: 1, title: 'All', type: 'timeseries', datasource: '-- Mixed --', targets }],
    };
    sandbox.world.saveDashboard({ uid: 'mixed', json });
    expect(await callTool('run_panel_query', { uid: 'mixed', panel_id: 1 })).toMatchObject({
      queries: [
        { ref_id: 'A', status: 'ok', total: 1, series: [{ value: expect.any(Number) }] },
        { ref_id: 'B', status: 'ok', total: 1, series: [{ count: expect.any(Number) }] },
        { ref_id: 'C', status: 'failed', reason: expect.stringContaining('invalid_input') },
        { ref_id: 'D', status: 'failed', reason: expect.stringContaining('There is no datasource "gone"') },
        { ref_id: 'E', status: 'ok', datasource: 'prometheus', total: 0, unresolved: ['nothing'] },
        { ref_id: 'F', status: 'not_run', reason: expect.stringContaining('postgres') },
      ],
      hints: [expect.stringContaining('without a result'), expect.stringContaining('unresolved')],
    });
  });

  test('is an error where every query fails', async () => {
    const { answer, sandbox } = await start();
    const panels = [{ id: 1, title: 'Broken', datasource: { uid: 'prometheus' }, targets: [{ refId: 'A', expr: 'sum(' }] }];
    sandbox.world.saveDashboard({ uid: 'broken', json: { title: 'Broken', panels } });
    expect(await answer('run_panel_query', { uid: 'broken', panel_id: 1 })).toMatchObject({
      error: { code: 'invalid_input', hint: expect.stringMatching(/./) },
    });
  });
});

test('reads logs, each line with its labels, and no more than are asked for', async () => {
  const { callTool } = await startSandboxed();
  const answer = await callTool('mcp_grafana_run_panel_query', { dashboardUid: uid, panelIds: [3], start: 'now-2h', limit: 3 });
  expect(answer).toMatchObject({
    panel: 'Errors in the log',
    queries: [
      {
        status: 'ok',
        total: 3,
        lines: [{ line: expect.stringContaining('error'), labels: { service: 'tunnel' } }, expect.anything(), expect.anything()],
      },
    ],
  });
});

test('takes the range of the panel itself before that of the dashboard', async () => {
  const { callTool, sandbox } = await startSandboxed();
  const panels = [
    { id: 1, title: 'P', timeFrom: '15m', datasource: { uid: 'loki' }, targets: [{ refId: 'A', expr: '{service="tunnel"}' }] },
  ];
  sandbox.world.saveDashboard({ uid: 'own', json: { title: 'Own', time: { from: 'now-7d', to: 'now-6d' }, panels } });
  expect(await callTool('run_panel_query', { uid: 'own', panel_id: 1 })).toMatchObject({
    start: '2026-03-02T11:45:00.000Z',
    end: '2026-03-02T12:00:00.000Z',
  });
});

test.each<[JsonObject, JsonObject, string, string]>([
  [{ from: 'now/d', to: 'now/d' }, {}, '2026-03-02T00:00:00.000Z', '2026-03-02T23:59:59.999Z'],
  [{ from: 'now-1M/M', to: 'now-1M/M' }, {}, '2026-02-01T00:00:00.000Z', '2026-02-28T23:59:59.999Z'],
  [{ from: '1772445600000', to: '1772449200000' }, {}, '2026-03-02T10:00:00.000Z', '2026-03-02T11:00:00.000Z'],
  [{ from: 'now-6h', to: 'now' }, { timeFrom: 'now/d' }, '2026-03-02T00:00:00.000Z', '2026-03-02T12:00:00.000Z'],
])('reads the range %j of a dashboard, and %j of a panel', async (time, own, start, end) => {
  const { callTool, sandbox } = await startSandboxed();
  const panels = [
    { id: 1, title: 'P', ...own, datasource: { uid: 'loki' }, targets: [{ refId: 'A', expr: '{service="tunnel"}' }] },
  ];
  sandbox.world.saveDashboard({ uid: 'own', json: { title: 'Own', time, panels } });
  expect(await callTool('run_panel_query', { uid: 'own', panel_id: 1 })).toMatchObject({ start, end });
});

test('says that a panel asks nothing, and that there is no such panel', async () => {
  const { callTool, answer, sandbox } = await startSandboxed();
  sandbox.world.saveDashboard({ uid: 'text', json: { title: 'T', panels: [{ id: 1, type: 'text' }] } });
  expect(await callTool('run_panel_query', { uid: 'text', panel_id: 1 })).toMatchObject({
    queries: [],
    hints: [expect.stringContaining('asks nothing')],
  });
  expect(await answer('run_panel_query', { uid, panel_id: 9 })).toMatchObject({
    error: { code: 'not_found', details: { reason: 'panel' } },
  });
});
