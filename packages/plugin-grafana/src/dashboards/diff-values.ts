import { isArray, isObject, type JsonValue, pathStep, textAt, valueAt } from '../json/json-value.ts';

/** A field that differs. Undefined is a field that is not there. */
export interface FieldChange {
  readonly path: string;
  readonly before: JsonValue | undefined;
  readonly after: JsonValue | undefined;
}

/** The fields in which two values differ, as far down as both have the same shape. Queries are compared by their letter. */
export const diffValues = ({
  before,
  after,
  path = '',
}: {
  before: JsonValue | undefined;
  after: JsonValue | undefined;
  path?: string;
}): readonly FieldChange[] => {
  if (isObject(before) && isObject(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...keys].flatMap((key) =>
      diffValues({ before: valueAt(before, key), after: valueAt(after, key), path: join(path, pathStep(key)) }),
    );
  }
  if (isArray(before) && isArray(after)) return diffLists({ before, after, path });
  return isEqual(before, after) ? [] : [{ path, before, after }];
};

/** A value in one line: short, in quotes where it is text, and without control characters. */
export const shown = (value: JsonValue | undefined): string => {
  const text = JSON.stringify(value ?? null).replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, ' ');
  return text.length <= longest ? text : `${text.slice(0, longest).toWellFormed()}… (${text.length} characters)`;
};

const longest = 120;

const join = (path: string, step: string): string => (path === '' && step.startsWith('.') ? step.slice(1) : path + step);

const diffLists = ({
  before,
  after,
  path,
}: {
  before: readonly JsonValue[];
  after: readonly JsonValue[];
  path: string;
}): readonly FieldChange[] => {
  const named = [before, after].map(
    (list) => new Map(list.flatMap((item) => (refIdOf(item) === undefined ? [] : [[refIdOf(item), item] as const]))),
  );
  const [old, current] = named;
  if (old !== undefined && current !== undefined && old.size === before.length && current.size === after.length) {
    const letters = new Set([...old.keys(), ...current.keys()]);
    return [...letters].flatMap((letter) =>
      diffValues({ before: old.get(letter), after: current.get(letter), path: `${path}[${letter}]` }),
    );
  }
  // Lists of plain values are short, and which element moved where says less than both lists.
  if (![...before, ...after].some((item) => isObject(item) || isArray(item)))
    return isEqual(before, after) ? [] : [{ path, before, after }];
  const length = Math.max(before.length, after.length);
  return Array.from({ length }, (_, index) =>
    diffValues({ before: before[index], after: after[index], path: path + pathStep(index) }),
  ).flat();
};

const refIdOf = (item: JsonValue): string | undefined => (isObject(item) ? textAt(item, 'refId') : undefined);

const isEqual = (one: JsonValue | undefined, other: JsonValue | undefined): boolean => {
  if (one === other) return true;
  if (isArray(one) && isArray(other))
    return one.length === other.length && one.every((item, index) => isEqual(item, other[index]));
  if (!isObject(one) || !isObject(other)) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length && keys.every((key) => Object.hasOwn(other, key) && isEqual(one[key], other[key]))
  );
};
