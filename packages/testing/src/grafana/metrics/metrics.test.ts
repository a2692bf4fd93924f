import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { skipWithout } from '../../services/binary.ts';
import { prometheusBinary } from '../../services/prometheus.ts';
import { openMetricsOf } from './open-metrics.ts';
import type { SeededPrometheus } from './seeded-prometheus.ts';
import { startSeededPrometheus } from './seeded-prometheus.ts';
import { startTunnelService } from './tunnel-service.ts';

const endMs = Date.parse('2026-01-31T12:00:00Z');

const query = async (
  url: string,
  { expression, atMs }: { expression: string; atMs?: number },
): Promise<readonly [string, number][]> => {
  const search = new URLSearchParams({ query: expression, ...(atMs !== undefined && { time: String(atMs / 1000) }) });
  const answer = (await (await fetch(`${url}/api/v1/query?${search.toString()}`)).json()) as {
    data: { result: { metric: Record<string, string>; value: [number, string] }[] };
  };
  return answer.data.result.map(({ metric, value }) => [Object.values(metric).join(','), Number(value[1])]);
};

test('the same end gives the same history', () => {
  expect(openMetricsOf({ endMs, minutes: 60 })).toBe(openMetricsOf({ endMs, minutes: 60 }));
  expect(openMetricsOf({ endMs, minutes: 60 })).toContain(
    'tunnel_requests_total{job="tunnel",instance="tunnel.example:9464",status="success"} 0 ',
  );
});

describe.skipIf(skipWithout(prometheusBinary))('a real Prometheus', () => {
  let prometheus: SeededPrometheus;
  beforeAll(async () => {
    prometheus = await startSeededPrometheus({ endMs });
  });
  afterAll(() => prometheus.stop());

  const quarterHour = 15 * 60_000;
  const failing = endMs - 25 * 60_000;

  test.for([
    ['requests', 'sum(rate(tunnel_requests_total[5m]))', endMs, 10],
    [
      'the share of failed requests',
      'sum(rate(tunnel_requests_total{status="error"}[5m])) / sum(rate(tunnel_requests_total[5m]))',
      endMs,
      0.005,
    ],
    [
      'the share of failed requests during the failure',
      'sum(rate(tunnel_requests_total{status="error"}[5m])) / sum(rate(tunnel_requests_total[5m]))',
      failing,
      0.5,
    ],
    ['the median', 'histogram_quantile(0.5, sum by (le) (rate(tunnel_request_latency_ms_bucket[5m])))', endMs, 250 / 3],
    ['the 95th percentile', 'histogram_quantile(0.95, sum by (le) (rate(tunnel_request_latency_ms_bucket[5m])))', endMs, 231.25],
    ['the breaker during the failure', 'sum(tunnel_circuit_breaker_state)', failing, 2],
    ['the breaker after it', 'sum(tunnel_circuit_breaker_state)', endMs - quarterHour, 0],
    ['errors by reason', 'sum(rate(tunnel_errors_total{type="timeout"}[5m]))', failing, 1],
  ] as const)('has %s', async ([, expression, atMs, expected]) => {
    const [first] = await query(prometheus.url, { expression, atMs });
    expect(first?.[1] ?? Number.NaN).toBeCloseTo(expected, 3);
  });

  test('has every metric of the service', async () => {
    const answer = await fetch(`${prometheus.url}/api/v1/label/__name__/values?start=${endMs / 1000 - 3600}&end=${endMs / 1000}`);
    const { data } = (await answer.json()) as { data: string[] };
    expect(data).toEqual([
      'tunnel_active_connections',
      'tunnel_bytes_total',
      'tunnel_circuit_breaker_state',
      'tunnel_circuit_breaker_trips_total',
      'tunnel_errors_total',
      'tunnel_request_latency_ms_bucket',
      'tunnel_request_latency_ms_count',
      'tunnel_request_latency_ms_sum',
      'tunnel_requests_total',
      'up',
    ]);
  });
});

describe.skipIf(skipWithout(prometheusBinary))('the example service', () => {
  test('is scraped, and its failure can be seen', async () => {
    const service = await startTunnelService();
    onTestFinished(() => service.close());
    const prometheus = await startSeededPrometheus({ targets: [service.target], minutes: 60 });
    onTestFinished(() => prometheus.stop());
    const scraped = `{instance="${service.target}"}`;
    const firstValue = async (expression: string) => (await query(prometheus.url, { expression }))[0]?.[1];
    await until(async () => (await firstValue(`tunnel_circuit_breaker_state${scraped}`)) === 0);
    service.setMode('failing');
    await until(async () => (await firstValue(`tunnel_circuit_breaker_state${scraped}`)) === 2);
    expect(await firstValue(`tunnel_circuit_breaker_trips_total${scraped}`)).toBe(1);
    expect(await firstValue(`tunnel_requests_total{instance="${service.target}",status="success"}`)).toBeGreaterThan(35_000);
  });
});

const until = async (isTrue: () => Promise<boolean>): Promise<void> => {
  for (let tries = 0; tries < 400; tries += 1) {
    if (await isTrue()) return;
    await sleep(100);
  }
  throw new Error('It did not become true.');
};
