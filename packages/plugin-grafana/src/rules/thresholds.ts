import { arrayAt, isObject, type JsonObject, objectAt, textAt } from '../json/json-value.ts';
import { mathOf } from './math.ts';
import { isExpression } from './rule-data.ts';

/** The numbers that thresholds compare a query with, straight or after it was reduced. */
export const thresholdsOn = ({ data, refId }: { data: readonly JsonObject[]; refId: string }): readonly number[] => {
  const models = data.filter(isExpression).flatMap((query): readonly JsonObject[] => {
    const model = objectAt(query, 'model');
    return model === undefined ? [] : [model];
  });
  const reduced = models
    .filter((model) => textAt(model, 'type') === 'reduce' && referenceOf(model) === refId)
    .map((model) => textAt(model, 'refId'));
  const sources = new Set([refId, ...reduced]);
  return models.flatMap((model) => {
    if (textAt(model, 'type') === 'threshold') return sources.has(referenceOf(model)) ? limitsOf(model) : [];
    const math = textAt(model, 'type') === 'math' ? mathOf(model) : undefined;
    const limit = Number(math?.comparison?.split(' ')[1]);
    return math !== undefined && sources.has(math.reference) && Number.isFinite(limit) ? [limit] : [];
  });
};

/** The query that an expression is about, whether it is written `A` or `$A`. */
export const referenceOf = (model: JsonObject): string => (textAt(model, 'expression') ?? '').trim().replace(/^\$/, '');

const limitsOf = (model: JsonObject): readonly number[] =>
  arrayAt(model, 'conditions').flatMap((condition) =>
    isObject(condition)
      ? arrayAt(objectAt(condition, 'evaluator'), 'params')
          .filter((param) => typeof param === 'number')
          .slice(0, 2)
      : [],
  );
