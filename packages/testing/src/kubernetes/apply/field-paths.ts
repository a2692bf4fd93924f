import { isDeepStrictEqual } from 'node:util';
import type { JsonObject, JsonValue } from '@lineclear/core/plugin';
import { isJsonObject } from '../../openapi/json.ts';
import type { KubernetesObject } from '../model/object.ts';
import { ruleOf } from '../patch/field-rules.ts';

/** A field as `metadata.managedFields` spells it: `["f:spec","k:{\"name\":\"web\"}","f:image"]`. */
export type FieldPath = string;

/** Every field of an object that somebody can own, with its value: leaves, and elements of lists with a key. */
export const fieldsOf = ({
  apiVersion: _apiVersion,
  kind: _kind,
  metadata,
  ...content
}: KubernetesObject): Map<FieldPath, JsonValue> => {
  const { labels, annotations, finalizers, ownerReferences } = metadata;
  const ownable: JsonObject = {};
  for (const [field, value] of Object.entries({ labels, annotations, finalizers, ownerReferences }))
    if (value !== undefined) ownable[field] = value;
  const found = new Map<FieldPath, JsonValue>();
  const value = Object.keys(ownable).length === 0 ? content : { ...content, metadata: ownable };
  collect({ value, path: [], parent: '', found });
  return found;
};

/** The fields whose values are not the same in both objects, or that only one of them has. */
export const changedFields = (before: KubernetesObject, after: KubernetesObject): ReadonlySet<FieldPath> => {
  const [was, is] = [fieldsOf(before), fieldsOf(after)];
  return new Set([...new Set([...was.keys(), ...is.keys()])].filter((path) => !isDeepStrictEqual(was.get(path), is.get(path))));
};

/** The element of a list by its key, as a path spells it. */
export const elementKey = (element: JsonObject, keys: readonly string[]): string =>
  `k:${JSON.stringify(Object.fromEntries(keys.map((key) => [key, element[key] ?? (key === 'protocol' ? 'TCP' : null)])))}`;

/** A field as messages name it: `.spec.template.spec.containers[name="web"].image`. */
export const readable = (path: FieldPath): string =>
  segmentsOf(path)
    .map((segment) => {
      if (segment.startsWith('f:')) return `.${segment.slice(2)}`;
      if (!segment.startsWith('k:')) return `[=${segment.slice(2)}]`;
      const key: unknown = JSON.parse(segment.slice(2));
      const parts = isJsonObject(key) ? Object.entries(key).map(([name, value]) => `${name}=${JSON.stringify(value)}`) : [];
      return `[${parts.join(',')}]`;
    })
    .join('');

export const segmentsOf = (path: FieldPath): readonly string[] => {
  const segments: unknown = JSON.parse(path);
  return Array.isArray(segments) ? segments.map(String) : [];
};

const collect = ({
  value,
  path,
  parent,
  found,
}: {
  value: JsonObject;
  path: readonly string[];
  parent: string;
  found: Map<FieldPath, JsonValue>;
}): void => {
  for (const [field, inner] of Object.entries(value)) {
    const here = [...path, `f:${field}`];
    const rule = ruleOf(parent, field);
    if (isJsonObject(inner) && rule?.isAtomic !== true && Object.keys(inner).length > 0)
      collect({ value: inner, path: here, parent: field, found });
    else if (Array.isArray(inner) && rule?.isSet === true)
      for (const element of inner) found.set(JSON.stringify([...here, `v:${JSON.stringify(element)}`]), element);
    else if (Array.isArray(inner) && rule?.keys !== undefined)
      for (const element of inner.filter(isJsonObject)) {
        const place = [...here, elementKey(element, rule.keys)];
        found.set(JSON.stringify(place), true);
        collect({ value: element, path: place, parent: field, found });
      }
    else found.set(JSON.stringify(here), inner);
  }
};
