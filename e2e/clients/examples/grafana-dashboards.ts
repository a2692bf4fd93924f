import { tunnel } from '@lineclear/testing/grafana';
import { expect } from 'vitest';
import type { Example } from '../example.ts';
import { beforeEnd } from '../grafana-servers.ts';

const uid = tunnel.dashboard;
const additive = { risk: 'additive', approval: { required: 'model' } };

export const dashboardReads: readonly Example[] = [
  {
    tool: 'search_dashboards',
    args: { query: 'overview' },
    answers: {
      dashboards: [{ uid, title: 'Tunnel Overview', folder: 'Tunnel Monitoring', tags: ['tunnel'] }],
      next_page: null,
    },
    error: { args: { limit: 0 }, code: 'invalid_input' },
  },
  {
    tool: 'list_folders',
    args: {},
    answers: { folders: [{ uid: tunnel.folder, title: 'Tunnel Monitoring' }], next_page: null },
    error: { args: { limit: 0 }, code: 'invalid_input' },
  },
  {
    tool: 'get_dashboard_summary',
    args: { uid },
    answers: {
      folder: 'Tunnel Monitoring',
      version: 1,
      changed_by: 'user:simulated-operator',
      panels: [{ type: 'timeseries' }, { title: 'Latency, 95th percentile' }, { type: 'logs', queries: 1 }],
      variables: [{ name: 'status', query: 'label_values(tunnel_requests_total, status)' }],
    },
    error: { args: { uid: 'nowhere' }, code: 'not_found' },
  },
  {
    tool: 'get_dashboard_by_uid',
    args: { uid, path: '$.panels[?(@.id==3)].targets[0].expr' },
    answers: { path: '$.panels[2].targets[0].expr', value: '{service="tunnel"} |= "error"', schema: 'classic' },
    error: { args: { uid, path: '$.panels[' }, code: 'invalid_input' },
  },
  {
    tool: 'get_dashboard_panel_queries',
    args: { uid, panel_id: 1, variables: { status: 'error' } },
    answers: {
      queries: [
        {
          datasource: { uid: 'prometheus' },
          substituted: 'sum by (status) (rate(tunnel_requests_total{status=~"error"}[5m]))',
        },
      ],
    },
    error: { args: { uid, panel_id: 99 }, code: 'not_found' },
  },
  {
    tool: 'run_panel_query',
    args: { uid, panel_id: 1, start: beforeEnd(35), end: beforeEnd(25), variables: { status: 'error' }, points: 0 },
    answers: {
      panel: 'Request rate',
      queries: [{ ref_id: 'A', status: 'ok', series: [{ labels: { status: 'error' }, min: 5, max: 5 }], total: 1 }],
    },
    error: { args: { uid, panel_id: 99 }, code: 'not_found' },
  },
];

export const dashboardWrites: readonly Example[] = [
  {
    tool: 'create_folder',
    args: { title: 'Tunnel Reports', parent_uid: tunnel.folder },
    answers: { ...additive, changes: ['+ folder "Tunnel Reports" (tunnel-reports) in "Tunnel Monitoring"'] },
    executes: {
      result: { uid: 'tunnel-reports', title: 'Tunnel Reports', parent_uid: tunnel.folder },
      afterwards: ({ grafana }) => grafana?.state().folders.find((folder) => folder.uid === 'tunnel-reports'),
      found: { uid: 'tunnel-reports', title: 'Tunnel Reports', parentUid: tunnel.folder },
    },
    error: { args: { title: 'Lost', parent_uid: 'nowhere' }, code: 'not_found' },
  },
  {
    tool: 'create_dashboard',
    args: {
      dashboard: {
        title: 'Tunnel Health',
        panels: [{ title: 'Requests', type: 'graph', targets: [{ expr: 'sum(rate(tunnel_requests_total[5m]))' }] }],
      },
      folder_uid: 'tunnel-health-boards',
      folder_title: 'Health of the Tunnel',
    },
    answers: { ...additive, warnings: ['The folder "tunnel-health-boards" does not exist: it is made first.'] },
    executes: {
      result: { uid: 'tunnel-health', title: 'Tunnel Health', folder_uid: 'tunnel-health-boards', version: 1 },
      afterwards: ({ grafana }) => {
        const { folderUid, json } = grafana?.dashboard('tunnel-health') ?? {};
        return { folderUid, panels: json?.['panels'] };
      },
      found: {
        folderUid: 'tunnel-health-boards',
        panels: [
          expect.objectContaining({
            id: 1,
            title: 'Requests',
            type: 'timeseries',
            datasource: { type: 'prometheus', uid: 'prometheus' },
            gridPos: { x: 0, y: 0, w: 12, h: 8 },
            targets: [{ refId: 'A', expr: 'sum(rate(tunnel_requests_total[5m]))' }],
          }),
        ],
      },
    },
    error: { args: { dashboard: { title: 'Tunnel Overview', uid, panels: [] } }, code: 'conflict' },
  },
  {
    tool: 'update_dashboard',
    args: { uid, operations: [{ op: 'replace', path: '$.title', value: 'Tunnel at a Glance' }] },
    answers: { risk: 'reversible', changes: ['~ title: "Tunnel Overview" → "Tunnel at a Glance"'] },
    executes: {
      result: { uid, title: 'Tunnel at a Glance', folder_uid: tunnel.folder, version: 2 },
      afterwards: ({ grafana }) => {
        const { version, json } = grafana?.dashboard(uid) ?? {};
        return { version, title: json?.['title'] };
      },
      found: { version: 2, title: 'Tunnel at a Glance' },
    },
    error: { args: { uid, operations: [{ op: 'remove', path: '$.nothing' }] }, code: 'invalid_input' },
  },
];
