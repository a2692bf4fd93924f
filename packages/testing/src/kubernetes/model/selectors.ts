import type { JsonObject } from '@lineclear/core/plugin';
import type { KubernetesObject } from './object.ts';
import { at, listAt, textsAt } from './object.ts';

type Labels = Readonly<Record<string, string>>;
type Test = (labels: Labels) => boolean;

/** A label selector as in a query, `app=web,tier!=db,track in (a, b),!canary`; undefined where it is none. */
export const parseLabelSelector = (text: string): Test | undefined => {
  const tests = splitOutsideParentheses(text).map(toTest);
  return tests.every((one) => one !== undefined) ? (labels) => tests.every((test) => test(labels)) : undefined;
};

/** The selector of a workload or a policy: `matchLabels` and `matchExpressions`. An empty one takes everything. */
export const matchesSelector = (selector: JsonObject, labels: Labels): boolean =>
  Object.entries(textsAt(selector, 'matchLabels')).every(([name, value]) => labels[name] === value) &&
  listAt(selector, 'matchExpressions').every((expression) => matchesExpression(expression, labels));

/** A field selector as in a query, `metadata.name=web,status.phase!=Running`; undefined where it is none. */
export const parseFieldSelector = (text: string): ((object: KubernetesObject) => boolean) | undefined => {
  const tests = text
    .split(',')
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const found = /^\s*([\w.[\]/-]+?)\s*(==|!=|=)\s*(.*?)\s*$/.exec(part);
      if (found === null) return undefined;
      const [, path = '', operator, value] = found;
      return (object: KubernetesObject) => (fieldText(object, path) === value) === (operator !== '!=');
    });
  return tests.every((one) => one !== undefined) ? (object) => tests.every((test) => test(object)) : undefined;
};

const fieldText = (object: KubernetesObject, path: string): string => {
  const value = at(object, ...path.split('.'));
  return typeof value === 'object' || value === undefined ? '' : String(value);
};

const toTest = (part: string): Test | undefined => {
  const equality = /^([\w./-]+)\s*(==|!=|=)\s*([\w.-]*)$/.exec(part);
  if (equality !== null) {
    const [, name = '', operator, value] = equality;
    return (labels) => (labels[name] === value) === (operator !== '!=');
  }
  const set = /^([\w./-]+)\s+(in|notin)\s*\(([^()]*)\)$/.exec(part);
  if (set !== null) {
    const [, name = '', operator, list = ''] = set;
    const values = list.split(',').map((value) => value.trim());
    return (labels) => {
      const value = labels[name];
      return operator === 'in' ? value !== undefined && values.includes(value) : value === undefined || !values.includes(value);
    };
  }
  const existence = /^(!?)\s*([\w./-]+)$/.exec(part);
  if (existence === null) return undefined;
  const [, not, name = ''] = existence;
  return (labels) => (labels[name] !== undefined) === (not === '');
};

const matchesExpression = (expression: JsonObject, labels: Labels): boolean => {
  const { key, operator, values } = expression;
  const value = labels[String(key)];
  const isListed = Array.isArray(values) && value !== undefined && values.includes(value);
  switch (operator) {
    case 'In':
      return isListed;
    case 'NotIn':
      return !isListed;
    case 'Exists':
      return value !== undefined;
    default:
      return value === undefined;
  }
};

const splitOutsideParentheses = (text: string): readonly string[] =>
  text
    .split(/,(?![^(]*\))/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
