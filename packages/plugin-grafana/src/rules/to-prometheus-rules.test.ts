import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ServiceBinary, skipWithout } from '@lineclear/testing';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../json/json-value.ts';
import { normaliseRule } from './normalise-rule.ts';
import { toPrometheusRules } from './to-prometheus-rules.ts';

const datasources = [
  { uid: 'prom-1', name: 'Metrics', type: 'prometheus', isDefault: true },
  { uid: 'loki-1', name: 'Logs', type: 'loki', isDefault: false },
];
const written = async (rule: JsonObject) =>
  (await normaliseRule({ rule: { title: 'T', ruleGroup: 'g', folderUID: 'f', for: '5m', ...rule }, datasources })).rule;
const rangeOf = (expr: string): JsonObject => ({ condition: 'A', data: [{ refId: 'A', model: { expr, range: true } }] });
const expressionOf = (model: JsonObject, letter: string): JsonObject => ({ refId: letter, datasourceUid: '__expr__', model });
const exprIn = (rule: JsonObject) => /^ {8}expr: (".*")$/m.exec(toPrometheusRules({ group: 'g', rules: [rule] }).yaml)?.[1];

const threshold = (type: string, params: readonly number[]): JsonObject => ({
  condition: 'C',
  data: [
    { refId: 'A', model: { expr: 'rate(x_total[5m])', range: true }, relativeTimeRange: { from: 900, to: 0 } },
    expressionOf({ type: 'reduce', expression: 'A', reducer: 'mean' }, 'B'),
    expressionOf({ type: 'threshold', expression: 'B', conditions: [{ evaluator: { type, params } }] }, 'C'),
  ],
});

const exported: readonly (readonly [string, JsonObject, string])[] = [
  ['a comparison over a range', rangeOf('rate(x_total[5m]) > 0.05'), '(rate(x_total[5m])) > 0.05'],
  ['a comparison that cannot be taken apart', rangeOf('a > 1 and on() b > 2'), 'a > 1 and on() b > 2'],
  ['an instant query', { data: [{ model: { expr: 'up' } }] }, '(up) != 0'],
  ['an instant comparison', { data: [{ model: { expr: '0.05 < rate(x_total[5m])' } }] }, '(rate(x_total[5m])) > 0.05'],
  ['an instant filter', { data: [{ model: { expr: 'up == 0 or absent(up)' } }] }, 'up == 0 or absent(up)'],
  ['a truth', { data: [{ model: { expr: 'x > bool 5' } }] }, '(x > bool 5) > 0'],
  ['a mean', threshold('gt', [5]), '(avg_over_time((rate(x_total[5m]))[15m:])) > 5'],
  ['a band', threshold('within_range', [1, 5]), '((avg_over_time((rate(x_total[5m]))[15m:])) > 1) < 5'],
  [
    'outside of a band',
    threshold('outside_range', [1, 5]),
    '(avg_over_time((rate(x_total[5m]))[15m:])) < 1 or (avg_over_time((rate(x_total[5m]))[15m:])) > 5',
  ],
  [
    'a formula',
    {
      condition: 'B',
      data: [{ model: { expr: 'x' }, refId: 'A' }, expressionOf({ type: 'math', expression: '${A} >= 3' }, 'B')],
    },
    '(x) >= 3',
  ],
  ['macros', rangeOf('rate(x_total[$__rate_interval]) / $__range_s > 1'), '(rate(x_total[5m]) / 600) > 1'],
];

test.each(exported)('%s', async (_case, rule, expr) => {
  expect(exprIn(await written(rule))).toBe(JSON.stringify(expr));
});

test.each<[string, JsonObject, string]>([
  [
    'logs',
    { condition: 'A', data: [{ refId: 'A', datasourceUid: 'loki-1', model: { expr: 'sum(rate({app="x"}[5m])) > 1' } }] },
    'datasource',
  ],
  [
    'a formula of two queries',
    {
      condition: 'C',
      data: [
        { refId: 'A', model: { expr: 'a' } },
        { refId: 'B', model: { expr: 'b' } },
        expressionOf({ type: 'math', expression: '$A / $B > 1' }, 'C'),
      ],
    },
    'rule_condition',
  ],
  [
    'a classic condition',
    {
      condition: 'B',
      data: [{ refId: 'A', model: { expr: 'a' } }, expressionOf({ type: 'classic_conditions', expression: 'A' }, 'B')],
    },
    'expression',
  ],
  [
    'an unknown reducer',
    {
      ...threshold('gt', [1]),
      data: [{ refId: 'A', model: { expr: 'a' } }, expressionOf({ type: 'reduce', expression: 'A', reducer: 'diff' }, 'B')],
      condition: 'B',
    },
    'reducer',
  ],
  [
    'a circle',
    {
      condition: 'A',
      data: [expressionOf({ type: 'reduce', expression: 'B' }, 'A'), expressionOf({ type: 'reduce', expression: 'A' }, 'B')],
    },
    'rule_condition',
  ],
  ['a variable', rangeOf('x > $limit'), 'variable'],
  ['a threshold without a number', threshold('has_no_value', []), 'threshold'],
])('%s cannot be said in PromQL', async (_case, rule, reason) => {
  const normal = await written(rule);
  expect(() => toPrometheusRules({ group: 'g', rules: [normal] })).toThrow(
    expect.objectContaining({ code: 'unsupported', details: { reason } }),
  );
});

const texts: JsonObject = {
  title: 'Errors: "many" #1\nand more',
  keep_firing_for: '10m',
  labels: { severity: 'critical', yes: 'no', empty: '' },
  annotations: {
    summary: '{{ $labels.job }}: {{ $values.B.Value | humanizePercentage }} \u0085\u2028 fail: {a: b}',
    reduced: '{{ $values.C }}',
    __dashboardUid__: 'x',
    __panelId__: '1',
    'odd name': 'x',
  },
  noDataState: 'Alerting',
};

test('texts become those of Prometheus, and what it has no word for is said', async () => {
  const rule = await written({ ...rangeOf('rate(x_total[5m]) > 0.05'), ...texts });
  const { yaml, notes } = toPrometheusRules({ group: 'tunnel: "a"', intervalS: 90, rules: [rule] });
  expect(yaml).toContain('  - name: "tunnel: \\"a\\""\n    interval: 90s\n    rules:\n');
  expect(yaml).toContain('        keep_firing_for: 10m\n');
  expect(yaml).toContain('{{ $labels.job }}: {{ $value | humanizePercentage }}');
  expect(yaml).not.toContain('__dashboardUid__');
  expect(notes.map((note) => note.replace(/^"(?:[^"\\]|\\.)*": /, ''))).toEqual([
    'the template of reduced uses what Prometheus does not know.',
    '"odd name" is no name that Prometheus accepts.',
    'no data does not alert in Prometheus; absent() in a rule of its own would.',
  ]);
});

const promtool: ServiceBinary = { command: 'promtool', apt: 'prometheus' };

describe.skipIf(skipWithout(promtool))('promtool', () => {
  test('accepts every exported rule', async () => {
    const rules = await Promise.all([
      ...exported.map(([, rule], index) => written({ ...rule, title: `Rule ${index}` })),
      written({ ...rangeOf('up == 0'), ...texts }),
      written({
        title: 'Recorded',
        record: { from: 'A', metric: 'job:x:rate' },
        data: [{ model: { expr: 'sum by (job) (rate(x_total[5m]))' } }],
      }),
    ]);
    const folder = mkdtempSync(join(tmpdir(), 'rules-'));
    try {
      const file = join(folder, 'rules.yml');
      writeFileSync(file, toPrometheusRules({ group: 'all: of "them"', intervalS: 60, rules }).yaml);
      const said = execFileSync(promtool.command, ['check', 'rules', file], { encoding: 'utf8', timeout: 20_000 });
      expect(said).toContain(`SUCCESS: ${rules.length} rules found`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
