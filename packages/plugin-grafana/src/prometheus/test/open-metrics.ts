/** When the series begin and end, in milliseconds since the epoch: an hour of which every value is known. */
export const seededFromMs = Date.parse('2026-03-02T11:00:00Z');
export const seededToMs = Date.parse('2026-03-02T12:00:00Z');
const everyS = 15;

/** Deterministic series as OpenMetrics: a counter that is half errors, a histogram, gauges, and values that are no numbers. */
export const openMetrics = (): string => {
  const steps = Array.from({ length: (seededToMs - seededFromMs) / (everyS * 1_000) + 1 }, (_, index) => index);
  const series = (name: string, valueAt: (step: number) => number | string): string[] =>
    steps.map((step) => `${name} ${valueAt(step)} ${seededFromMs / 1_000 + step * everyS}`);
  return [
    '# TYPE http_requests counter',
    ...series('http_requests_total{job="api",code="200",method="GET"}', (step) => step * 30),
    ...series('http_requests_total{job="api",code="500",method="GET"}', (step) => step * 30),
    ...series('http_requests_total{job="web",code="200",method="POST"}', (step) => step * 15),
    '# TYPE http_request_duration_seconds histogram',
    ...buckets.flatMap(([bound, share]) =>
      series(`http_request_duration_seconds_bucket{job="api",le="${bound}"}`, (step) => step * share),
    ),
    ...series('http_request_duration_seconds_sum{job="api"}', (step) => step * 25),
    ...series('http_request_duration_seconds_count{job="api"}', (step) => step * 100),
    '# TYPE temperature_celsius gauge',
    ...series('temperature_celsius{room="kitchen"}', (step) => 20 + step / 24),
    ...series('temperature_celsius{room="cellar"}', () => 12),
    ...series('temperature_celsius{room="oven"}', (step) => 250 - step / 2),
    '# TYPE queue_ratio gauge',
    ...series('queue_ratio', (step) => (step % 4 === 0 ? 'NaN' : step % 4 === 1 ? '+Inf' : 0.5)),
    '# EOF',
    '',
  ].join('\n');
};

/** Requests in 15 seconds that took no longer: half of them 0.1 s, 95 of 100 half a second. */
const buckets: readonly (readonly [string, number])[] = [
  ['0.1', 50],
  ['0.5', 95],
  ['1.0', 100],
  ['+Inf', 100],
];
