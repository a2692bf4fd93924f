import { quoted } from '@lineclear/core/plugin';
import { arrayAt, isObject, type JsonObject, numberAt, objectAt, textAt } from '../json/json-value.ts';
import { cannotExport } from './cannot-export.ts';
import { durationOf } from './durations.ts';
import { isExpression } from './rule-data.ts';
import { mathOf } from './math.ts';
import { referenceOf } from './thresholds.ts';

/** The condition of a rule in PromQL. */
export interface ExportedExpression {
  readonly expression: string;
  readonly notes: readonly string[];
  /** The letters whose value is the value of the expression. */
  readonly valueOf: ReadonlySet<string>;
}

const operators: Readonly<Record<string, string>> = { gt: '>', lt: '<', gte: '>=', lte: '<=', eq: '==', ne: '!=' };
const overTime: Readonly<Record<string, string>> = {
  mean: 'avg_over_time',
  max: 'max_over_time',
  min: 'min_over_time',
  sum: 'sum_over_time',
  count: 'count_over_time',
};

/** Follows the letters from the condition to its query. Throws `unsupported` where a step has no counterpart. */
export const toExpression = ({
  data,
  refId,
  isRecord,
}: {
  data: readonly JsonObject[];
  refId: string;
  isRecord: boolean;
}): ExportedExpression => {
  const chain = chainFrom({ data, refId });
  const [query] = chain;
  if (query === undefined) throw cannotExport({ reason: 'rule_condition', says: 'its condition names no query' });
  const notes: string[] = [];
  const base = queryText({ query, notes });
  // A query that is the condition itself is true for every value but zero.
  const steps = chain.slice(1);
  const expression =
    steps.length === 0 && !isRecord ? `(${base}) != 0` : steps.reduce((inner, step) => apply({ inner, step, query }), base);
  // The letter of a comparison stands for 0 or 1, the others for the value.
  const valued = chain.filter((step) => !isExpression(step) || textAt(objectAt(step, 'model'), 'type') === 'reduce');
  const valueOf = new Set(valued.map((step) => textAt(step, 'refId') ?? ''));
  if (isRecord && chain.length > 1 && textAt(objectAt(chain.at(-1), 'model'), 'type') !== 'reduce')
    throw cannotExport({ reason: 'record', says: 'a recording rule records a value, not a comparison' });
  return { expression, notes, valueOf };
};

/** From the query to the condition. */
const chainFrom = ({ data, refId }: { data: readonly JsonObject[]; refId: string }): readonly JsonObject[] => {
  const chain: JsonObject[] = [];
  let letter = refId;
  while (chain.length <= data.length) {
    const current = letter;
    const step = data.find((query) => textAt(query, 'refId') === current);
    if (step === undefined) break;
    chain.unshift(step);
    if (!isExpression(step)) return chain;
    const model = objectAt(step, 'model') ?? {};
    letter = textAt(model, 'type') === 'math' ? (mathOf(model)?.reference ?? '') : referenceOf(model);
  }
  throw cannotExport({ reason: 'rule_condition', says: 'its condition does not lead to one query' });
};

const queryText = ({ query, notes }: { query: JsonObject; notes: string[] }): string => {
  const model = objectAt(query, 'model');
  const type = textAt(objectAt(model, 'datasource'), 'type');
  const text = textAt(model, 'expr');
  if (text === undefined || (type !== undefined && type !== 'prometheus'))
    throw cannotExport({
      reason: 'datasource',
      says: `its query is not one of Prometheus but of ${quoted(type ?? 'nothing')}`,
    });
  const rangeS = numberAt(objectAt(query, 'relativeTimeRange'), 'from') ?? 600;
  const filled = text
    .replaceAll(/\$\{?__range(?:_s|_ms)?\}?/g, (macro) =>
      macro.includes('_ms') ? String(rangeS * 1_000) : macro.includes('_s') ? String(rangeS) : durationOf(rangeS),
    )
    .replaceAll(/\$\{?__(?:rate_)?interval\}?(?!_)/g, '5m');
  if (filled !== text) notes.push('macros of Grafana are written out; $__rate_interval and $__interval as 5m.');
  if (/\$\{?[A-Za-z_]/.test(filled.replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`/g, '')))
    throw cannotExport({ reason: 'variable', says: 'its query has a variable' });
  return filled;
};

const apply = ({ inner, step, query }: { inner: string; step: JsonObject; query: JsonObject }): string => {
  const model = objectAt(step, 'model') ?? {};
  const type = textAt(model, 'type');
  if (type === 'reduce') return reduce({ inner, model, query });
  if (type === 'threshold') return compare({ inner, model });
  const math = type === 'math' ? mathOf(model) : undefined;
  if (math !== undefined) return math.comparison === undefined ? inner : `(${inner}) ${math.comparison}`;
  throw cannotExport({
    reason: 'expression',
    says: `Prometheus has no counterpart of the expression type ${quoted(type ?? '')}`,
  });
};

const reduce = ({ inner, model, query }: { inner: string; model: JsonObject; query: JsonObject }): string => {
  const reducer = textAt(model, 'reducer') ?? 'last';
  // The newest value is what Prometheus evaluates anyway.
  if (reducer === 'last') return inner;
  const name = Object.hasOwn(overTime, reducer) ? overTime[reducer] : undefined;
  if (name === undefined)
    throw cannotExport({
      reason: 'reducer',
      says: `Prometheus has no counterpart of the reducer ${quoted(reducer)}`,
    });
  const rangeS = numberAt(objectAt(query, 'relativeTimeRange'), 'from') ?? 600;
  return `${name}((${inner})[${durationOf(rangeS)}:])`;
};

const compare = ({ inner, model }: { inner: string; model: JsonObject }): string => {
  const [condition] = arrayAt(model, 'conditions');
  const evaluator = isObject(condition) ? objectAt(condition, 'evaluator') : undefined;
  const [low, high] = arrayAt(evaluator, 'params').filter((param) => typeof param === 'number');
  const type = textAt(evaluator, 'type') ?? '';
  const operator = Object.hasOwn(operators, type) ? operators[type] : undefined;
  if (operator !== undefined && low !== undefined) return `(${inner}) ${operator} ${low}`;
  if (low !== undefined && high !== undefined && type === 'within_range') return `((${inner}) > ${low}) < ${high}`;
  if (low !== undefined && high !== undefined && type === 'outside_range') return `(${inner}) < ${low} or (${inner}) > ${high}`;
  throw cannotExport({
    reason: 'threshold',
    says: `Prometheus has no counterpart of the threshold ${quoted(type)}`,
  });
};
