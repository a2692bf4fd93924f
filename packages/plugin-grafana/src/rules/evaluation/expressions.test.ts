import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../json/json-value.ts';
import { evaluateExpression } from './expressions.ts';
import { NotEvaluable, type Values } from './values.ts';

const series = (...values: readonly number[]): Values => ({ kind: 'series', items: [{ labels: { job: 'a' }, values }] });
const numbers = (...values: readonly number[]): Values => ({
  kind: 'numbers',
  items: values.map((value, index) => ({ labels: { index: String(index) }, value })),
});

const compute = (model: JsonObject, input: Values): readonly unknown[] => {
  const found = evaluateExpression({ model: { expression: 'A', ...model }, valueOf: () => input });
  return found.items.map((item) => ('value' in item ? item.value : item.values));
};

describe('reduce', () => {
  test.each([
    ['last', 2],
    ['mean', 4],
    ['min', 1],
    ['max', 9],
    ['sum', 12],
    ['count', 3],
    ['median', 2],
  ])('%s', (reducer, value) => {
    expect(compute({ type: 'reduce', reducer }, series(1, 9, 2))).toEqual([value]);
  });

  test('drops or replaces what is no number as its mode says, and is no number otherwise', () => {
    const input = series(1, Number.NaN, 3);
    expect(compute({ type: 'reduce', reducer: 'sum', settings: { mode: 'dropNN' } }, input)).toEqual([4]);
    expect(compute({ type: 'reduce', reducer: 'sum', settings: { mode: 'replaceNN', replaceWithValue: 5 } }, input)).toEqual([9]);
    expect(compute({ type: 'reduce', reducer: 'sum' }, input)).toEqual([Number.NaN]);
    expect(compute({ type: 'reduce', reducer: 'max' }, series())).toEqual([Number.NaN]);
    expect(compute({ type: 'reduce', reducer: 'median' }, series(1, 3))).toEqual([2]);
  });

  test('leaves single values as they are', () => {
    expect(compute({ type: 'reduce', reducer: 'count' }, numbers(7))).toEqual([7]);
  });
});

describe('threshold', () => {
  test.each([
    ['gt', [5], [0, 0, 1]],
    ['gte', [5], [0, 1, 1]],
    ['lt', [5], [1, 0, 0]],
    ['lte', [5], [1, 1, 0]],
    ['eq', [5], [0, 1, 0]],
    ['ne', [5], [1, 0, 1]],
    ['within_range', [4, 6], [0, 1, 0]],
    ['within_range_included', [5, 9], [0, 1, 1]],
    ['outside_range', [4, 6], [1, 0, 1]],
    ['outside_range_included', [5, 8], [1, 1, 1]],
  ])('%s %j', (type, params, expected) => {
    expect(compute({ type: 'threshold', conditions: [{ evaluator: { type, params } }] }, numbers(1, 5, 9))).toEqual(expected);
  });

  test('never holds for what is no number', () => {
    const of = (type: string) =>
      compute({ type: 'threshold', conditions: [{ evaluator: { type, params: [5, 6] } }] }, numbers(Number.NaN));
    expect([of('gt'), of('lt'), of('outside_range')]).toEqual([[0], [0], [0]]);
  });

  test('compares each point of a series', () => {
    expect(compute({ type: 'threshold', conditions: [{ evaluator: { type: 'gt', params: [1] } }] }, series(1, 2))).toEqual([
      [0, 1],
    ]);
  });
});

test.each([
  ['$A > 2', [0, 1]],
  ['${A} <= 1', [1, 0]],
  ['$A != -1e3', [1, 1]],
  ['is_number($A)', [1, 1]],
])('math %s', (expression, expected) => {
  expect(compute({ type: 'math', expression }, numbers(1, 3))).toEqual(expected);
});

test.each<JsonObject>([
  { type: 'math', expression: '$A / $B' },
  { type: 'classic_conditions', conditions: [] },
  { type: 'reduce', reducer: 'stddev' },
  { type: 'threshold', conditions: [] },
  { type: 'sql', expression: 'select 1' },
  {},
])('leaves %j to Grafana', (model) => {
  expect(() => compute(model, series(1))).toThrow(NotEvaluable);
});
