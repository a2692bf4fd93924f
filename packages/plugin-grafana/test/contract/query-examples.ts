import { documentedLibraries } from '@lineclear/testing/grafana';
import { type Examples, noDatasource, nowhere } from './examples.ts';

const logs = '{service="tunnel"}';
const anHour = { start: 'now-1h', end: 'now' };
const turned = { start: 'now', end: 'now-1h' };

export const datasourceExamples: Examples = {
  list_datasources: [{ input: {} }, { input: { type: 'prometheus', limit: 1 } }, { input: { type: 5 }, error: 'invalid_input' }],
  get_datasource: [{ input: { uid: 'prometheus' } }, { input: { uid: nowhere }, error: 'not_found' }],
  check_datasources_health: [{ input: {} }, { input: { uids: [nowhere] }, error: 'not_found' }],
};

export const prometheusExamples: Examples = {
  list_prometheus_metric_names: [{ input: { regex: 'tunnel_.*', limit: 3 } }, { input: { ...noDatasource }, error: 'not_found' }],
  list_prometheus_metric_metadata: [
    { input: { limit: 3 } },
    { input: { metric: 'tunnel_requests_total', ...noDatasource }, error: 'not_found' },
  ],
  list_prometheus_label_names: [
    { input: { matches: ['tunnel_requests_total'], ...anHour } },
    { input: { matches: ['tunnel_requests_total{'] }, error: 'invalid_input' },
  ],
  list_prometheus_label_values: [
    { input: { label: 'status', ...anHour } },
    { input: { label: 'status', ...turned }, error: 'invalid_input' },
  ],
  query_prometheus: [
    { input: { expr: 'sum(rate(tunnel_requests_total[5m]))' } },
    { input: { expr: 'sum by (status) (rate(tunnel_requests_total[5m]))', ...anHour, picture: true } },
    { input: { expr: 'sum(' }, error: 'invalid_input' },
    { input: { expr: 'up', ...noDatasource }, error: 'not_found' },
  ],
  query_prometheus_histogram: [
    { input: { metric: 'tunnel_request_latency_ms', percentile: 95, ...anHour } },
    { input: { metric: 'tunnel_request_latency_ms', percentile: 101 }, error: 'invalid_input' },
  ],
  list_prometheus_targets: [{ input: {} }, { input: { ...noDatasource }, error: 'not_found' }],
  list_prometheus_rules: [{ input: { type: 'alerting' } }, { input: { ...noDatasource }, error: 'not_found' }],
};

export const lokiExamples: Examples = {
  query_loki_logs: [
    { input: { logql: `${logs} |= "error"`, limit: 3, ...anHour } },
    { input: { logql: `sum(count_over_time(${logs}[5m]))`, step_seconds: 300, ...anHour } },
    { input: { logql: '{service=' }, error: 'invalid_input' },
  ],
  query_loki_stats: [{ input: { logql: logs, ...anHour } }, { input: { logql: logs, ...turned }, error: 'invalid_input' }],
  query_loki_patterns: [
    { input: { logql: logs, ...anHour } },
    { input: { logql: logs, ...anHour }, arrange: ({ world }) => world.setSwitch('patterns', false) },
    { input: { logql: logs, ...noDatasource }, error: 'not_found' },
  ],
  list_loki_label_names: [{ input: { ...anHour } }, { input: { ...noDatasource }, error: 'not_found' }],
  list_loki_label_values: [
    { input: { label: 'service', ...anHour } },
    { input: { label: 'service', ...noDatasource }, error: 'not_found' },
  ],
  find_error_pattern_logs: [
    { input: { labels: { service: 'tunnel' }, ...anHour } },
    { input: { selector: '{service=' }, error: 'invalid_input' },
  ],
  find_slow_requests: [
    { input: { labels: { service: 'tunnel' }, threshold_ms: 500, ...anHour } },
    { input: { selector: logs, ...turned }, error: 'invalid_input' },
  ],
};

export const libraryExamples: Examples = {
  resolve_library_id: [
    { input: { library_name: 'tunnel', query: 'circuit breaker' } },
    { input: { library_name: nowhere }, error: 'not_found' },
  ],
  get_library_docs: [
    { input: { library_id: documentedLibraries.tunnel, topic: 'circuit breaker' } },
    { input: { library_id: '/example/nothing' }, error: 'not_found' },
  ],
};
