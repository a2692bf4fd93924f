import { isArray, isObject, type JsonValue, pathStep, valueAt } from '../../json/json-value.ts';
import { counted } from '../../schemas/counted.ts';
import type { Step } from './parse-path.ts';
import { refuse } from './refuse.ts';

/** A place in a document: the keys that lead to it, and what is there. The last key may name a place that does not exist yet. */
export interface Place {
  readonly keys: readonly (string | number)[];
  readonly parent: JsonValue;
  readonly exists: boolean;
  /** At the end of a list. */
  readonly isAppended: boolean;
}

/** Follows a path. Every step but the last must lead somewhere, and a filter to exactly one element. Throws `invalid_input`. */
export const locate = ({
  document,
  steps,
  path,
  index,
}: {
  document: JsonValue;
  steps: readonly Step[];
  path: string;
  index?: number | undefined;
}): Place => {
  const keys: (string | number)[] = [];
  let parent: JsonValue = document;
  for (const [position, step] of steps.entries()) {
    const key = keyOf({ parent, step, keys, path, index });
    keys.push(key);
    const value = childAt(parent, key);
    if (position === steps.length - 1) return { keys, parent, exists: value !== undefined, isAppended: step.kind === 'append' };
    if (value === undefined)
      throw refuse({ reason: 'path_not_found', path, index, says: `leads nowhere: there is no ${toPath(keys)}` });
    parent = value;
  }
  throw refuse({ reason: 'path_syntax', path, index, says: 'has no steps' });
};

/** Keys as a path of the same language. */
export const toPath = (keys: readonly (string | number)[]): string => `$${keys.map(pathStep).join('')}`;

/** The document with something else at a place: what `change` makes of the list or object that the place is in. */
export const changeParent = ({
  document,
  keys,
  change,
}: {
  document: JsonValue;
  keys: readonly (string | number)[];
  change: (parent: JsonValue) => JsonValue;
}): JsonValue => {
  const [key, ...rest] = keys;
  if (key === undefined || rest.length === 0) return change(document);
  const inner = childAt(document, key) ?? null;
  const after = changeParent({ document: inner, keys: rest, change });
  if (isArray(document)) return document.map((item, position) => (position === key ? after : item));
  return isObject(document) ? { ...document, [key]: after } : document;
};

const childAt = (parent: JsonValue, key: string | number): JsonValue | undefined => {
  if (isArray(parent)) return typeof key === 'number' ? parent[key] : undefined;
  return isObject(parent) && typeof key === 'string' ? valueAt(parent, key) : undefined;
};

const keyOf = ({
  parent,
  step,
  keys,
  path,
  index,
}: {
  parent: JsonValue;
  step: Step;
  keys: readonly (string | number)[];
  path: string;
  index?: number | undefined;
}): string | number => {
  if (step.kind === 'key') {
    if (isObject(parent)) return step.key;
    throw refuse({ reason: 'path_not_found', path, index, says: `leads nowhere: ${toPath(keys)} is no object` });
  }
  if (!isArray(parent))
    throw refuse({ reason: 'path_not_found', path, index, says: `leads nowhere: ${toPath(keys)} is no list` });
  if (step.kind === 'append') return parent.length;
  if (step.kind === 'index') {
    if (step.index <= parent.length) return step.index;
    throw refuse({
      reason: 'path_not_found',
      path,
      index,
      says: `leads nowhere: ${toPath(keys)} has ${counted({ count: parent.length, one: 'element' })}`,
    });
  }
  const fitting = [...parent.keys()].filter(
    (position) => follow({ value: parent[position] ?? null, keys: step.keys }) === step.value,
  );
  const [first] = fitting;
  if (first === undefined)
    throw refuse({ reason: 'path_not_found', path, index, says: `leads nowhere: no element of ${toPath(keys)} fits` });
  if (fitting.length > 1)
    throw refuse({ reason: 'path_ambiguous', path, index, says: `fits ${fitting.length} elements of ${toPath(keys)}` });
  return first;
};

const follow = ({ value, keys }: { value: JsonValue; keys: readonly string[] }): JsonValue | undefined =>
  keys.reduce<JsonValue | undefined>((current, key) => (current === undefined ? undefined : childAt(current, key)), value);
