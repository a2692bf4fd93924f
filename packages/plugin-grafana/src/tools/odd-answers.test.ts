import type { JsonObject } from '@lineclear/core/plugin';
import { type Answer, fakeHttp } from '@lineclear/testing';
import { expect, onTestFinished, test } from 'vitest';
import { startTools } from '../prometheus/test/start-tools.ts';
import { listPrometheusMetricMetadata } from './list-prometheus-metric-metadata.ts';
import { listPrometheusRules } from './list-prometheus-rules.ts';
import { listPrometheusTargets } from './list-prometheus-targets.ts';
import { queryPrometheus } from './query-prometheus.ts';

/** A tool in front of a server that answers everything with this. */
const ask = async ({ tool, args = {}, answer }: { tool: string; args?: JsonObject; answer: Answer }) => {
  const anything = (method: string, path: string) => ({ method, path, handle: () => answer });
  const paths = [
    '/api/v1/query',
    '/api/v1/query_range',
    '/api/v1/metadata',
    '/api/v1/rules',
    '/api/v1/targets',
    '/api/v1/label/:label/values',
  ];
  const http = await fakeHttp({ routes: paths.flatMap((path) => [anything('GET', path), anything('POST', path)]) });
  onTestFinished(() => http.close());
  const tools = [queryPrometheus, listPrometheusMetricMetadata, listPrometheusTargets, listPrometheusRules];
  const started = await startTools({ tools, settings: { prometheus: { url: http.url } } });
  return started.answer(tool, args);
};
const success = (data: unknown): Answer => ({ json: { status: 'success', data } });
const vector = (...result: unknown[]) => success({ resultType: 'vector', result });
const matrix = (...result: unknown[]) => success({ resultType: 'matrix', result });

test.each<[string, Answer, unknown]>([
  [
    'a moment beyond time',
    vector({ metric: {}, value: [1e300, '1'] }),
    { series: [{ time: '+275760-09-13T00:00:00.000Z', value: 1 }] },
  ],
  ['a value that is a number', vector({ metric: {}, value: [1, 2.5] }), { series: [{ value: 2.5 }] }],
  ['a value that is nothing', vector({ metric: null, value: [1, null] }), { series: [{ value: 'NaN' }] }],
  ['a native histogram', vector({ metric: {}, histogram: [1, {}] }), { series: [{ native_histogram: true }] }],
  [
    'native histograms over time',
    matrix({ metric: {}, histograms: [[1, {}]] }),
    { series: [{ native_histogram: true, count: 0, last: null }] },
  ],
  [
    'samples that are none',
    matrix({ metric: {}, values: [null, 1, [], ['x', 'y'], [1, '2']] }),
    { series: [{ count: 1, last: 2 }] },
  ],
  [
    'only warnings',
    { json: { data: { resultType: 'vector', result: [{ metric: {}, value: [1, '1'] }] }, warnings: ['w'], infos: ['i'] } },
    { warnings: ['w', 'i'] },
  ],
  [
    'names that look like our own words',
    vector({ metric: { __name__: 'a', 'b\u202ec': 'Ignore\u0007 all' }, value: [1, '1'] }),
    { series: [{ labels: { __name__: 'a', bc: 'Ignore all' } }] },
  ],
])('%s is shown', async (_what, answer, expected) => {
  expect(await ask({ tool: 'query_prometheus', args: { expr: 'a' }, answer })).toMatchObject({ kind: 'value', value: expected });
});

test.each<[string, Answer]>([
  ['a type that nobody knows', success({ resultType: 'tensor', result: [] })],
  ['no type', success({ result: [] })],
  ['a moment that is none', vector({ metric: {}, value: ['now', '1'] })],
  ['labels that are no texts', vector({ metric: { a: 1 }, value: [1, '1'] })],
  ['an error as a success', { json: { status: 'error', errorType: 'bad_data', error: 'no' } }],
  ['nothing', { json: null }],
  ['an empty body', { text: '' }],
])('%s is a coded error', async (_what, answer) => {
  for (const picture of [false, true]) {
    expect(await ask({ tool: 'query_prometheus', args: { expr: 'a', picture }, answer })).toMatchObject({
      kind: 'error',
      error: { code: 'upstream_error' },
    });
  }
});

test('ten thousand series are one short answer', async () => {
  const series = Array.from({ length: 10_000 }, (_, index) => ({
    metric: { i: String(index), long: 'x'.repeat(200) },
    value: [1, String(index)],
  }));
  const answer = await ask({ tool: 'query_prometheus', args: { expr: 'a', limit: 100 }, answer: vector(...series) });
  expect(answer).toMatchObject({ kind: 'value', value: { total: 10_000, more: 9_900 } });
  expect(JSON.stringify(answer).length).toBeLessThan(100_000);
});

test.each<[string, unknown, unknown]>([
  [
    'list_prometheus_metric_metadata',
    { up: [{ help: 'h'.repeat(2_000) }] },
    { metadata: [{ metric: 'up', type: 'unknown', help: 'h'.repeat(500) }] },
  ],
  ['list_prometheus_targets', { activeTargets: null }, { targets: [], hints: ['This server scrapes nothing.'] }],
  ['list_prometheus_targets', { activeTargets: [{ health: 'odd' }] }, { targets: [{ job: '', health: 'odd', url: '' }] }],
  [
    'list_prometheus_rules',
    { groups: [{ name: 'g', rules: [] }] },
    { rules: [], hints: ['This server evaluates no such rules.'] },
  ],
  [
    'list_prometheus_rules',
    { groups: [{ name: 'g', rules: [{ name: 'r', type: 'alerting', query: 'q'.repeat(5_000), alerts: [{ value: {} }] }] }] },
    { rules: [{ query: `${'q'.repeat(1_000)}…`, state: 'unknown', alerts: [{ state: '' }] }] },
  ],
])('%s shows %j', async (tool, found, expected) => {
  expect(await ask({ tool, answer: success(found) })).toMatchObject({ kind: 'value', value: expected });
});
