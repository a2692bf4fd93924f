import type { JsonObject, JsonValue } from '@lineclear/core/plugin';
import { isJsonObject } from '../../openapi/json.ts';
import type { KubernetesObject } from '../model/object.ts';
import { isKubernetesObject } from '../model/object.ts';
import { ruleOf } from '../patch/field-rules.ts';
import type { FieldPath } from './field-paths.ts';
import { elementKey } from './field-paths.ts';

/** The object without the given fields. An element of a list stays where somebody else owns a part of it. */
export const withoutFields = (
  object: KubernetesObject,
  gone: ReadonlySet<FieldPath>,
  kept: ReadonlySet<FieldPath>,
): KubernetesObject => {
  if (gone.size === 0) return object;
  const rest = { ...object, ...without({ value: object, path: [], parent: '', gone, kept: [...kept] }) };
  return isKubernetesObject(rest) ? rest : object;
};

interface Place {
  readonly path: readonly string[];
  readonly parent: string;
  readonly gone: ReadonlySet<FieldPath>;
  readonly kept: readonly FieldPath[];
}

const without = ({ value, path, parent, gone, kept }: Place & { value: JsonObject }): JsonObject => {
  const rest: JsonObject = {};
  for (const [field, inner] of Object.entries(value)) {
    const here = [...path, `f:${field}`];
    if (gone.has(JSON.stringify(here))) continue;
    const place = { path: here, parent: field, gone, kept };
    const left = isJsonObject(inner)
      ? without({ ...place, value: inner })
      : Array.isArray(inner)
        ? withoutElements({ ...place, list: inner, keys: ruleOf(parent, field)?.keys ?? [] })
        : inner;
    // A map or a list that has become empty has nobody left who wants it.
    if (sizeOf(left) === 0 && sizeOf(inner) !== 0) continue;
    rest[field] = left;
  }
  return rest;
};

const withoutElements = ({
  list,
  keys,
  ...place
}: Place & { list: readonly JsonValue[]; keys: readonly string[] }): JsonValue[] =>
  list.flatMap((element) => {
    if (!isJsonObject(element) || keys.length === 0) {
      return place.gone.has(JSON.stringify([...place.path, `v:${JSON.stringify(element)}`])) ? [] : [element];
    }
    const path = [...place.path, elementKey(element, keys)];
    const own = JSON.stringify(path);
    const isKept = place.kept.some((one) => one === own || one.startsWith(`${own.slice(0, -1)},`));
    if (place.gone.has(own) && !isKept) return [];
    return [{ ...without({ ...place, value: element, path }), ...keyFields(element, keys) }];
  });

const keyFields = (element: JsonObject, keys: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(element).filter(([name]) => keys.includes(name)));

const sizeOf = (value: JsonValue): number => (typeof value === 'object' && value !== null ? Object.keys(value).length : 1);
