import type { Example } from '../example.ts';
import { beforeEnd, breakerAlert } from '../grafana-servers.ts';

/** Within the twenty minutes in which half of the requests failed. */
const badTenMinutes = { start: beforeEnd(35), end: beforeEnd(25), step_seconds: 60, points: 0 };
const steady = (value: number) => ({ count: 11, first: value, last: value, min: value, max: value, trend: 'steady' });
const logs = '{service="tunnel"}';
const labels = { service: 'tunnel' };
const nowhere = { datasource_uid: 'nowhere' };

const datasourceReads: readonly Example[] = [
  {
    tool: 'list_datasources',
    args: {},
    answers: {
      datasources: [
        { uid: 'alertmanager', type: 'alertmanager', is_default: false, origin: 'grafana' },
        { uid: 'loki', type: 'loki', is_default: false },
        { uid: 'prometheus', type: 'prometheus', is_default: true },
      ],
      total: 3,
    },
    error: { args: { limit: 0 }, code: 'invalid_input' },
  },
  {
    tool: 'get_datasource',
    args: { uid: 'Alertmanager' },
    answers: { uid: 'alertmanager', access: 'proxy', settings: { implementation: 'prometheus' }, secrets_set: [] },
    error: { args: { uid: 'nowhere' }, code: 'not_found' },
  },
  {
    tool: 'check_datasources_health',
    args: {},
    answers: {
      datasources: [
        { uid: 'alertmanager', status: 'ok' },
        { uid: 'loki', status: 'ok' },
        { uid: 'prometheus', status: 'ok' },
      ],
      ok: 3,
      failing: 0,
    },
    error: { args: { uids: ['nowhere'] }, code: 'not_found' },
  },
];

const prometheusReads: readonly Example[] = [
  {
    tool: 'list_prometheus_metric_names',
    args: { regex: '^tunnel_circuit' },
    answers: { metrics: ['tunnel_circuit_breaker_state', 'tunnel_circuit_breaker_trips_total'], total: 2, more: 0 },
    error: { args: nowhere, code: 'not_found' },
  },
  {
    tool: 'list_prometheus_metric_metadata',
    args: { metric: 'tunnel_requests_total' },
    answers: { metadata: [{ type: 'counter', help: 'Requests through the tunnel by outcome.' }], total: 1 },
    error: { args: nowhere, code: 'not_found' },
  },
  {
    tool: 'list_prometheus_label_names',
    args: { matches: ['tunnel_requests_total'] },
    answers: { labels: ['__name__', 'instance', 'job', 'status'], total: 4 },
    error: { args: { matches: ['tunnel_requests_total{'] }, code: 'invalid_input' },
  },
  {
    tool: 'list_prometheus_label_values',
    args: { label: 'type', matches: ['tunnel_errors_total'] },
    answers: { values: ['timeout', 'upstream'], total: 2 },
    error: { args: { label: 'type', start: 'now', end: 'now-1h' }, code: 'invalid_input' },
  },
  {
    tool: 'query_prometheus',
    args: { expr: 'sum by (status) (rate(tunnel_requests_total[5m]))', ...badTenMinutes, picture: true },
    answers: {
      datasource: 'prometheus',
      series: [
        { labels: { status: 'error' }, ...steady(5) },
        { labels: { status: 'success' }, ...steady(5) },
      ],
      total: 2,
      warnings: [],
      hints: [],
    },
    error: { args: { expr: 'sum(' }, code: 'invalid_input' },
  },
  {
    tool: 'query_prometheus_histogram',
    args: { metric: 'tunnel_request_latency_ms', percentile: 95, ...badTenMinutes, start: beforeEnd(34), end: beforeEnd(24) },
    answers: {
      query: 'histogram_quantile(0.95, sum by (le) (rate(tunnel_request_latency_ms_bucket[5m])))',
      series: [{ labels: {}, ...steady(3750) }],
      warnings: [],
    },
    error: { args: { metric: 'tunnel_request_latency_ms', percentile: 101 }, code: 'invalid_input' },
  },
  {
    tool: 'list_prometheus_targets',
    args: { state: 'up' },
    answers: { targets: [{ job: 'tunnel', health: 'up', scrape_interval: '1s' }], up: 1, down: 0 },
    error: { args: nowhere, code: 'not_found' },
  },
  {
    tool: 'list_prometheus_rules',
    args: {},
    answers: {
      rules: [
        { name: breakerAlert, state: 'firing', health: 'ok', for_seconds: 6, alerts: [{ labels: { job: 'tunnel' } }] },
        { name: 'job:tunnel_requests:rate5m', type: 'recording', health: 'ok' },
      ],
      firing: 1,
      failing: 0,
    },
    error: { args: { datasource_uid: 'loki' }, code: 'invalid_input' },
  },
];

const lokiReads: readonly Example[] = [
  {
    tool: 'query_loki_logs',
    args: { logql: `sum by (level) (count_over_time(${logs}[3h]))`, start: 'now-1s', step_seconds: 1 },
    answers: {
      kind: 'metric',
      series: [
        { labels: { level: 'info' }, max: 720 },
        { labels: { level: 'error' }, max: 70 },
      ],
      more_series: 0,
    },
    error: { args: { logql: '{service=' }, code: 'invalid_input' },
  },
  {
    tool: 'query_loki_stats',
    args: { logql: logs, start: 'now-3h' },
    answers: { selector: logs, streams: 2, entries: 790 },
    error: { args: { logql: '{}' }, code: 'invalid_input' },
  },
  {
    tool: 'query_loki_patterns',
    args: { logql: logs, start: 'now-3h' },
    answers: { method: 'loki_patterns', lines: 790, patterns: [{ count: 720 }, { count: 60 }, { count: 10, percentage: 1.3 }] },
    error: { args: { logql: `sum(count_over_time(${logs}[5m]))` }, code: 'invalid_input' },
  },
  {
    tool: 'list_loki_label_names',
    args: { start: 'now-3h' },
    answers: { labels: ['job', 'level', 'service'], total: 3 },
    error: { args: nowhere, code: 'not_found' },
  },
  {
    tool: 'list_loki_label_values',
    args: { label: 'level', start: 'now-3h' },
    answers: { values: ['error', 'info'], total: 2 },
    error: { args: { label: 'level', start: 'now', end: 'now-1h' }, code: 'invalid_input' },
  },
  {
    tool: 'find_error_pattern_logs',
    args: { labels, start: 'now-1h' },
    answers: {
      lines: 70,
      patterns: [
        { count: 60, previous_count: 0, is_new: true },
        { pattern: 'level=error msg="circuit breaker opened after <_> failures" state=open', count: 10, is_new: true },
      ],
    },
    error: { args: { selector: '{service=' }, code: 'invalid_input' },
  },
  {
    tool: 'find_slow_requests',
    args: { labels, start: 'now-1h', limit: 1 },
    answers: { slow: 120, slowest: [{ duration_ms: 2395 }], routes: [{ slow: 120, max_ms: 2395 }], complete: true },
    error: { args: {}, code: 'invalid_input' },
  },
];

/** Of what Prometheus and Loki have: half of ten requests a second failed, which the log says too. */
export const queryReads: readonly Example[] = [...datasourceReads, ...prometheusReads, ...lokiReads];
