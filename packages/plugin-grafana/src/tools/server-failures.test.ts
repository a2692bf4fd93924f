import type { JsonObject } from '@lineclear/core/plugin';
import type { Fault } from '@lineclear/testing';
import { describe, expect, test } from 'vitest';
import { startFakeGrafana } from '../client/test/fake-grafana.ts';
import { startTools } from '../prometheus/test/start-tools.ts';
import { checkDatasourcesHealth } from './check-datasources-health.ts';
import { getDatasource } from './get-datasource.ts';
import { listDatasources } from './list-datasources.ts';
import { listPrometheusLabelNames } from './list-prometheus-label-names.ts';
import { listPrometheusLabelValues } from './list-prometheus-label-values.ts';
import { listPrometheusMetricMetadata } from './list-prometheus-metric-metadata.ts';
import { listPrometheusMetricNames } from './list-prometheus-metric-names.ts';
import { listPrometheusRules } from './list-prometheus-rules.ts';
import { listPrometheusTargets } from './list-prometheus-targets.ts';
import { queryPrometheus } from './query-prometheus.ts';
import { queryPrometheusHistogram } from './query-prometheus-histogram.ts';

const tools = [
  listDatasources,
  getDatasource,
  checkDatasourcesHealth,
  listPrometheusMetricNames,
  listPrometheusMetricMetadata,
  listPrometheusLabelNames,
  listPrometheusLabelValues,
  queryPrometheus,
  queryPrometheusHistogram,
  listPrometheusTargets,
  listPrometheusRules,
];
const throughGrafana: Readonly<Record<string, JsonObject>> = {
  list_datasources: {},
  get_datasource: { uid: 'prom' },
  check_datasources_health: {},
  list_prometheus_metric_names: {},
  list_prometheus_metric_metadata: {},
  list_prometheus_label_names: {},
  list_prometheus_label_values: { label: 'job' },
  query_prometheus: { expr: 'up' },
  query_prometheus_histogram: { metric: 'seconds', percentile: 95 },
  list_prometheus_targets: {},
  list_prometheus_rules: {},
};
const direct = Object.fromEntries(Object.entries(throughGrafana).filter(([name]) => name.includes('prometheus')));

const json = { 'content-type': 'application/json' };
const envelope = (errorType: string) => JSON.stringify({ status: 'error', errorType, error: 'in its own words' });
const status = (code: number, text = envelope('bad_data')): Fault => ({ kind: 'status', status: code, headers: json, text });
const page = (code: number): Fault => ({
  kind: 'status',
  status: code,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  text: '<!doctype html><title>Sign in</title>',
});

const failures: readonly (readonly [string, Fault, { code: string; retryAfterS?: number; details?: JsonObject }])[] = [
  ['400', status(400), { code: 'invalid_input', details: { status: 400, reason: 'bad_data' } }],
  ['401', status(401, '{"message":"Unauthorized"}'), { code: 'unauthenticated', details: { status: 401 } }],
  ['403', status(403, '{"message":"Access denied"}'), { code: 'forbidden', details: { status: 403 } }],
  ['404', status(404, 'page not found'), { code: 'not_found', details: { status: 404 } }],
  ['413', status(413, ''), { code: 'invalid_input', details: { status: 413 } }],
  ['422', status(422, envelope('execution')), { code: 'invalid_input', details: { status: 422, reason: 'execution' } }],
  ['429', { kind: 'rate_limited', retryAfterS: 7 }, { code: 'rate_limited', retryAfterS: 7 }],
  ['500', status(500, envelope('internal')), { code: 'upstream_error', details: { status: 500 } }],
  ['503 of a query that takes too long', status(503, envelope('timeout')), { code: 'timeout', details: { reason: 'timeout' } }],
  ['504', status(504, ''), { code: 'timeout', details: { status: 504 } }],
  ['a login page', page(200), { code: 'upstream_error', details: { reason: 'shape' } }],
  ['a login page with 401', page(401), { code: 'unauthenticated', details: { reason: 'html' } }],
  ['a page of a gateway with 502', page(502), { code: 'upstream_error', details: { reason: 'html' } }],
  ['another shape', status(200, '[{"hello":"world"}]'), { code: 'upstream_error', details: { reason: 'shape' } }],
  ['half an answer', status(200, '{"status":"success","data":['), { code: 'upstream_error' }],
  ['a broken connection', { kind: 'reset' }, { code: 'unreachable' }],
  ['20 MB', status(200, ' '.repeat(20 << 20)), { code: 'upstream_error', details: { reason: 'too_large' } }],
  ['silence', { kind: 'delay', ms: 1_000 }, { code: 'timeout', details: { reason: 'no_answer' } }],
];

describe.each([
  ['Grafana', 'grafana', throughGrafana],
  ['Prometheus itself', 'prometheus', direct],
] as const)('%s', (_title, server, calls) => {
  test.each(failures)('answers %s: every tool has a coded error with a hint', async (_what, fault, expected) => {
    const http = await startFakeGrafana();
    const settings = {
      [server]: { url: http.url, token: 'simulated-token-1', timeout_ms: fault.kind === 'delay' ? 150 : 10_000 },
    };
    const { answer } = await startTools({ tools, settings });
    http.inject(fault, {});
    const { retryAfterS, details, code } = expected;
    const ask = async ([tool, args]: readonly [string, JsonObject]) => {
      const found = await answer(tool, args);
      expect(found, tool).toMatchObject({
        kind: 'error',
        error: {
          code,
          hint: expect.stringMatching(/^\p{Lu}.*\.$/u),
          ...(retryAfterS !== undefined && { retry_after_s: retryAfterS }),
          ...(details !== undefined && { details }),
        },
      });
      expect(JSON.stringify(found), tool).not.toContain('simulated-token-1');
    };
    await Promise.all(Object.entries(calls).map(ask));
  });
});

test('an answer of Grafana itself in place of the datasource is a coded error too', async () => {
  const http = await startFakeGrafana();
  const { callTool } = await startTools({ tools, settings: { grafana: { url: http.url } } });
  for (const fault of [status(502, '{"message":"Bad gateway"}'), status(404, '{"message":"Data source not found"}'), page(200)]) {
    const stop = http.inject(fault, { accepts: ({ path }) => path !== '/api/datasources' });
    await expect(callTool('query_prometheus', { expr: 'up' })).rejects.toMatchObject({
      code: expect.stringMatching(/^(upstream_error|not_found)$/),
      hint: expect.stringMatching(/./),
    });
    stop();
  }
});
