import type { JsonObject } from '@lineclear/core/plugin';
import { prometheusBinary, skipWithout } from '@lineclear/testing';
import { describe, expect, test } from 'vitest';
import { callerOf, useSeededPrometheus } from '../prometheus/test/start-tools.ts';
import { queryPrometheusHistogram } from './query-prometheus-histogram.ts';

describe.skipIf(skipWithout(prometheusBinary))('on a real Prometheus', () => {
  const url = useSeededPrometheus();
  const query = callerOf({ tool: queryPrometheusHistogram, url });
  const metric = 'http_request_duration_seconds';

  test.each([
    [50, 0.1],
    [95, 0.5],
    [99, 0.9],
    [0, 0],
    [100, 1],
  ])('the %d-th percentile is %d', async (percentile, expected) => {
    const answer = await query({ metric, percentile });
    expect(Number(Object(answer['series'])[0].last)).toBeCloseTo(expected, 6);
    expect(answer).toMatchObject({ warnings: [], hints: [], start: '2026-03-02T11:00:00.000Z', end: '2026-03-02T12:00:00.000Z' });
  });

  test.each([metric, `${metric}_bucket`, `${metric}_count`])('%s is the same histogram', async (name) => {
    expect(await query({ metric: name, percentile: 95, labels: '{job="api"}', rate_interval: '10m' })).toMatchObject({
      query: `histogram_quantile(0.95, sum by (le) (rate(${metric}_bucket{job="api"}[10m])))`,
      series: [{ trend: 'steady', min: 0.5, max: 0.5 }],
    });
  });

  test('says so when the metric is no histogram', async () => {
    expect(await query({ metric: 'temperature_celsius', percentile: 95 })).toMatchObject({
      series: [],
      warnings: [expect.stringMatching(/^temperature_celsius is no histogram: there is no temperature_celsius_bucket\./)],
      hints: [],
    });
    // Prometheus' own metric has a type, because it is scraped.
    const now = { start: new Date(Date.now() - 60_000).toISOString(), end: new Date(Date.now() + 60_000).toISOString() };
    await expect
      .poll(() => query({ metric: 'prometheus_http_requests_total', percentile: 95, ...now }))
      .toMatchObject({ warnings: [expect.stringContaining('it is a counter. It has no percentiles.')] });
  });

  test('a share in the place of a percentile is noticed', async () => {
    expect(await query({ metric, percentile: 0.95 })).toMatchObject({
      query: expect.stringContaining('histogram_quantile(0.0095,'),
      hints: ['percentile is out of 100: 0.95 is nearly the smallest value. For the 95th give 95.'],
    });
  });

  test('labels that cannot be read are refused by themselves', async () => {
    await expect(query({ metric, percentile: 95, labels: 'job=api' })).rejects.toMatchObject({
      code: 'invalid_input',
      hint: expect.stringContaining('values in quotes'),
      details: { reason: 'labels' },
    });
  });

  test('a metric that does not exist has similar ones', async () => {
    expect(await query({ metric: 'http_request_duration', percentile: 95 })).toMatchObject({
      series: [],
      warnings: [],
      hints: [expect.stringContaining(`${metric}_bucket`)],
    });
  });

  test('labels that no series has are named', async () => {
    expect(await query({ metric, percentile: 95, labels: 'job="app"' })).toMatchObject({
      hints: [`No series of ${metric}_bucket has job="app" in this range; it has api.`],
    });
  });

  test('answers in the older shape under its older name', async () => {
    const args = { datasourceUid: 'prometheus', metric, percentile: 50, rateInterval: '5m', stepSeconds: 1_800 };
    expect(await query(args, 'mcp_grafana_query_prometheus_histogram')).toEqual({
      result: {
        resultType: 'matrix',
        result: [
          {
            metric: {},
            values: [
              [1_772_451_000, '0.1'],
              [1_772_452_800, '0.1'],
            ],
          },
        ],
      },
      query: `histogram_quantile(0.5, sum by (le) (rate(${metric}_bucket[5m])))`,
      hints: [],
    });
  });

  test.each<JsonObject>([
    { metric },
    { metric: 'a b', percentile: 95 },
    { metric, percentile: 101 },
    { metric, percentile: 95, rate_interval: '5' },
    { metric, percentile: 95, labels: 'job="a"}[5m])) or vector(1) or sum by (le) (rate(up{job="a"' },
  ])('refuses %j', async (args) => {
    await expect(query(args)).rejects.toMatchObject({ code: 'invalid_input' });
  });

  test('a mistake in the labels is found by Prometheus', async () => {
    await expect(query({ metric, percentile: 95, labels: 'job=~"("' })).rejects.toMatchObject({
      code: 'invalid_input',
      details: { reason: 'syntax', line: 1 },
    });
  });
});
