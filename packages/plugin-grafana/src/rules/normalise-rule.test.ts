import { expect, test } from 'vitest';
import type { JsonObject } from '../json/json-value.ts';
import { normaliseRule } from './normalise-rule.ts';
import { compared, datasources, instant, normalised } from './test/normalised.ts';

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
    'duration $.for',
    'organisation $.orgID',
    'datasource $.data[0].datasourceUid',
    'time_range $.data[0].relativeTimeRange',
    'model $.data[0].model',
    'query_kind $.data[0].model',
    'comparison $.data[0].model.expr',
    'condition $.condition',
    'state $.noDataState',
    'state $.execErrState',
    'text $.labels.tier',
  ]);
  // The threshold moved, and what its number means is still read from the texts.
  expect(expressions).toMatchObject([{ code: 'per_second_as_share', refId: 'A', path: '$.data[0].model.expr' }]);
});

test.each<[string, JsonObject]>([
  ['a rule that is right', compared('up')],
  ['an instant query', { condition: 'A', data: [instant('up')] }],
  ['a filter', { condition: 'A', data: [instant('a > b')], noDataState: null }],
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
  expect(twice.findings.filter(({ before, after }) => before !== after)).toEqual([]);
});

test('fields that nobody knows stay', async () => {
  const { rule } = await normalised({
    xUnknown: { a: 1 },
    data: [{ ...instant('up'), yUnknown: [1], model: { expr: 'up', zUnknown: 2 } }],
  });
  expect(rule).toMatchObject({ xUnknown: { a: 1 }, data: [{ yUnknown: [1], model: { zUnknown: 2 } }, {}, {}] });
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
  ['the wrong order', { from: 60, to: 3600 }, { from: 3600, to: 60 }],
  ['negative numbers', { from: -1800, to: 0 }, { from: 1800, to: 0 }],
  ['fractions', { from: 90.4, to: 0.2 }, { from: 90, to: 0 }],
  ['a moment since 1970', { from: 1_700_000_000, to: 0 }, { from: 600, to: 0 }],
  ['nothing', {}, { from: 600, to: 0 }],
])('a range in %s', async (_case, given, expected) => {
  const { rule } = await normalised({ data: [{ ...instant('up'), relativeTimeRange: given }] });
  expect(rule).toMatchObject({ data: [{ relativeTimeRange: expected }, {}, {}] });
});

test('queries without a datasource go where their language is spoken', async () => {
  const { rule } = await normalised({ condition: 'A', data: [{ expr: 'up' }, { model: { expr: 'sum(rate({app="x"}[5m]))' } }] });
  expect(rule).toMatchObject({
    data: [
      { refId: 'A', datasourceUid: 'prom-1', model: { expr: 'up', instant: true } },
      { refId: 'B', datasourceUid: 'loki-1' },
      { refId: 'C' },
      { refId: 'D' },
    ],
  });
});

test.each<[string, JsonObject, JsonObject]>([
  [
    'a datasource that is not listed',
    { datasourceUid: 'gone', model: { datasource: { type: 'influxdb', uid: 'gone' } } },
    { type: 'influxdb', uid: 'gone' },
  ],
  [
    'one that is listed',
    { datasourceUid: 'prom-1', model: { datasource: { type: 'loki', uid: 'prom-1' } } },
    { type: 'prometheus', uid: 'prom-1' },
  ],
  [
    'an empty uid',
    { datasourceUid: '', model: { datasource: { type: 'loki', uid: 'loki-1' } } },
    { type: 'loki', uid: 'loki-1' },
  ],
  ['a type without a uid', { model: { datasource: { type: 'loki' } } }, { type: 'loki', uid: 'loki-1' }],
])('the type of %s stays true', async (_case, query, datasource) => {
  const { rule } = await normalised({ data: [{ refId: 'A', ...query }] });
  expect(rule).toHaveProperty('data.0.datasourceUid', datasource['uid']);
  expect(rule).toHaveProperty('data.0.model.datasource', expect.objectContaining(datasource));
});

test('the type stays also for credentials that may list no datasource', async () => {
  const model = { expr: 'up', datasource: { type: 'prometheus', uid: 'hidden' } };
  const { rule } = await normaliseRule({
    datasources: [],
    rule: { title: 'T', ruleGroup: 'g', folderUID: 'f', data: [{ refId: 'A', datasourceUid: 'hidden', model }] },
  });
  expect(rule).toMatchObject({ data: [{ model: { ...model, instant: true } }, {}, {}] });
});

test('texts are checked: braces, blocks, functions, letters', async () => {
  const { findings } = await normalised({
    ...compared('up'),
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
  expect(await codesOf({ ruleGroup: 'a/b', ...compared('up') })).toEqual(['group_name']);
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
