import type { JsonObject } from '@lineclear/core/plugin';
import type { GrafanaWorld } from '../world/world.ts';
import { tunnelLogs } from './tunnel-logs.ts';

/** Names that tests and documents use; the same in every run. */
export const tunnel = {
  folder: 'tunnel-monitoring',
  dashboard: 'tunnel-overview',
  rule: 'tunnel-down',
  contactPoint: 'on-call',
} as const;

/** A streaming proxy as its team had it before the example begins: a folder, one dashboard, one rule, two hours of logs. */
export const fillTunnel = ({ world, nowMs }: { world: GrafanaWorld; nowMs: number }): void => {
  world.addFolder({ uid: tunnel.folder, title: 'Tunnel Monitoring' });
  world.saveDashboard({ uid: tunnel.dashboard, folderUid: tunnel.folder, json: overview, by: 'simulated-operator' });
  world.addContactPoint({
    uid: tunnel.contactPoint,
    name: 'On call',
    type: 'webhook',
    settings: { url: 'http://127.0.0.1:9/simulated', httpMethod: 'POST', password: 'simulated-password' },
  });
  world.saveRule(tunnelDown);
  world.setRuleState(tunnel.rule, { state: 'Normal', labels: { job: 'tunnel' }, value: 0 });
  world.pushLogs(tunnelLogs({ endMs: nowMs, minutes: 120 }));
};

const prometheus = { type: 'prometheus', uid: 'prometheus' };

const overview: JsonObject = {
  title: 'Tunnel Overview',
  description: 'Requests of the tunnel',
  tags: ['tunnel'],
  timezone: 'browser',
  schemaVersion: 42,
  refresh: '30s',
  time: { from: 'now-6h', to: 'now' },
  templating: {
    list: [
      {
        name: 'status',
        type: 'query',
        datasource: prometheus,
        query: { query: 'label_values(tunnel_requests_total, status)', refId: 'status' },
        refresh: 1,
        multi: true,
        includeAll: true,
        allValue: '.*',
        current: {},
        options: [],
      },
    ],
  },
  annotations: { list: [] },
  panels: [
    {
      id: 1,
      title: 'Request rate',
      type: 'timeseries',
      datasource: prometheus,
      gridPos: { x: 0, y: 0, w: 12, h: 8 },
      targets: [
        {
          refId: 'A',
          datasource: prometheus,
          expr: 'sum by (status) (rate(tunnel_requests_total{status=~"${status:regex}"}[5m]))',
        },
      ],
    },
    {
      id: 2,
      title: 'Latency, 95th percentile',
      type: 'timeseries',
      datasource: prometheus,
      gridPos: { x: 12, y: 0, w: 12, h: 8 },
      targets: [
        {
          refId: 'A',
          datasource: prometheus,
          expr: 'histogram_quantile(0.95, sum by (le) (rate(tunnel_request_latency_ms_bucket[5m])))',
        },
      ],
    },
    {
      id: 3,
      title: 'Errors in the log',
      type: 'logs',
      datasource: { type: 'loki', uid: 'loki' },
      gridPos: { x: 0, y: 8, w: 24, h: 8 },
      targets: [{ refId: 'A', datasource: { type: 'loki', uid: 'loki' }, expr: '{service="tunnel"} |= "error"' }],
    },
  ],
};

const tunnelDown: JsonObject = {
  uid: tunnel.rule,
  title: 'Tunnel Down',
  ruleGroup: 'tunnel',
  folderUID: tunnel.folder,
  condition: 'C',
  noDataState: 'NoData',
  execErrState: 'Error',
  for: '5m',
  labels: { severity: 'critical', component: 'tunnel' },
  annotations: { summary: 'Nothing comes through the tunnel', __dashboardUid__: tunnel.dashboard, __panelId__: '1' },
  data: [
    {
      refId: 'A',
      datasourceUid: 'prometheus',
      relativeTimeRange: { from: 600, to: 0 },
      model: { refId: 'A', instant: true, expr: 'sum(rate(tunnel_requests_total[5m]))', datasource: prometheus },
    },
    {
      refId: 'C',
      datasourceUid: '__expr__',
      model: {
        refId: 'C',
        type: 'threshold',
        expression: 'A',
        conditions: [{ evaluator: { type: 'lt', params: [0.01] } }],
        datasource: { type: '__expr__', uid: '__expr__' },
      },
    },
  ],
};
