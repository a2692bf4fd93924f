import { describe, expect, test } from 'vitest';
import { parseExpression } from '../../expressions/parse-expression.ts';
import { substitute, type VariableValue } from './substitute.ts';
import { builtInValues, variableValues } from './values.ts';

const value = (values: readonly string[], more: Partial<VariableValue> = {}): VariableValue => ({
  values,
  isMulti: false,
  isRaw: false,
  ...more,
});
const values = new Map([
  ['job', value(['api'])],
  ['one', value(['a.b'], { isMulti: true })],
  ['two', value(['a.b', 'c|d'], { isMulti: true })],
  ['all', value(['.*'], { isMulti: true, isRaw: true })],
  ['quote', value(['a"} or vector(1) #'])],
]);

test.each([
  ['up{job="$job"}', 'up{job="api"}'],
  ['up{job="[[job]]"}', 'up{job="api"}'],
  ['up{job=~"${one}"}', String.raw`up{job=~"a\\.b"}`],
  ['up{job=~"$two"}', String.raw`up{job=~"(a\\.b|c\\|d)"}`],
  ['up{job=~"${two:regex}"}', String.raw`up{job=~"(a\\.b|c\\|d)"}`],
  ['up{job=~"${two:pipe}"}', 'up{job=~"a.b|c|d"}'],
  ['a ${two:csv} b', 'a a.b,c|d b'],
  ['a ${two:json} b', 'a ["a.b","c|d"] b'],
  ['a ${two:glob} b', 'a {a.b,c|d} b'],
  ['a ${two:doublequote} b', 'a "a.b","c|d" b'],
  ['a ${two:singlequote} b', "a 'a.b','c|d' b"],
  ['up{job=~"${all:regex}"}', 'up{job=~".*"}'],
  ['label_replace(up, "x", "$1", "y", "(.*)")', 'label_replace(up, "x", "$1", "y", "(.*)")'],
])('%s becomes %s', (text, expected) => {
  expect(substitute({ text, values })).toEqual({ text: expected, unresolved: [] });
});

test('names each variable without a value once, and leaves it where it is', () => {
  expect(substitute({ text: 'a{x="$x",y="${y:csv}",z="$x"}', values })).toEqual({
    text: 'a{x="$x",y="${y:csv}",z="$x"}',
    unresolved: ['x', 'y'],
  });
});

test('a value cannot end the quotes that it stands in', async () => {
  const { text } = substitute({ text: 'up{job="$quote"}', values });
  expect(text).toBe(String.raw`up{job="a\"} or vector(1) #"}`);
  expect((await parseExpression({ text, language: 'promql' })).problem).toBeUndefined();
});

test('the range and the step of a query have the names of Grafana', () => {
  const found = builtInValues({ fromMs: 1_000_000, toMs: 4_600_000, stepS: 20 });
  expect(substitute({ text: '[$__interval] [$__rate_interval] [${__range}] $__range_s $__from $__auto', values: found })).toEqual(
    {
      text: '[20s] [60s] [3600s] 3600 1000000 20s',
      unresolved: [],
    },
  );
});

describe('the value of a variable', () => {
  const variable = {
    name: 'v',
    type: 'query',
    current: [],
    options: [],
    isMulti: false,
    allValue: undefined,
    query: undefined,
    regex: undefined,
  };
  const used = (change: object, given = {}) =>
    substitute({ text: '$v', values: variableValues({ variables: [{ ...variable, ...change }], given }) });

  test.each([
    ['what the dashboard opens with', { current: ['x'] }, {}, 'x'],
    ['what the caller says', { current: ['x'] }, { v: 'y' }, 'y'],
    ['several that the caller says', { current: ['x'] }, { v: ['y', 'z'] }, '(y|z)'],
    ['the first option where nothing was chosen', { options: ['first', 'second'] }, {}, 'first'],
    ['all options', { current: ['$__all'], options: ['a', 'b'], isMulti: true }, {}, '(a|b)'],
    ['what stands for all', { current: ['$__all'], options: ['a', 'b'], isMulti: true, allValue: 'a.*' }, {}, 'a.*'],
    ['anything where all are unknown', { isMulti: true }, {}, '.*'],
  ])('is %s', (_what, change, given, expected) => {
    expect(used(change, given)).toEqual({ text: expected, unresolved: [] });
  });

  test('is not known where nothing says it, and may be that of a variable that the dashboard does not have', () => {
    expect(used({})).toEqual({ text: '$v', unresolved: ['v'] });
    const values = variableValues({ variables: [], given: { v: 'x', toString: 'y' } });
    expect(substitute({ text: '$v $constructor', values })).toEqual({ text: 'x $constructor', unresolved: ['constructor'] });
  });
});
