import { expect, test } from 'vitest';
import type { JsonObject } from '../json/json-value.ts';
import { normaliseRule } from './normalise-rule.ts';

const datasources = [
  { uid: 'prom-1', name: 'Metrics', type: 'prometheus', isDefault: true },
  { uid: 'loki-1', name: 'Logs', type: 'loki', isDefault: false },
];
const identity = {
  title: 'Errors',
  ruleGroup: 'tunnel',
  folderUID: 'tunnel',
  for: '5m',
  noDataState: 'NoData',
  execErrState: 'Error',
  orgID: 1,
};
const instant = (expr: string): JsonObject => ({
  refId: 'A',
  datasourceUid: 'prom-1',
  queryType: '',
  relativeTimeRange: { from: 600, to: 0 },
  model: {
    refId: 'A',
    expr,
    datasource: { type: 'prometheus', uid: 'prom-1' },
    instant: true,
    range: false,
    intervalMs: 1000,
    maxDataPoints: 43200,
  },
});
const normalised = (rule: JsonObject) => normaliseRule({ rule: { ...identity, ...rule }, datasources });
const codesOf = async (rule: JsonObject) => (await normalised(rule)).findings.map(({ code }) => code);

test('a rule as people write it becomes one that Grafana accepts and can evaluate', async () => {
  const { rule, findings, expressions } = await normaliseRule({
    datasources,
    rule: {
      title: 'High error rate',
      rule_group: 'tunnel',
      folderUID: 'tunnel-monitoring',
      orgID: 7,
      condition: 'A',
      execErrState: 'alerting',
      noDataState: 'no_data',
      for: 300,
      data: [
        {
          refId: 'A',
          queryType: 'range',
          datasourceUid: 'Metrics',
          model: { expr: 'rate(tunnel_errors_total[5m]) > 0.05', interval: '1m' },
        },
      ],
      annotations: { summary: 'Error rate is above 5%' },
      labels: { severity: 'critical', tier: 1 },
    },
  });
  expect(rule).toMatchObject({
    ruleGroup: 'tunnel',
    orgID: 1,
    condition: 'C',
    execErrState: 'Alerting',
    noDataState: 'NoData',
    for: '300s',
    labels: { severity: 'critical', tier: '1' },
    data: [
      {
        refId: 'A',
        datasourceUid: 'prom-1',
        relativeTimeRange: { from: 600, to: 0 },
        model: {
          refId: 'A',
          expr: 'rate(tunnel_errors_total[5m])',
          range: true,
          instant: false,
          interval: '1m',
          datasource: { type: 'prometheus', uid: 'prom-1' },
        },
      },
      { refId: 'B', datasourceUid: '__expr__', model: { refId: 'B', type: 'reduce', expression: 'A', reducer: 'last' } },
      {
        refId: 'C',
        datasourceUid: '__expr__',
        model: { type: 'threshold', expression: 'B', conditions: [{ evaluator: { type: 'gt', params: [0.05] } }] },
      },
    ],
  });
  expect(findings.map(({ code, path }) => `${code} ${path}`)).toEqual([
    'field_name $.rule_group',
    'state $.noDataState',
    'state $.execErrState',
    'duration $.for',
    'organisation $.orgID',
    'datasource $.data[0].datasourceUid',
    'time_range $.data[0].relativeTimeRange',
    'model $.data[0].model',
    'query_kind $.data[0].model',
    'comparison $.data[0].model.expr',
    'condition $.condition',
    'text $.labels.tier',
  ]);
  // The threshold moved, and what its number means is still read from the texts.
  expect(expressions).toMatchObject([{ code: 'per_second_as_share', refId: 'A', path: '$.data[0].model.expr' }]);
});

test.each<[string, JsonObject]>([
  ['a rule that is right', { condition: 'A', data: [instant('up')] }],
  ['a range query', { condition: 'A', data: [{ ...instant('up < 1'), model: { expr: 'up < 1', range: true } }] }],
  [
    'a log query',
    {
      condition: 'A',
      data: [{ refId: 'A', datasourceUid: 'loki-1', model: { expr: 'sum(count_over_time({app="x"}[5m])) > 3' } }],
    },
  ],
  ['little', { data: [{ model: { expr: 'up' } }], uid: 'x' }],
  ['a recording rule', { record: { from: 'A', metric: 'x' }, data: [instant('up')] }],
  [
    'unknown fields',
    { condition: 'A', xUnknown: { a: 1 }, data: [{ ...instant('up'), yUnknown: [1], model: { expr: 'up', zUnknown: 2 } }] },
  ],
])('a second time changes nothing: %s', async (_case, rule) => {
  const once = await normalised(rule);
  const twice = await normaliseRule({ rule: once.rule, datasources });
  expect(twice.rule).toEqual(once.rule);
  expect(twice.findings).toEqual([]);
});

test('fields that nobody knows stay', async () => {
  const { rule } = await normalised({
    xUnknown: { a: 1 },
    data: [{ ...instant('up'), yUnknown: [1], model: { expr: 'up', zUnknown: 2 } }],
  });
  expect(rule).toMatchObject({ xUnknown: { a: 1 }, data: [{ yUnknown: [1], model: { zUnknown: 2 } }] });
});

test.each([
  ['up == 0', 'up', { type: 'math', expression: '$A == 0' }],
  [
    '0.9 > (a / b)',
    '(a / b)',
    { type: 'threshold', expression: 'A', conditions: [{ evaluator: { type: 'lt', params: [0.9] } }] },
  ],
  ['(x <= 5)', 'x', { type: 'math', expression: '$A <= 5' }],
  [
    'temperature > -5',
    'temperature',
    { type: 'threshold', expression: 'A', conditions: [{ evaluator: { type: 'gt', params: [-5] } }] },
  ],
])('%s in an instant query is compared explicitly, because zero counts as false', async (text, expr, model) => {
  const { rule } = await normalised({ condition: 'A', data: [instant(text)] });
  expect(rule).toMatchObject({ condition: 'B', data: [{ model: { expr } }, { model }] });
});

test('a number in a formula is read together with the texts as well', async () => {
  const { expressions } = await normalised({
    title: 'Errors of 5 % or more',
    condition: 'A',
    data: [{ ...instant('rate(errors_total[5m]) >= 0.05'), model: { expr: 'rate(errors_total[5m]) >= 0.05', range: true } }],
  });
  expect(expressions.map(({ code }) => code)).toEqual(['per_second_as_share']);
});

test.each(['rate(x_total[5m]) > 0.05', 'x > 0', 'up', 'up == bool 0'])(
  '%s in an instant query is a condition as it is',
  async (text) => {
    const { rule, findings } = await normalised({ condition: 'A', data: [instant(text)] });
    expect(rule).toMatchObject({ condition: 'A', data: [{ model: { expr: text } }] });
    expect(findings).toEqual([]);
  },
);

test('what cannot be taken apart fires for whatever it leaves, and what is not compared is compared with zero', async () => {
  const over = (expr: string) => normalised({ condition: 'A', data: [{ ...instant(expr), model: { expr, range: true } }] });
  expect((await over('a > 1 and on() b > 2')).rule).toMatchObject({
    condition: 'C',
    data: [{}, { model: { type: 'reduce' } }, { model: { type: 'math', expression: 'is_number($B)' } }],
  });
  const bare = await over('rate(x_total[5m])');
  expect(bare.rule).toMatchObject({
    condition: 'C',
    data: [{}, {}, { model: { conditions: [{ evaluator: { type: 'gt', params: [0] } }] } }],
  });
  expect(bare.findings.map(({ code }) => code)).toContain('threshold');
});

test('a condition of expressions stays, and letters are not taken twice', async () => {
  const reduce = { refId: 'B', datasourceUid: '-100', model: { type: 'reduce', expression: 'A', reducer: 'mean' } };
  const threshold = {
    refId: 'C',
    model: { type: 'threshold', expression: 'B', conditions: [{ evaluator: { type: 'gt', params: [5] } }] },
  };
  const { rule, findings } = await normalised({ condition: 'C', data: [instant('up'), reduce, threshold] });
  expect(rule).toMatchObject({
    condition: 'C',
    data: [{}, { datasourceUid: '__expr__', relativeTimeRange: { from: 0, to: 0 } }, { datasourceUid: '__expr__' }],
  });
  expect(findings.map(({ code }) => code)).not.toContain('condition');
  const clash = await normalised({
    condition: 'A',
    data: [
      { ...instant('up'), model: { expr: 'up', range: true } },
      { ...reduce, refId: 'A' },
    ],
  });
  expect(clash.rule).toMatchObject({ data: [{ refId: 'A' }, { refId: 'B' }, { refId: 'C' }, { refId: 'D' }], condition: 'D' });
});

test.each<[string, JsonObject, JsonObject]>([
  ['seconds', { from: 300, to: 60 }, { from: 300, to: 60 }],
  ['durations', { from: '10m', to: '0' }, { from: 600, to: 0 }],
  ['moments', { from: 'now-1h', to: 'now' }, { from: 3600, to: 0 }],
  ['zeros', { from: 0, to: 0 }, { from: 600, to: 0 }],
  ['the wrong order', { from: 0, to: 600 }, { from: 600, to: 0 }],
])('a range in %s', async (_case, given, expected) => {
  const { rule } = await normalised({ data: [{ ...instant('up'), relativeTimeRange: given }] });
  expect(rule).toMatchObject({ data: [{ relativeTimeRange: expected }] });
});

test('queries without a datasource go where their language is spoken', async () => {
  const { rule } = await normalised({ condition: 'A', data: [{ expr: 'up' }, { model: { expr: 'sum(rate({app="x"}[5m]))' } }] });
  expect(rule).toMatchObject({
    data: [
      { refId: 'A', datasourceUid: 'prom-1', model: { expr: 'up', instant: true } },
      { refId: 'B', datasourceUid: 'loki-1' },
    ],
  });
});

test('texts are checked: braces, blocks, functions, letters', async () => {
  const { findings } = await normalised({
    condition: 'A',
    data: [instant('up')],
    labels: { 'bad-name': 'x' },
    annotations: {
      right:
        '{{ $labels.job }} {{ $values.A.Value | humanizePercentage }}{{ if eq $labels.a "end }}" }}x{{ else }}y{{- end -}}{{/* it\'s "}} */}}',
      open: '{{ $labels.job }',
      function: '{{ labels.job }}',
      block: '{{ if $labels.job }}',
      letter: '{{ $values.Z.Value }}',
      value: '{{ $value }}',
      __panelId__: '4',
    },
  });
  expect(findings.map(({ code, path }) => `${code} ${path}`)).toEqual([
    'label_name $.labels.bad-name',
    'template_braces $.annotations.open',
    'template_function $.annotations.function',
    'template_block $.annotations.block',
    'template_reference $.annotations.letter',
    'template_value $.annotations.value',
    'panel_link $.annotations.__panelId__',
  ]);
});

test('a group whose name would be a path gets another', async () => {
  expect((await normalised({ ruleGroup: 'a/b', data: [instant('up')] })).rule['ruleGroup']).toBe('a-b');
  expect(await codesOf({ ruleGroup: 'a/b', data: [instant('up')], condition: 'A' })).toEqual(['group_name']);
});

test.each<[string, JsonObject, string, string]>([
  ['no title', { title: ' ' }, 'rule_field', '$.title'],
  ['a long title', { title: 'x'.repeat(191) }, 'rule_field', '$.title'],
  ['no group', { ruleGroup: '' }, 'rule_field', '$.ruleGroup'],
  ['no folder', { folderUID: '' }, 'rule_field', '$.folderUID'],
  ['a folder that is no uid', { folderUID: 'my folder' }, 'rule_field', '$.folderUID'],
  ['a uid that is none', { uid: 'a b' }, 'rule_field', '$.uid'],
  ['a duration that is none', { for: 'soon' }, 'rule_field', '$.for'],
  ['a negative duration', { for: -5 }, 'rule_field', '$.for'],
  ['no query', { data: [] }, 'rule_data', '$.data'],
  ['hundreds of queries', { data: Array.from({ length: 51 }, () => ({})) }, 'rule_data', '$.data'],
  [
    'a condition that is no query',
    { condition: 'Z', data: [instant('up'), { ...instant('up'), refId: 'B' }] },
    'rule_condition',
    '$.condition',
  ],
])('%s is refused', async (_case, rule, reason, path) => {
  await expect(normalised({ data: [instant('up')], ...rule })).rejects.toMatchObject({
    code: 'invalid_input',
    details: { reason, path },
  });
});
