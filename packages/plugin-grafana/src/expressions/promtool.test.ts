import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ServiceBinary, skipWithout } from '@lineclear/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { lintPromql } from './lint-expression.ts';

const promtool: ServiceBinary = { command: 'promtool', apt: 'prometheus' };
const folder = mkdtempSync(join(tmpdir(), 'promql-'));
afterAll(() => rmSync(folder, { recursive: true }));

const write = (name: string, lines: readonly string[]): string => {
  const file = join(folder, name);
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
};
const rulesOf = (expressions: readonly string[]): readonly string[] => [
  'groups:',
  '  - name: all',
  '    rules:',
  ...expressions.flatMap((expression, index) => [`      - record: r${index}`, `        expr: ${JSON.stringify(expression)}`]),
];

/** What a mistake evaluates to, what its repair evaluates to, and the series that both are evaluated on. */
const evaluated: readonly {
  readonly code: string;
  readonly text: string;
  readonly wrong: number | undefined;
  readonly right: number;
}[] = [
  {
    code: 'ratio_always_one',
    text: 'rate(requests_total{status="success"}[5m]) / rate(requests_total[5m])',
    wrong: 1,
    right: 0.75,
  },
  {
    code: 'vectors_never_match',
    text: 'rate(requests_total{status="error"}[5m]) / rate(requests_total{status="success"}[5m])',
    wrong: undefined,
    right: 1 / 3,
  },
  { code: 'quantile_not_histogram', text: 'histogram_quantile(0.5, latency)', wrong: undefined, right: 0.5 },
  { code: 'quantile_without_le', text: 'histogram_quantile(0.5, sum(rate(latency_bucket[5m])))', wrong: undefined, right: 0.5 },
  {
    code: 'quantile_out_of_range',
    text: 'histogram_quantile(50, sum by (le) (rate(latency_bucket[5m])))',
    wrong: Number.POSITIVE_INFINITY,
    right: 0.5,
  },
  { code: 'buckets_summed', text: 'sum(rate(latency_bucket[5m]))', wrong: 5 / 60, right: 2 / 60 },
];

const series = [
  "      - { series: 'requests_total{status=\"success\"}', values: '0+3x30' }",
  "      - { series: 'requests_total{status=\"error\"}', values: '0+1x30' }",
  "      - { series: 'latency_bucket{le=\"0.5\"}', values: '0+1x30' }",
  "      - { series: 'latency_bucket{le=\"1\"}', values: '0+2x30' }",
  "      - { series: 'latency_bucket{le=\"+Inf\"}', values: '0+2x30' }",
  "      - { series: 'latency_count', values: '0+2x30' }",
];

const samplesOf = (value: number | undefined): string => {
  if (value === undefined) return '[]';
  return `[{ labels: LABELS, value: ${value === Number.POSITIVE_INFINITY ? '.inf' : Math.round(value * 1_000) / 1_000} }]`;
};

describe.skipIf(skipWithout(promtool))('Prometheus itself', () => {
  test.each([
    'sum(rate(x_total[5m])',
    'rate(x_total)',
    'rate(abs(x))',
    'sum(x_total[5m])',
    'x[5m] > 1',
    '{}',
    '{a!="b"}',
    '{job=~".*"}',
    'x{a=~"(?!b).*"}',
    'foo(x)',
  ])('refuses %s, which is found as an error', async (text) => {
    const findings = await lintPromql({ text });
    expect(findings.map(({ severity }) => severity)).toContain('error');
    expect(spawnSync(promtool.command, ['check', 'rules', write('refused.yml', rulesOf([text]))]).status).not.toBe(0);
  });

  test('accepts what has no finding, also where its words stand in unusual places', async () => {
    const texts = [
      'sum by (job) (rate(x{a="b"}[5m] offset 1h)) / on(job) group_left sum(y) by (job)',
      '-x ^ 2 + +y % 3',
      'x / y offset 5m @ end()',
      'max_over_time(rate(x_total[5m])[1h:1m] offset 1d)',
      'histogram_quantile(.9, sum(rate(x_bucket[5m])) by (le))',
      'x{a=~`b.+`, b!~"c|d",} and on() vector(1) unless z',
      'count_values("version", build) > bool 1 # comment',
      'label_replace(up, "a", "$1", "b", "(.*)")',
      '{__name__="x", a=~".+"}',
      'absent(up{job="a"}) or up == 0',
      'sum without (pod) (x) > 0x1F',
    ];
    for (const text of texts) expect(await lintPromql({ text })).toEqual([]);
    const said = execFileSync(promtool.command, ['check', 'rules', write('right.yml', rulesOf(texts))], { encoding: 'utf8' });
    expect(said).toContain(`SUCCESS: ${texts.length} rules found`);
  });

  test('evaluates mistakes as they are described, and their repairs as they are meant', async () => {
    const cases = await Promise.all(
      evaluated.map(async ({ code, text, wrong, right }) => ({
        text,
        wrong,
        right,
        repaired: (await lintPromql({ text })).find((finding) => finding.code === code)?.repaired ?? '',
      })),
    );
    expect(cases.every(({ repaired }) => repaired !== '')).toBe(true);
    const expressions = cases.flatMap(({ text, wrong, repaired, right }) => [
      [text, samplesOf(wrong).replace('LABELS', text.startsWith('rate') ? `'{status="success"}'` : `'{}'`)],
      [repaired, samplesOf(right).replace('LABELS', `'{}'`)],
    ]);
    const file = write('evaluated.yml', [
      'evaluation_interval: 1m',
      'tests:',
      '  - interval: 1m',
      '    input_series:',
      ...series,
      '    promql_expr_test:',
      ...expressions.flatMap(([expression, samples]) => [
        `      - expr: ${JSON.stringify(`round(${expression}, 0.001)`)}`,
        '        eval_time: 20m',
        `        exp_samples: ${samples}`,
      ]),
    ]);
    const said = spawnSync(promtool.command, ['test', 'rules', file], { encoding: 'utf8' });
    expect(said.stdout + said.stderr).toContain('SUCCESS');
    expect(said.status).toBe(0);
  });
});
