import { expect, test } from 'vitest';
import type { LintContext } from './finding.ts';
import { lintPromql } from './lint-expression.ts';
import type { MetricType } from './metric-types.ts';

const metricTypes: ReadonlyMap<string, MetricType> = new Map<string, MetricType>([
  ['requests_seen', 'counter'],
  ['temperature', 'gauge'],
  ['latency', 'histogram'],
  ['size_of_things', 'gauge'],
  ['jobs', 'summary'],
  ['tunnel_requests_total', 'counter'],
]);
const known: LintContext = { metricTypes };
const alert: LintContext = { use: 'alert' };
const panel: LintContext = { use: 'panel' };

/** A mistake, what it is called, and the text without it. */
const mistakes: readonly (readonly [text: string, code: string, repaired: string | undefined, context?: LintContext])[] = [
  [
    `rate(tunnel_requests_total{status='success'}[5m]) / rate(tunnel_requests_total[5m])`,
    'ratio_always_one',
    `sum(rate(tunnel_requests_total{status='success'}[5m])) / sum(rate(tunnel_requests_total[5m]))`,
  ],
  ['100 * (up{job="a"} / up) > 5', 'ratio_always_one', '100 * (sum(up{job="a"}) / sum(up)) > 5'],
  ['rate(x[$__rate_interval]) / rate(x[$__rate_interval])', 'ratio_always_one', undefined],
  [
    'sum by (status, job) (rate(x{status="ok"}[5m])) / sum by (status, job) (rate(x[5m]))',
    'ratio_always_one',
    'sum by (job) (rate(x{status="ok"}[5m])) / sum by (job) (rate(x[5m]))',
  ],
  [
    'sum without (pod) (rate(x{status="ok"}[5m])) / sum without (pod) (rate(x[5m]))',
    'ratio_always_one',
    'sum without (pod, status) (rate(x{status="ok"}[5m])) / sum without (pod, status) (rate(x[5m]))',
  ],
  ['x{a="b"} offset 1h / x offset 1h', 'ratio_always_one', 'sum(x{a="b"} offset 1h) / sum(x offset 1h)'],
  ['rate(x{s="a"}[5m]) / rate(y{s="b"}[5m])', 'vectors_never_match', 'sum(rate(x{s="a"}[5m])) / sum(rate(y{s="b"}[5m]))'],
  ['a{s="1"} - a{s="2"}', 'vectors_never_match', 'sum(a{s="1"}) - sum(a{s="2"})'],
  [
    'histogram_quantile(0.95, tunnel_request_latency_ms)',
    'quantile_not_histogram',
    'histogram_quantile(0.95, sum by (le) (rate(tunnel_request_latency_ms_bucket[5m])))',
  ],
  [
    'histogram_quantile(0.95, rate(latency{a="b"}[1m]))',
    'quantile_not_histogram',
    'histogram_quantile(0.95, sum by (le) (rate(latency_bucket{a="b"}[1m])))',
    known,
  ],
  [
    'histogram_quantile(0.95, size_of_things)',
    'quantile_not_histogram',
    'histogram_quantile(0.95, sum by (le) (rate(size_of_things_bucket[5m])))',
    known,
  ],
  [
    'histogram_quantile(0.9, sum(rate(x_bucket[5m])))',
    'quantile_without_le',
    'histogram_quantile(0.9, sum by (le) (rate(x_bucket[5m])))',
  ],
  [
    'histogram_quantile(0.9, sum by (job) (rate(x_bucket[5m] offset 1h)))',
    'quantile_without_le',
    'histogram_quantile(0.9, sum by (le, job) (rate(x_bucket[5m] offset 1h)))',
  ],
  [
    'histogram_quantile(0.9, sum without (le, pod) (rate(x_bucket[5m])))',
    'quantile_without_le',
    'histogram_quantile(0.9, sum without (pod) (rate(x_bucket[5m])))',
  ],
  [
    'histogram_quantile(0.9, x_bucket{a="b"})',
    'quantile_without_rate',
    'histogram_quantile(0.9, sum by (le) (rate(x_bucket{a="b"}[5m])))',
  ],
  [
    'histogram_quantile(95, sum by (le) (rate(x_bucket[5m])))',
    'quantile_out_of_range',
    'histogram_quantile(0.95, sum by (le) (rate(x_bucket[5m])))',
  ],
  ['quantile(99.9, up)', 'quantile_out_of_range', 'quantile(0.999, up)'],
  ['quantile_over_time(50, up[1h])', 'quantile_out_of_range', 'quantile_over_time(0.5, up[1h])'],
  ['sum(rate(x_bucket[5m]))', 'buckets_summed', 'sum(rate(x_count[5m]))'],
  ['sum by (job) (rate(x_bucket[5m]))', 'buckets_summed', 'sum by (job) (rate(x_count[5m]))'],
  ['rate(temperature[5m])', 'rate_of_gauge', 'deriv(temperature[5m])', known],
  ['increase(node_filesystem_free_bytes[1h])', 'rate_of_gauge', 'delta(node_filesystem_free_bytes[1h])'],
  ['sum(irate(disk_usage_ratio[5m]))', 'rate_of_gauge', 'sum(idelta(disk_usage_ratio[5m]))'],
  ['delta(requests_total[5m])', 'delta_of_counter', 'increase(requests_total[5m])'],
  ['deriv(requests_seen[5m])', 'delta_of_counter', 'rate(requests_seen[5m])', known],
  ['rate(x_total)', 'range_missing', 'rate(x_total[5m])'],
  ['max_over_time(x{a="b"} offset 1h)', 'range_missing', 'max_over_time(x{a="b"}[5m] offset 1h)'],
  ['quantile_over_time(0.9, x)', 'range_missing', 'quantile_over_time(0.9, x[5m])'],
  ['rate(abs(x))', 'range_missing', undefined],
  ['rate(sum by (job) (x_total))', 'rate_of_sum', 'sum by (job) (rate(x_total[5m]))'],
  ['rate(sum(x_total)[10m:1m])', 'rate_of_sum', 'sum(rate(x_total[5m]))'],
  ['sum(x_total[5m])', 'range_unexpected', 'sum(rate(x_total[5m]))'],
  ['x[5m]', 'range_unexpected', undefined, panel],
  ['x_total[5m] > 1', 'range_unexpected', 'rate(x_total[5m]) > 1'],
  ['rate(x_total[1m])', 'range_too_short', 'rate(x_total[2m])', { scrapeIntervalMs: 30_000 }],
  ['rate(x_total[5s] offset 1m)', 'range_too_short', 'rate(x_total[40s] offset 1m)', { scrapeIntervalMs: 10_000 }],
  ['x{a=~".*", b="c"}', 'matcher_matches_all', 'x{b="c"}'],
  ['x{b="c", a=~"^(.*)$"}', 'matcher_matches_all', 'x{b="c"}'],
  ['x{a!~".*"}', 'matcher_matches_nothing', undefined],
  ['x{a=~"(?!b).*"}', 'regex_unsupported', undefined],
  ['{}', 'selector_empty', undefined],
  ['count({job=~".*"})', 'selector_empty', undefined],
  ['{job!="a"}', 'selector_empty', undefined],
  ['count({__name__=~".+"})', 'selector_unbounded', undefined],
  ['irate(x_total[5m]) > 1', 'irate_in_alert', 'rate(x_total[5m]) > 1', alert],
  ['topk(5, x) > 1', 'topk_in_alert', undefined, alert],
  ['rate(x_total{job="$job"}[$__rate_interval]) > 1', 'variable_in_alert', undefined, alert],
  ['sum(x_errors_total) > 100', 'counter_compared', 'sum(increase(x_errors_total[5m])) > 100', alert],
  ['x_errors_total', 'counter_compared', 'increase(x_errors_total[5m])', { use: 'alert', thresholds: [10] }],
  ['rate(tunnel_errors_total[5m]) > 0.05', 'per_second_as_share', undefined, { about: 'Error rate is above 5%' }],
  ['sum(rate(tunnel_errors_total[5m]))', 'per_second_as_share', undefined, { about: 'more than 5 per cent', thresholds: [0.05] }],
  ['rate(tunnel_errors_total[5m]) > 5', 'per_second_as_share', undefined, { about: 'Errors > 5 %' }],
  [
    'rate(tunnel_errors_total[5m]) > 0.05',
    'per_second_as_share',
    'sum(rate(tunnel_errors_total[5m])) / sum(rate(tunnel_requests_total[5m])) > 0.05',
    { about: 'error ratio too high', metricTypes },
  ],
  [
    'sum by (job) (rate(http_requests_total{job="a", status=~"5.."}[5m])) > 0.01',
    'per_second_as_share',
    'sum by (job) (rate(http_requests_total{job="a", status=~"5.."}[5m])) / sum by (job) (rate(http_requests_total{job="a"}[5m])) > 0.01',
    { about: 'over 1%' },
  ],
  ['0.05 < rate(errors_total[5m]) * 1', 'per_second_as_share', undefined, { about: '{{ $value | humanizePercentage }} fail' }],
  ['sum(rate(x[5m])', 'syntax', undefined],
];

test.each(mistakes.map(([text, code, repaired, context = {}]) => ({ text, code, repaired, context })))(
  '$text is found: $code',
  async ({ text, code, repaired, context }) => {
    const findings = await lintPromql({ text, context });
    const found = findings.find((finding) => finding.code === code);
    expect(findings.map((finding) => finding.code)).toContain(code);
    expect(found?.repaired).toBe(repaired);
    expect(found?.message).toMatch(/^.{15,220}[.]$/);
    expect(text.slice(found?.at.from, found?.at.to).length).toBeLessThanOrEqual(text.length);
  },
);

const repairs = mistakes.flatMap(([, code, repaired, context = {}]) =>
  repaired === undefined ? [] : [{ code, repaired, context }],
);

test.each(repairs)('$repaired has no more $code', async ({ code, repaired, context }) => {
  const codes = (await lintPromql({ text: repaired, context })).map((finding) => finding.code);
  expect(codes).not.toContain(code);
  expect(codes).not.toContain('syntax');
});

/** What people write, and what is right. */
const correct: readonly (readonly [text: string, context?: LintContext])[] = [
  ['sum(rate(x{status="success"}[5m])) / sum(rate(x[5m]))'],
  ['sum by (job) (rate(x{status="ok"}[5m])) / sum by (job) (rate(x[5m]))'],
  ['sum by (status) (rate(x[5m])) / ignoring(status) group_left sum(rate(x[5m]))'],
  ['rate(x{s="a"}[5m]) / ignoring(s) rate(x{s="b"}[5m])'],
  ['rate(x_sum[5m]) / rate(x_count[5m])'],
  ['node_memory_free_bytes / node_memory_total_bytes'],
  ['x / x offset 1d'],
  ['x / (x) offset 1d @ 5'],
  ['rate(x_total[5m]) / -rate(x_total[5m] offset 1d)'],
  ['x / max_over_time(rate(x_total[5m])[1h:])'],
  ['rate(x[5m]) / rate(x[1h])'],
  ['$a{b="c"} / $a'],
  ['x{s="a"} or x{s="b"}'],
  ['x{s="a"} unless y{s="b"}'],
  ['sum(x{s="a"}) - sum(x{s="b"})'],
  ['histogram_quantile(0.99, sum by (le, job) (rate(x_bucket{a="b"}[5m])))'],
  ['histogram_quantile(0.99, sum without (pod) (rate(x_bucket[5m])))'],
  ['histogram_quantile($q, rate(x_bucket[$__rate_interval]))'],
  ['histogram_quantile(0.9, job:x_bucket:rate5m)'],
  ['histogram_quantile(0.9, job:latency:rate5m)'],
  ['histogram_quantile(0.9, $metric)'],
  ['histogram_quantile(0.9, sum by ($group) (rate(x_bucket[5m])))'],
  ['sum by ([[group]]) (rate(x_bucket[5m]))'],
  ['sum by (status, ${group}) (rate(x{status="a"}[5m])) / sum by (status, ${group}) (rate(x[5m]))'],
  ['histogram_quantile(0.5, sum(rate(x_bucket[5m])) by (le)) > 0.2', alert],
  ['sum(rate(x_bucket{le="0.2"}[5m])) / sum(rate(x_count[5m]))'],
  ['sum by (le) (increase(x_bucket[1m]))', panel],
  ['rate(http_requests_total[5m])'],
  ['rate(requests_seen[5m])', known],
  ['rate(node_network_receive_bytes[5m])'],
  ['rate(job:errors:sum[5m])'],
  ['delta(temperature[1h])', known],
  ['sum(increase(x_total[1h])) by (job)'],
  ['max_over_time(rate(x_total[5m])[1h:])'],
  ['rate($metric)'],
  ['changes(up[1h]) > 3 and absent_over_time(up[5m])'],
  ['predict_linear(node_filesystem_free_bytes[6h], 4 * 3600) < 0', alert],
  ['x_total[5m]', { use: 'query' }],
  ['rate(x_total[2m])', { scrapeIntervalMs: 30_000 }],
  ['rate(x_total[$__rate_interval])', { scrapeIntervalMs: 60_000 }],
  ['avg_over_time(x[10s])', { scrapeIntervalMs: 60_000 }],
  ['x{a=~".+"}'],
  ['x{a=~"$job", b=~"a|b.*"}'],
  ['{job="a"}'],
  ['{__name__=~"http_.*"}'],
  ['{__name__="x"}'],
  ['{"quoted.name"}'],
  ['{$filters}'],
  ['irate(x_total[5m])', panel],
  ['topk(5, rate(x_total[5m]))', panel],
  ['sum(rate(x_total[$__rate_interval])) > 1', alert],
  ['process_start_time_seconds > 5', alert],
  ['x_total > 1', panel],
  ['sum(rate(errors_total[5m])) / sum(rate(requests_total[5m])) > 0.05', { use: 'alert', about: 'Error rate above 5%' }],
  ['sum(rate(errors_total[5m])) > 10', { use: 'alert', about: 'More than 10 errors per second' }],
  ['rate(process_cpu_seconds_total[5m]) > 0.8', { use: 'alert', about: 'CPU above 80 %' }],
  ['rate(errors_total[5m]) > 0.05', { use: 'alert', about: 'Errors of the 95th percentile' }],
  ['rate(errors_total[5m]) > 3', { use: 'alert', about: 'Error rate is 3 per second, disk is 80% full' }],
  ['time() - x_timestamp_seconds > 3600', alert],
  ['label_replace(up, "a", "$1", "b", "(.*)")', panel],
  ['-x + +y ^ 2'],
  ['up == bool 1'],
  ['sum by (datname) (pg_stat_activity_count) < 5', alert],
  ['delta(pg_locks_count[5m])'],
  ['rate(pg_txid_current[1m]) < 5', alert],
  ['jobs_succeeded_total == 0', alert],
  [
    'sum(rate(auth_total{status="failed"}[5m])) / sum(rate(auth_total[5m])) > 0.1 and sum(rate(auth_total[5m])) > 0.1',
    { use: 'alert', about: 'More than 10 % fail' },
  ],
  [
    '(sum by (instance) (avg by (mode, instance) (rate(node_cpu_seconds_total{mode!="idle"}[2m]))) > 0.8) * on(instance) group_left(nodename) node_uname_info{nodename=~".+"}',
    { use: 'alert', about: 'CPU load is > 80%' },
  ],
  ['count(sum(label_replace(node_uname_info, "kernel", "$1", "release", "([0-9]+.[0-9]+.[0-9]+).*")) by (kernel)) > 1', alert],
  ['{__name__=~"pg_settings_.*"} != ON(__name__, instance) {__name__=~"pg_settings_([^t]|t[^r]).*"} OFFSET 5m', alert],
];

test.each(correct.map(([text, context = {}]) => ({ text, context })))('$text is right', async ({ text, context }) => {
  expect(await lintPromql({ text, context })).toEqual([]);
});

test('says whether a type is known or only suggested by the name', async () => {
  const [certain] = await lintPromql({ text: 'rate(temperature[5m])', context: known });
  const [suggested] = await lintPromql({ text: 'rate(queue_depth[5m])' });
  expect(certain).toMatchObject({ severity: 'error', message: expect.stringContaining('is a gauge') });
  expect(suggested).toMatchObject({ severity: 'warning', message: expect.stringContaining('looks like a gauge') });
});
