import { quoted } from '@lineclear/core/plugin';
import { arrayAt, isObject, type JsonObject, numberAt, objectAt, textAt } from '../../json/json-value.ts';
import { presenceIn } from '../math.ts';
import { referenceOf } from '../thresholds.ts';
import { NotEvaluable, type Values } from './values.ts';

/** Computes one of Grafana's own expressions from what it is about: reduce, threshold and simple math. Throws {@link NotEvaluable}. */
export const evaluateExpression = ({ model, valueOf }: { model: JsonObject; valueOf: (refId: string) => Values }): Values => {
  const type = textAt(model, 'type') ?? '';
  if (type === 'reduce') return reduce({ model, input: valueOf(referenceOf(model)) });
  if (type === 'threshold') return compareAll({ input: valueOf(referenceOf(model)), test: thresholdTest(model) });
  if (type === 'math') return evaluateMath({ expression: textAt(model, 'expression') ?? '', valueOf });
  throw new NotEvaluable(`An expression of the type ${quoted(type)} is computed by Grafana alone.`);
};

const reduce = ({ model, input }: { model: JsonObject; input: Values }): Values => {
  // What is a number already stays what it is.
  if (input.kind === 'numbers') return input;
  const name = textAt(model, 'reducer') ?? 'last';
  const reducer = reducers[name];
  if (reducer === undefined) throw new NotEvaluable(`The reducer ${quoted(name)} is computed by Grafana alone.`);
  const settings = objectAt(model, 'settings');
  const mode = textAt(settings, 'mode') ?? '';
  const replacement = numberAt(settings, 'replaceWithValue') ?? 0;
  const items = input.items.map(({ labels, values }) => {
    const usable =
      mode === 'dropNN'
        ? values.filter(Number.isFinite)
        : mode === 'replaceNN'
          ? values.map((value) => (Number.isFinite(value) ? value : replacement))
          : values;
    return { labels, value: usable.length === 0 && name !== 'count' ? Number.NaN : reducer(usable) };
  });
  return { kind: 'numbers', items };
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const reducers: Readonly<Record<string, (values: readonly number[]) => number>> = {
  last: (values) => values.at(-1) ?? Number.NaN,
  mean: (values) => sum(values) / values.length,
  min: (values) => values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY),
  max: (values) => values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY),
  sum,
  count: (values) => values.length,
  median: (values) => {
    const sorted = values.toSorted((one, other) => one - other);
    const middle = Math.floor(sorted.length / 2);
    const upper = sorted[middle] ?? Number.NaN;
    return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
  },
};

const tests: Readonly<Record<string, (value: number, low: number, high: number) => boolean>> = {
  gt: (value, low) => value > low,
  gte: (value, low) => value >= low,
  lt: (value, low) => value < low,
  lte: (value, low) => value <= low,
  eq: (value, low) => value === low,
  ne: (value, low) => value !== low,
  within_range: (value, low, high) => value > low && value < high,
  within_range_included: (value, low, high) => value >= low && value <= high,
  outside_range: (value, low, high) => value < low || value > high,
  outside_range_included: (value, low, high) => value <= low || value >= high,
};

const thresholdTest = (model: JsonObject): ((value: number) => boolean) => {
  const [condition] = arrayAt(model, 'conditions').filter(isObject);
  const evaluator = objectAt(condition, 'evaluator');
  const test = tests[textAt(evaluator, 'type') ?? ''];
  const [low, high = Number.NaN] = arrayAt(evaluator, 'params').filter((param) => typeof param === 'number');
  if (test === undefined || low === undefined) throw new NotEvaluable('The threshold is of a kind that Grafana alone computes.');
  return (value) => test(value, low, high);
};

const compareAll = ({ input, test }: { input: Values; test: (value: number) => boolean }): Values => {
  const truth = (value: number): number => (test(value) ? 1 : 0);
  return input.kind === 'numbers'
    ? { kind: 'numbers', items: input.items.map(({ labels, value }) => ({ labels, value: truth(value) })) }
    : { kind: 'series', items: input.items.map(({ labels, values }) => ({ labels, values: values.map(truth) })) };
};

const comparison =
  /^\s*\$(?:\{(?<braced>[^}]+)\}|(?<plain>\w+))\s*(?<operator>>=|<=|==|!=|>|<)\s*(?<limit>[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?)\s*$/i;
const words: Readonly<Record<string, string>> = { '>': 'gt', '>=': 'gte', '<': 'lt', '<=': 'lte', '==': 'eq', '!=': 'ne' };

const evaluateMath = ({ expression, valueOf }: { expression: string; valueOf: (refId: string) => Values }): Values => {
  const compared = comparison.exec(expression)?.groups;
  if (compared !== undefined) {
    const test = tests[words[compared['operator'] ?? ''] ?? ''];
    const limit = Number(compared['limit']);
    return compareAll({
      input: valueOf(compared['braced'] ?? compared['plain'] ?? ''),
      test: (value) => test?.(value, limit, Number.NaN) === true,
    });
  }
  const asked = presenceIn(expression);
  if (asked !== undefined) return compareAll({ input: valueOf(asked), test: (value) => !Number.isNaN(value) });
  throw new NotEvaluable('The formula is computed by Grafana alone.');
};
