import { tunnel } from '@lineclear/testing/grafana';
import { type MonitoringBackend, paths } from './backend.ts';
import { type Examples, noLimit, nowhere } from './examples.ts';

const dashboard = {
  title: 'Tunnel Health',
  panels: [{ title: 'Requests', type: 'graph', targets: [{ expr: 'sum(rate(tunnel_requests_total[5m]))' }] }],
};
const here = { uid: tunnel.dashboard };
const noDashboard = { input: { uid: nowhere }, error: 'not_found' } as const;
const renamed = { uid: tunnel.dashboard, operations: [{ op: 'replace', path: '$.title', value: 'Tunnel at a Glance' }] };
const annotation = { text: 'Deployed 2.1.0', tags: ['deploy'], time: '2026-01-01T12:00:00Z', dashboard_uid: tunnel.dashboard };

/** Somebody else saves the dashboard. */
const saved =
  ({ uid, title }: { uid: string; title: string }) =>
  ({ world }: MonitoringBackend): void =>
    world.saveDashboard({ uid, json: { title, panels: [], schemaVersion: 42 } });

const sameAnnotation = ({ send }: MonitoringBackend): Promise<void> => {
  const { text, tags, time, dashboard_uid: dashboardUID } = annotation;
  return send({ method: 'POST', path: paths.annotations, json: { text, tags, time: Date.parse(time), dashboardUID } });
};

export const dashboardExamples: Examples = {
  search_dashboards: [{ input: { query: 'tunnel' } }, { input: { tags: ['tunnel'], folder_uid: tunnel.folder } }, noLimit],
  get_dashboard_summary: [{ input: here }, noDashboard],
  get_dashboard_by_uid: [
    { input: here },
    { input: { ...here, path: '$.panels[0].targets' } },
    { input: { ...here, path: '$.panels[' }, error: 'invalid_input' },
    noDashboard,
  ],
  get_dashboard_panel_queries: [
    { input: { ...here, substitute: true } },
    { input: { ...here, panel_id: 999 }, error: 'not_found' },
    noDashboard,
  ],
  run_panel_query: [
    { input: { ...here, panel_id: 1, start: 'now-1h' } },
    { input: { ...here, panel_id: 3, start: 'now-1h' } },
    { input: { ...here, panel_id: 999 }, error: 'not_found' },
    { input: { uid: nowhere, panel_id: 1 }, error: 'not_found' },
  ],
  list_folders: [{ input: {} }, { input: { query: 'tunnel', limit: 1 } }, noLimit],
  create_dashboard: [
    {
      input: { dashboard, folder_uid: 'new-folder', folder_title: 'New Folder' },
      drift: saved({ uid: 'tunnel-health', title: 'Tunnel Health' }),
    },
    {
      input: { dashboard: { ...dashboard, uid: tunnel.dashboard }, overwrite: true },
      drift: saved({ uid: tunnel.dashboard, title: 'Changed' }),
    },
    { input: { dashboard: { ...dashboard, uid: tunnel.dashboard } }, error: 'conflict' },
  ],
  update_dashboard: [
    { input: renamed, drift: saved({ uid: tunnel.dashboard, title: 'Changed' }) },
    { input: { ...renamed, uid: nowhere }, error: 'not_found' },
    { input: { uid: tunnel.dashboard, operations: [{ op: 'remove', path: '$.nothing' }] }, error: 'invalid_input' },
  ],
  create_folder: [
    {
      input: { title: 'Tunnel Reports', parent_uid: tunnel.folder },
      drift: ({ world }) => world.addFolder({ uid: 'tunnel-reports', title: 'Reports of the Tunnel' }),
    },
    { input: { title: 'Tunnel Monitoring' }, error: 'conflict' },
    { input: { title: 'Lost', parent_uid: nowhere }, error: 'not_found' },
  ],
};

export const navigationExamples: Examples = {
  generate_deeplink: [
    { input: { dashboard_uid: tunnel.dashboard, variables: ['status=error'] } },
    { input: { resource_type: 'explore', datasource_uid: 'prometheus', queries: ['up'] } },
    { input: { resource_type: 'panel', dashboard_uid: tunnel.dashboard }, error: 'invalid_input' },
  ],
  get_annotations: [{ input: {} }, { input: { type: 'alert', limit: 1 } }, noLimit],
  create_annotation: [
    { input: annotation, drift: sameAnnotation },
    { input: { ...annotation, dashboard_uid: nowhere }, error: 'not_found' },
  ],
};
