import type { JsonObject, JsonValue } from '@lineclear/core/plugin';
import { isJsonObject } from '../../openapi/json.ts';
import { badRequest } from '../api/status.ts';
import type { FieldRule } from './field-rules.ts';
import { ruleOf } from './field-rules.ts';

/** What a strategic merge patch makes of an object: lists with a key are merged element by element. */
export const strategicPatched = (value: JsonObject, patch: JsonObject): JsonObject => merged({ value, patch, name: '' });

/** `name` is the field that the object lies in: rules go by it. */
const merged = ({ value, patch, name }: { value: JsonObject; patch: JsonObject; name: string }): JsonObject => {
  const { $patch: directive, $retainKeys: retained, ...changes } = patch;
  if (directive === 'replace') return changes;
  if (directive === 'delete') return {};
  const result: JsonObject = { ...value };
  if (Array.isArray(retained)) for (const field of Object.keys(result)) if (!retained.includes(field)) delete result[field];
  for (const [field, change] of Object.entries(changes)) {
    if (field.startsWith('$')) continue;
    const before = result[field];
    if (change === null) delete result[field];
    else if (isJsonObject(change))
      result[field] = merged({ value: isJsonObject(before) ? before : {}, patch: change, name: field });
    else if (Array.isArray(change))
      result[field] = mergedList({ list: Array.isArray(before) ? before : [], patch: change, field, rule: ruleOf(name, field) });
    else result[field] = change;
  }
  return ordered({ result: withoutListed(result, changes), changes, name });
};

const mergedList = ({
  list,
  patch,
  field,
  rule,
}: {
  list: readonly JsonValue[];
  patch: readonly JsonValue[];
  field: string;
  rule: FieldRule | undefined;
}): JsonValue[] => {
  if (rule?.isSet === true) return [...new Set([...list, ...patch])];
  const key = rule?.mergeKey;
  if (key === undefined) return [...patch];
  const elements = patch.map((element) => {
    if (!isJsonObject(element)) throw badRequest(`the elements of ${field} are objects`);
    return element;
  });
  // A directive without a key speaks of the whole list.
  const whole = elements.find((element) => element['$patch'] === 'replace' && element[key] === undefined);
  const result = whole === undefined ? list.filter(isJsonObject) : [];
  for (const element of elements.filter((one) => one !== whole)) {
    if (element[key] === undefined)
      throw badRequest(`map: ${JSON.stringify(element)} does not contain declared merge key: ${key}`);
    const index = result.findIndex((one) => one[key] === element[key]);
    if (element['$patch'] === 'delete') result.splice(index < 0 ? result.length : index, 1);
    else if (index < 0) result.push(merged({ value: {}, patch: element, name: field }));
    else result[index] = merged({ value: result[index] ?? {}, patch: element, name: field });
  }
  return result;
};

const withoutListed = (result: JsonObject, changes: JsonObject): JsonObject => {
  const kept = { ...result };
  for (const [directive, gone] of Object.entries(changes)) {
    const field = /^\$deleteFromPrimitiveList\/(.+)$/.exec(directive)?.[1];
    const list = field === undefined ? undefined : kept[field];
    if (field !== undefined && Array.isArray(list) && Array.isArray(gone))
      kept[field] = list.filter((one) => !gone.includes(one));
  }
  return kept;
};

const ordered = ({ result, changes, name }: { result: JsonObject; changes: JsonObject; name: string }): JsonObject => {
  const sorted = { ...result };
  for (const [directive, order] of Object.entries(changes)) {
    const field = /^\$setElementOrder\/(.+)$/.exec(directive)?.[1];
    const list = field === undefined ? undefined : sorted[field];
    if (field === undefined || !Array.isArray(list) || !Array.isArray(order)) continue;
    const key = ruleOf(name, field)?.mergeKey;
    const identity = (element: JsonValue): JsonValue =>
      key !== undefined && isJsonObject(element) ? (element[key] ?? null) : element;
    sorted[field] = inOrder(list, { order: order.map(identity), identity });
  }
  return sorted;
};

// What the order does not name stays behind the element that it stood behind.
const inOrder = (
  list: readonly JsonValue[],
  { order, identity }: { order: readonly JsonValue[]; identity: (element: JsonValue) => JsonValue },
): JsonValue[] => {
  const result = list
    .filter((element) => order.includes(identity(element)))
    .toSorted((one, other) => order.indexOf(identity(one)) - order.indexOf(identity(other)));
  for (const [index, element] of list.entries()) {
    if (order.includes(identity(element))) continue;
    const before = list[index - 1];
    result.splice(before === undefined ? 0 : result.indexOf(before) + 1, 0, element);
  }
  return result;
};
