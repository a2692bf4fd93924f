import { isArray, isObject, type JsonObject, type JsonValue, omit } from '../../json/json-value.ts';
import { readJsonObject } from '../../json/read-json.ts';
import { checkConflicts, type Located } from './conflicts.ts';
import { changeParent, locate, type Place, toPath } from './locate.ts';
import { parsePath } from './parse-path.ts';
import { refuse } from './refuse.ts';

/** A change at one place. `value` is undefined for a removal and for nothing else. */
export interface Operation {
  readonly op: 'add' | 'replace' | 'remove';
  readonly path: string;
  readonly value?: unknown;
}

export interface Applied {
  readonly dashboard: JsonObject;
  /** The places that were changed, without filters: one for each operation, in their order. */
  readonly paths: readonly string[];
}

const mostOperations = 200;

/**
 * Applies operations to a dashboard. Additions and replacements are done in their order, each seeing those before it. Removals name the
 * dashboard as it was and are done last, from the end, so that none moves what another one means. `id`, `uid` and `version` stay. Throws
 * `invalid_input` with `details.reason`, the path and the index of the operation; then nothing is changed.
 */
export const applyOperations = ({
  dashboard,
  operations,
}: {
  dashboard: JsonObject;
  operations: readonly Operation[];
}): Applied => {
  if (operations.length > mostOperations)
    throw refuse({
      reason: 'too_many_operations',
      path: '$',
      says: `is changed ${operations.length} times; ${mostOperations} are the limit`,
    });
  const removals = locateRemovals({ dashboard, operations });
  const done: Located[] = [...removals];
  let document: JsonValue = dashboard;
  for (const [index, operation] of operations.entries()) {
    if (operation.op === 'remove') continue;
    const value = readValue({ operation, index });
    const place = placeOf({ document, operation, index });
    const located = {
      op: operation.op,
      path: operation.path,
      index,
      keys: place.keys,
      isInsertion: operation.op === 'add' && isArray(place.parent) && !place.isAppended,
    };
    checkConflicts({ located, others: done });
    done.push(located);
    document = changeParent({
      document,
      keys: place.keys,
      change: (parent) => put({ parent, place, value, isAddition: operation.op === 'add' }),
    });
  }
  for (const { keys } of removals.toSorted((one, other) => compareKeys(other.keys, one.keys))) {
    document = changeParent({ document, keys, change: (parent) => take({ parent, key: keys.at(-1) ?? '' }) });
  }
  const paths = done.toSorted((one, other) => one.index - other.index).map(({ keys }) => toPath(keys));
  return { dashboard: readJsonObject({ value: document, what: 'The changed dashboard' }), paths };
};

const locateRemovals = ({
  dashboard,
  operations,
}: {
  dashboard: JsonObject;
  operations: readonly Operation[];
}): readonly Located[] => {
  const removals: Located[] = [];
  for (const [index, operation] of operations.entries()) {
    if (operation.op !== 'remove') continue;
    const located = locateRemoval({ dashboard, operation, index });
    checkConflicts({ located, others: removals });
    removals.push(located);
  }
  return removals;
};

const locateRemoval = ({
  dashboard,
  operation,
  index,
}: {
  dashboard: JsonObject;
  operation: Operation;
  index: number;
}): Located => {
  const { path } = operation;
  if (operation.value !== undefined) throw refuse({ reason: 'operation_shape', path, index, says: 'is removed and has a value' });
  const { keys } = placeOf({ document: dashboard, operation, index });
  return { op: 'remove', path, index, keys, isInsertion: false };
};

const readValue = ({ operation, index }: { operation: Operation; index: number }): JsonValue => {
  const { path, value } = operation;
  if (value === undefined) throw refuse({ reason: 'operation_shape', path, index, says: 'has no value' });
  // A value of any kind, read inside an object so that the same limits hold.
  return readJsonObject({ value: { value }, what: 'The value' })['value'] ?? null;
};

const kept: ReadonlySet<string | number> = new Set(['id', 'uid', 'version']);

const placeOf = ({ document, operation, index }: { document: JsonValue; operation: Operation; index: number }): Place => {
  const { op, path } = operation;
  const place = locate({ document, steps: parsePath({ path, index }), path, index });
  const [first] = place.keys;
  if (place.keys.length === 1 && first !== undefined && kept.has(first))
    throw refuse({ reason: 'path_protected', path, index, says: 'belongs to Grafana' });
  if (op !== 'add' && !place.exists) throw refuse({ reason: 'path_not_found', path, index, says: 'does not exist' });
  if (op === 'add' && place.exists && isObject(place.parent))
    throw refuse({ reason: 'path_exists', path, index, says: 'exists already' });
  return place;
};

const put = ({
  parent,
  place,
  value,
  isAddition,
}: {
  parent: JsonValue;
  place: Place;
  value: JsonValue;
  isAddition: boolean;
}): JsonValue => {
  const key = place.keys.at(-1) ?? '';
  if (isArray(parent) && typeof key === 'number') return isAddition ? parent.toSpliced(key, 0, value) : parent.with(key, value);
  return isObject(parent) ? { ...parent, [key]: value } : parent;
};

const take = ({ parent, key }: { parent: JsonValue; key: string | number }): JsonValue => {
  if (isArray(parent) && typeof key === 'number') return parent.toSpliced(key, 1);
  return isObject(parent) ? omit(parent, [String(key)]) : parent;
};

/** The order of a document; what is inside something comes after it. */
const compareKeys = (one: readonly (string | number)[], other: readonly (string | number)[]): number => {
  for (const [position, key] of one.entries()) {
    const against = other[position];
    if (against === undefined) return 1;
    if (key === against) continue;
    return typeof key === 'number' && typeof against === 'number' ? key - against : String(key) < String(against) ? -1 : 1;
  }
  return one.length - other.length;
};
