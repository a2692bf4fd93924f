import type { JsonObject, JsonValue } from '@lineclear/core/plugin';
import { isJsonObject } from '../../openapi/json.ts';

export type OwnerReference = JsonObject & { kind: string; name: string; uid: string; controller?: boolean };

/** Who set which fields: one entry of `metadata.managedFields`. */
export type ManagedFields = JsonObject & {
  manager: string;
  operation: 'Apply' | 'Update';
  apiVersion: string;
  time: string;
  fieldsV1: JsonObject;
  subresource?: string;
};

export type Metadata = JsonObject & {
  name: string;
  namespace?: string;
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  deletionGracePeriodSeconds?: number;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  ownerReferences?: OwnerReference[];
  finalizers?: string[];
  managedFields?: ManagedFields[];
};

/** An object as the API carries it. */
export type KubernetesObject = JsonObject & { apiVersion: string; kind: string; metadata: Metadata };

/** Whether a value from the wire has the shape of an object; the rest is for the validation. */
export const isKubernetesObject = (value: unknown): value is KubernetesObject =>
  isJsonObject(value) &&
  typeof value['apiVersion'] === 'string' &&
  typeof value['kind'] === 'string' &&
  isJsonObject(value['metadata']) &&
  isText(value['metadata']['name']) &&
  isText(value['metadata']['namespace']) &&
  isMapOfTexts(value['metadata']['labels']) &&
  isMapOfTexts(value['metadata']['annotations']);

/** What lies at a path of names. */
export const at = (value: JsonValue | undefined, ...path: readonly string[]): JsonValue | undefined => {
  let place = value;
  for (const name of path) place = isJsonObject(place) ? place[name] : undefined;
  return place;
};

/** The object at a path; an empty one where there is none. */
export const objectAt = (value: JsonValue | undefined, ...path: readonly string[]): JsonObject => {
  const found = at(value, ...path);
  return isJsonObject(found) ? found : {};
};

/** The objects of the list at a path. */
export const listAt = (value: JsonValue | undefined, ...path: readonly string[]): JsonObject[] => {
  const found = at(value, ...path);
  return Array.isArray(found) ? found.filter(isJsonObject) : [];
};

export const textAt = (value: JsonValue | undefined, ...path: readonly string[]): string => {
  const found = at(value, ...path);
  return typeof found === 'string' ? found : '';
};

export const numberAt = (value: JsonValue | undefined, ...path: readonly string[]): number | undefined => {
  const found = at(value, ...path);
  return typeof found === 'number' ? found : undefined;
};

/** The texts of a map such as labels. */
export const textsAt = (value: JsonValue | undefined, ...path: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    Object.entries(objectAt(value, ...path)).flatMap(([name, text]) => (typeof text === 'string' ? [[name, text]] : [])),
  );

const isText = (value: unknown): boolean => value === undefined || typeof value === 'string';

const isMapOfTexts = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (isJsonObject(value) && Object.values(value).every((text) => typeof text === 'string'));
