import { tunnel } from '@lineclear/testing/grafana';
import { describe, expect, test } from 'vitest';
import { startSandboxed } from './test/start-dashboards.ts';

const uid = tunnel.dashboard;
const v2 = {
  title: 'New style',
  tags: ['new'],
  elements: {
    'panel-1': {
      kind: 'Panel',
      spec: {
        id: 1,
        title: 'Rate',
        vizConfig: { kind: 'VizConfig', group: 'stat' },
        data: {
          kind: 'QueryGroup',
          spec: {
            queries: [
              {
                kind: 'PanelQuery',
                spec: {
                  refId: 'A',
                  hidden: false,
                  query: {
                    kind: 'DataQuery',
                    group: 'loki',
                    datasource: { name: 'loki' },
                    spec: { expr: '{service="$service"}' },
                  },
                },
              },
            ],
          },
        },
      },
    },
  },
  layout: { kind: 'GridLayout' },
  variables: [{ kind: 'CustomVariable', spec: { name: 'service', query: 'tunnel,other', current: { value: 'tunnel' } } }],
  timeSettings: { from: 'now-2h', to: 'now', autoRefresh: '1m' },
};

describe.each(['legacy', 'apis'] as const)('through %s', (api) => {
  const settings = { dashboard_api: api };

  test('summarises a dashboard', async () => {
    const { callTool, sandbox } = await startSandboxed({ settings });
    expect(await callTool('get_dashboard_summary', { uid })).toMatchObject({
      uid,
      title: 'Tunnel Overview',
      description: 'Requests of the tunnel',
      url: `${sandbox.url}/d/tunnel-overview/tunnel-overview`,
      folder_uid: tunnel.folder,
      folder: 'Tunnel Monitoring',
      tags: ['tunnel'],
      time: { from: 'now-6h', to: 'now' },
      refresh: '30s',
      schema: 'classic',
      version: 1,
      changed: '2026-03-02T12:00:00.000Z',
      changed_by: expect.stringContaining('simulated-operator'),
      panels: [
        { id: 1, title: 'Request rate', type: 'timeseries', queries: 1 },
        { id: 2, queries: 1 },
        { id: 3, type: 'logs', queries: 1 },
      ],
      panels_left_out: 0,
      variables: [{ name: 'status', type: 'query', query: 'label_values(tunnel_requests_total, status)' }],
    });
    expect(sandbox.violations).toEqual([]);
  });

  test('reads it whole, or a part of it, or an outline of what is too large', async () => {
    const { callTool, answer } = await startSandboxed({ settings });
    expect(await callTool('get_dashboard_by_uid', { uid })).toMatchObject({
      schema: 'classic',
      path: '$',
      value: { uid, title: 'Tunnel Overview', version: 1, panels: [{ id: 1 }, { id: 2 }, { id: 3 }] },
    });
    expect(await callTool('get_dashboard_by_uid', { uid, path: '$.panels[?(@.title=="Request rate")].type' })).toMatchObject({
      path: '$.panels[0].type',
      characters: 12,
      value: 'timeseries',
    });
    const large = await callTool('get_dashboard_by_uid', { uid, path: '$.panels', max_characters: 100 });
    expect(large).toMatchObject({
      outline: [{ path: '$.panels[0]', name: 'Request rate' }, { path: '$.panels[1]' }, { path: '$.panels[2]' }],
      hints: [expect.stringContaining('outline')],
    });
    expect(large).not.toHaveProperty('value');
    for (const [path, reason] of [
      ['$.panels[7].title', 'path_not_found'],
      ['panels', 'path_syntax'],
    ] as const) {
      const refused = await answer('get_dashboard_by_uid', { uid, path });
      expect(refused).toMatchObject({ error: { code: 'invalid_input', details: { reason, path } } });
      // It has no operations.
      expect(refused).not.toHaveProperty('error.details.operation');
    }
  });

  test('says that there is none', async () => {
    const { answer } = await startSandboxed({ settings });
    for (const tool of ['get_dashboard_by_uid', 'get_dashboard_summary', 'get_dashboard_panel_queries'])
      expect(await answer(tool, { uid: 'no/such' })).toMatchObject({
        error: { code: 'not_found', hint: expect.stringContaining('search_dashboards'), details: { uid: 'no/such' } },
      });
  });
});

test('answers the published name with the dashboard and what is known of it', async () => {
  const { callTool } = await startSandboxed();
  expect(await callTool('mcp_grafana_get_dashboard_by_uid', { uid })).toMatchObject({
    dashboard: { title: 'Tunnel Overview' },
    meta: { folderUid: tunnel.folder, version: 1 },
    isV2: false,
  });
  expect(await callTool('mcp_grafana_get_dashboard_property', { uid, jsonPath: '$.title' })).toEqual({
    result: 'Tunnel Overview',
  });
});

describe('a dashboard in the v2 schema', () => {
  const start = async (settings = {}) => {
    const started = await startSandboxed({ settings });
    started.sandbox.world.saveV2Dashboard({ uid: 'new-style', spec: v2 });
    return started;
  };

  test('is read whole, in the version that it is stored in', async () => {
    const { callTool, sandbox } = await start();
    expect(await callTool('get_dashboard_by_uid', { uid: 'new-style' })).toMatchObject({
      schema: 'v2',
      api_version: 'v2beta1',
      value: v2,
    });
    expect(await callTool('get_dashboard_summary', { uid: 'new-style' })).toMatchObject({
      title: 'New style',
      time: { from: 'now-2h', to: 'now' },
      refresh: '1m',
      panels: [{ id: 1, title: 'Rate', type: 'stat', queries: 1 }],
      variables: [{ name: 'service', type: 'custom', current: ['tunnel'] }],
    });
    expect(await callTool('get_dashboard_panel_queries', { uid: 'new-style', substitute: true })).toMatchObject({
      queries: [{ panel_id: 1, ref_id: 'A', datasource: { uid: 'loki', type: 'loki' }, substituted: '{service="tunnel"}' }],
    });
    expect(await callTool('run_panel_query', { uid: 'new-style', panel_id: 1 })).toMatchObject({
      start: '2026-03-02T10:00:00.000Z',
      queries: [
        {
          status: 'ok',
          lines: expect.arrayContaining([expect.objectContaining({ labels: expect.objectContaining({ service: 'tunnel' }) })]),
        },
      ],
    });
    // Which API there is was asked once.
    expect(sandbox.http.requests.filter(({ path }) => path === '/apis/dashboard.grafana.app')).toHaveLength(1);
  });

  test('is refused where only a part of it could be read', async () => {
    const { answer } = await start({ dashboard_api: 'legacy' });
    expect(await answer('get_dashboard_summary', { uid: 'new-style' })).toMatchObject({
      error: { code: 'unsupported', hint: expect.stringContaining('dashboard_api'), details: { reason: 'dashboard_v2' } },
    });
  });
});

describe('get_dashboard_panel_queries', () => {
  const list = [
    { panel_id: 1, panel: 'Request rate', ref_id: 'A', datasource: { uid: 'prometheus', type: 'prometheus' } },
    { panel_id: 2, expression: 'histogram_quantile(0.95, sum by (le) (rate(tunnel_request_latency_ms_bucket[5m])))' },
    { panel_id: 3, datasource: { uid: 'loki', type: 'loki' } },
  ];

  test('lists all queries, those of a panel, or a part of them', async () => {
    const { callTool, answer } = await startSandboxed();
    expect(await callTool('get_dashboard_panel_queries', { uid })).toMatchObject({ queries: list, more: 0 });
    expect(await callTool('get_dashboard_panel_queries', { uid, panel_id: 3 })).toMatchObject({ queries: [list[2]] });
    expect(await callTool('get_dashboard_panel_queries', { uid, limit: 1, offset: 1 })).toMatchObject({
      queries: [list[1]],
      more: 1,
    });
    expect(await answer('get_dashboard_panel_queries', { uid, panel_id: 9 })).toMatchObject({
      error: { code: 'not_found', details: { panels: [{ id: 1 }, { id: 2 }, { id: 3 }] } },
    });
  });

  test('puts values in the place of variables on request', async () => {
    const { callTool } = await startSandboxed();
    const substitutedBy = async (args: object) =>
      (await callTool('get_dashboard_panel_queries', { uid, panel_id: 1, ...args }))['queries'];
    expect(await substitutedBy({})).not.toMatchObject([{ substituted: expect.anything() }]);
    expect(await substitutedBy({ substitute: true })).toMatchObject([
      { substituted: 'sum by (status) (rate(tunnel_requests_total{status=~".*"}[5m]))' },
    ]);
    expect(await substitutedBy({ variables: { status: ['error', 'timeout'] } })).toMatchObject([
      { substituted: 'sum by (status) (rate(tunnel_requests_total{status=~"(error|timeout)"}[5m]))' },
    ]);
  });

  test('answers the published name with a bare list', async () => {
    const { callTool } = await startSandboxed();
    expect(await callTool('mcp_grafana_get_dashboard_panel_queries', { uid, panelId: 3 })).toEqual({
      result: [
        {
          title: 'Errors in the log',
          panelId: 3,
          refId: 'A',
          query: '{service="tunnel"} |= "error"',
          datasource: { uid: 'loki', type: 'loki' },
        },
      ],
    });
  });

  test('says that nothing is asked', async () => {
    const { callTool, sandbox } = await startSandboxed();
    sandbox.world.saveDashboard({ uid: 'text', json: { title: 'T', panels: [{ id: 1, type: 'text' }] } });
    expect(await callTool('get_dashboard_panel_queries', { uid: 'text' })).toMatchObject({
      queries: [],
      hints: [expect.stringContaining('no queries')],
    });
  });
});
