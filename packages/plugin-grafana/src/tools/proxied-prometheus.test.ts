import type { JsonObject } from '@lineclear/core/plugin';
import { prometheusBinary, skipWithout } from '@lineclear/testing';
import { startGrafanaSandbox } from '@lineclear/testing/grafana';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startTools, useSeededPrometheus } from '../prometheus/test/start-tools.ts';
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
const hour = { start: 'now-1h' };

describe.skipIf(skipWithout(prometheusBinary))('a real Prometheus behind Grafana', () => {
  const url = useSeededPrometheus();

  const start = async () => {
    const sandbox = await startGrafanaSandbox({ prometheus: url() });
    onTestFinished(() => sandbox.close());
    const proxied = await startTools({ tools, settings: { grafana: { url: sandbox.url, token: 'simulated-token-1' } } });
    const direct = await startTools({ tools, settings: { prometheus: { url: url() } } });
    return { sandbox, proxied, direct };
  };

  test.each<[string, JsonObject]>([
    ['list_prometheus_metric_names', { regex: 'request', ...hour }],
    ['list_prometheus_label_names', hour],
    ['list_prometheus_label_values', { label: 'room' }],
    ['query_prometheus', { expr: 'temperature_celsius' }],
    ['query_prometheus', { expr: 'sum by (code) (rate(http_requests_total[5m]))', ...hour, points: 100 }],
    ['query_prometheus', { expr: 'temperatur_celsius' }],
    ['query_prometheus', { expr: `temperature_celsius{room=~"${'x'.repeat(9_000)}|oven"}` }],
    ['query_prometheus_histogram', { metric: 'http_request_duration_seconds', percentile: 95 }],
  ])('%s answers the same as without Grafana', async (tool, args) => {
    const { sandbox, proxied, direct } = await start();
    const expected = await direct.callTool(tool, args);
    expect(await proxied.callTool(tool, args)).toEqual(expected);
    sandbox.world.breakWay('resources', 403);
    expect(await proxied.callTool(tool, args)).toEqual(expected);
    expect(sandbox.violations).toEqual([]);
  });

  test('targets, rules and metadata are the server’s own', async () => {
    const { proxied } = await start();
    await expect.poll(() => proxied.callTool('list_prometheus_targets')).toMatchObject({ up: 1, down: 1 });
    await expect.poll(() => proxied.callTool('list_prometheus_rules')).toMatchObject({ total: 4, failing: 1 });
    await expect
      .poll(() => proxied.callTool('list_prometheus_metric_metadata', { metric: 'prometheus_build_info' }))
      .toMatchObject({ metadata: [{ type: 'gauge' }] });
  });

  test('a mistake in a query is found by Prometheus and explained', async () => {
    const { proxied } = await start();
    await expect(proxied.callTool('query_prometheus', { expr: 'sum(rate(up[5m])' })).rejects.toMatchObject({
      code: 'invalid_input',
      details: { reason: 'syntax', line: 1, column: 17, status: 400 },
    });
  });

  test('datasources are listed, shown and healthy', async () => {
    const { proxied, sandbox } = await start();
    const uids = Object((await proxied.callTool('list_datasources'))['datasources']).map(({ uid }: { uid: string }) => uid);
    expect(uids).toContain('prometheus');
    expect(await proxied.callTool('get_datasource', { uid: 'prometheus' })).toMatchObject({
      type: 'prometheus',
      origin: 'grafana',
    });
    expect(await proxied.callTool('check_datasources_health', { type: 'prometheus' })).toMatchObject({ ok: 1, failing: 0 });
    expect(sandbox.violations).toEqual([]);
  });
});
