import type { JsonObject } from '@lineclear/core/plugin';
import { documentedLibraries, tunnel } from '@lineclear/testing/grafana';

const logs = '{service="tunnel"}';
const dashboard = { uid: tunnel.dashboard };
const rule = { uid: tunnel.rule };

/** What is there to be changed. */
export interface Ids {
  readonly silence: string;
  readonly incident: string;
}

export type Calls = Readonly<Record<string, JsonObject>>;

/** A call of every tool that reads, each of which has to ask a server. */
export const readCalls = ({ incident }: Ids): Calls => ({
  list_datasources: {},
  get_datasource: { uid: 'prometheus' },
  check_datasources_health: {},
  list_prometheus_metric_names: {},
  list_prometheus_metric_metadata: {},
  list_prometheus_label_names: {},
  list_prometheus_label_values: { label: 'job' },
  query_prometheus: { expr: 'up' },
  query_prometheus_histogram: { metric: 'seconds', percentile: 95 },
  list_prometheus_targets: {},
  list_prometheus_rules: {},
  query_loki_logs: { logql: logs },
  query_loki_stats: { logql: logs },
  query_loki_patterns: { logql: logs },
  list_loki_label_names: {},
  list_loki_label_values: { label: 'service' },
  find_error_pattern_logs: { selector: logs },
  find_slow_requests: { selector: logs },
  list_alerts: {},
  list_silences: {},
  list_contact_points: {},
  list_notification_policies: {},
  list_alert_rules: {},
  get_alert_rule: rule,
  get_alert_history: rule,
  list_incidents: {},
  get_incident: { incident_id: incident },
  resolve_library_id: { library_name: 'tunnel' },
  get_library_docs: { library_id: documentedLibraries.tunnel },
  generate_deeplink: { resource_type: 'explore', queries: ['up'] },
  get_annotations: {},
  search_dashboards: {},
  list_folders: {},
  get_dashboard_by_uid: dashboard,
  get_dashboard_summary: dashboard,
  get_dashboard_panel_queries: dashboard,
  run_panel_query: { ...dashboard, panel_id: 3 },
});

/** A call of every tool that writes. */
export const writeCalls = ({ silence, incident }: Ids): Calls => ({
  create_silence: { matchers: ['alertname="Tunnel Down"'], end: 'now+2h', comment: 'Because' },
  delete_silence: { silence_id: silence },
  create_incident: { title: 'Down', severity: 'minor' },
  update_incident: { incident_id: incident, severity: 'critical' },
  add_activity_to_incident: { incident_id: incident, body: 'Looking' },
  resolve_incident: { incident_id: incident, summary: 'It is over.' },
  create_alert_rule: {
    title: 'Slow',
    folder_uid: tunnel.folder,
    rule_group: 'tunnel',
    data: [{ refId: 'A', datasourceUid: 'loki', model: { expr: `sum(count_over_time(${logs}[5m])) > 1` } }],
  },
  update_alert_rule: { ...rule, changes: { for: '10m' } },
  delete_alert_rule: rule,
  create_annotation: { text: 'Deployed', time: 'now', dashboard_uid: tunnel.dashboard },
  create_dashboard: { dashboard: { title: 'Fresh' }, folder_uid: tunnel.folder },
  update_dashboard: { ...dashboard, operations: [{ op: 'replace', path: '$.title', value: 'New' }] },
  create_folder: { title: 'New one' },
});
