import { prometheusBinary, skipWithout } from '@lineclear/testing';
import { describe, expect, test } from 'vitest';
import { callerOf, useSeededPrometheus } from '../prometheus/test/start-tools.ts';
import { listPrometheusLabelNames } from './list-prometheus-label-names.ts';
import { listPrometheusLabelValues } from './list-prometheus-label-values.ts';
import { listPrometheusMetricMetadata } from './list-prometheus-metric-metadata.ts';
import { listPrometheusMetricNames } from './list-prometheus-metric-names.ts';

const hour = { start: '2026-03-02T11:00:00Z', end: 'now' };
const seeded = [
  'http_request_duration_seconds_bucket',
  'http_request_duration_seconds_count',
  'http_request_duration_seconds_sum',
  'http_requests_total',
  'queue_ratio',
  'temperature_celsius',
];

describe.skipIf(skipWithout(prometheusBinary))('on a real Prometheus', () => {
  const url = useSeededPrometheus();

  describe('list_prometheus_metric_names', () => {
    const list = callerOf({ tool: listPrometheusMetricNames, url });

    test('lists the metrics of a range', async () => {
      expect(await list(hour)).toEqual({ metrics: seeded, total: 6, more: 0, hints: [] });
    });

    test('without a range everything that is kept counts', async () => {
      await expect.poll(() => list({ regex: '^up$' })).toMatchObject({ metrics: ['up'] });
      expect((await list({ limit: 1_000 }))['metrics']).toEqual(expect.arrayContaining([...seeded, 'up']));
    });

    test.each([
      ['request', seeded.slice(0, 4)],
      ['^http_.*_total$', ['http_requests_total']],
      ['queue|celsius', ['queue_ratio', 'temperature_celsius']],
      ['.*', seeded],
    ])('the expression %s finds %j', async (regex, metrics) => {
      expect(await list({ regex, ...hour })).toMatchObject({ metrics });
    });

    test('an expression that would take a backtracking matcher forever is answered at once', async () => {
      expect(await list({ regex: '^(([a-z])+.)+[A-Z]([a-z])+$', ...hour })).toMatchObject({ metrics: [] });
    });

    test('pages have no gaps', async () => {
      const pages = await Promise.all([1, 2, 3, 4].map((page) => list({ limit: 2, page, ...hour })));
      expect(pages.flatMap(({ metrics }) => metrics)).toEqual(seeded);
      expect(pages.map(({ more }) => more)).toEqual([4, 2, 0, 0]);
      expect(pages[3]).toMatchObject({ hints: ['There are fewer pages.'] });
    });

    test('says why there are none', async () => {
      expect(await list({ regex: 'xyzzy' })).toMatchObject({ metrics: [], hints: [expect.stringContaining('shorter regex')] });
      expect(await list({ start: '2020-01-01', end: '2020-01-02' })).toMatchObject({ hints: [expect.stringContaining('range')] });
    });

    test('an expression that is none is refused', async () => {
      await expect(list({ regex: '(' })).rejects.toMatchObject({
        code: 'invalid_input',
        message: 'regex is no regular expression.',
        hint: expect.stringContaining('Correct regex'),
        details: { reason: 'regex', upstream: expect.stringContaining('missing closing )') },
      });
    });

    test('the older name answers the bare list', async () => {
      const args = { datasourceUid: 'prometheus', regex: 'queue', startRfc3339: hour.start };
      expect(await list(args, 'mcp_grafana_list_prometheus_metric_names')).toEqual({ result: ['queue_ratio'] });
    });
  });

  describe('list_prometheus_metric_metadata', () => {
    const list = callerOf({ tool: listPrometheusMetricMetadata, url });
    const duration = 'prometheus_http_request_duration_seconds';

    test('shows type and help of scraped metrics, also by the name of a series', async () => {
      await expect.poll(() => list({ metric: duration })).toMatchObject({ total: 1 });
      const expected = { metadata: [{ metric: duration, type: 'histogram', help: 'Histogram of latencies for HTTP requests.' }] };
      expect(await list({ metric: duration })).toEqual({ ...expected, total: 1, more: 0, hints: [] });
      expect(await list({ metric: `${duration}_bucket` })).toMatchObject(expected);
      expect(
        await list(
          { datasourceUid: 'prometheus', metric: duration, limitPerMetric: 1 },
          'mcp_grafana_list_prometheus_metric_metadata',
        ),
      ).toEqual({
        [duration]: [{ type: 'histogram', help: 'Histogram of latencies for HTTP requests.', unit: '' }],
      });
    });

    test('says how many are left out', async () => {
      await expect.poll(() => list({ limit: 3 })).toMatchObject({ total: expect.toSatisfy((total: number) => total > 50) });
      const { metadata, more, total } = await list({ limit: 3 });
      expect(metadata).toHaveLength(3);
      expect(more).toBe(Number(total) - 3);
    });

    test('says what it means when nobody describes a metric', async () => {
      expect(await list({ metric: 'temperature_celsius' })).toMatchObject({
        metadata: [],
        hints: [expect.stringContaining('recorded')],
      });
    });
  });

  describe('list_prometheus_label_names', () => {
    const list = callerOf({ tool: listPrometheusLabelNames, url });

    test('lists the labels of a range, or of what is selected', async () => {
      expect(await list(hour)).toEqual({
        labels: ['__name__', 'code', 'job', 'le', 'method', 'room'],
        total: 6,
        more: 0,
        hints: [],
      });
      expect(await list({ matches: ['temperature_celsius', 'queue_ratio'], ...hour })).toMatchObject({
        labels: ['__name__', 'room'],
      });
      expect(await list({ limit: 2, ...hour })).toMatchObject({ labels: ['__name__', 'code'], total: 6, more: 4 });
    });

    test('says why there are none', async () => {
      expect(await list({ matches: ['xyzzy'] })).toMatchObject({
        labels: [],
        hints: [expect.stringContaining('No series is selected')],
      });
    });

    test('the older name takes the older filters', async () => {
      const args = { matches: [{ filters: [{ name: 'room', type: '=~', value: 'k.*' }] }], startRfc3339: hour.start };
      expect(await list(args, 'mcp_grafana_list_prometheus_label_names')).toEqual({ result: ['__name__', 'room'] });
    });

    test('a selector that selects everything is refused with what is missing', async () => {
      await expect(list({ matches: ['{room!="oven"}'] })).rejects.toMatchObject({
        code: 'invalid_input',
        hint: expect.stringContaining('Name a metric'),
        details: { reason: 'selects_all' },
      });
    });

    test('a selector that is none is refused', async () => {
      await expect(list({ matches: ['{'] })).rejects.toMatchObject({ code: 'invalid_input' });
    });
  });

  describe('list_prometheus_label_values', () => {
    const list = callerOf({ tool: listPrometheusLabelValues, url });

    test('lists the values of a label, or of what is selected', async () => {
      expect(await list({ label: 'room' })).toEqual({ values: ['cellar', 'kitchen', 'oven'], total: 3, more: 0, hints: [] });
      expect(await list({ label: 'job', matches: ['http_requests_total{code="500"}'] })).toMatchObject({ values: ['api'] });
      expect(await list({ label: 'room', limit: 1 })).toMatchObject({ values: ['cellar'], total: 3, more: 2 });
    });

    test('names the labels that there are instead', async () => {
      expect(await list({ label: 'rooms' })).toMatchObject({ values: [], hints: [expect.stringMatching(/similar: room\.$/)] });
      expect(await list({ label: 'zone', matches: ['temperature_celsius'] })).toMatchObject({
        hints: ['None of these series has the label zone; they have __name__, room.'],
      });
    });

    test('the older name answers the bare list', async () => {
      const args = {
        datasourceUid: 'prometheus',
        labelName: 'room',
        matches: [{ filters: [{ name: 'room', type: '=~', value: 'c.*|k.*' }] }],
      };
      expect(await list(args, 'mcp_grafana_list_prometheus_label_values')).toEqual({ result: ['cellar', 'kitchen'] });
    });

    test('a name cannot climb out of its place in the address', async () => {
      await expect(list({ label: '../../status/config' })).rejects.toMatchObject({ code: 'invalid_input' });
      await expect(list({ label: '..' })).rejects.toMatchObject({ code: 'invalid_input' });
    });
  });
});
