/** Parsed JSON. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

export const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !isArray(value);

export const isArray = (value: JsonValue | undefined): value is readonly JsonValue[] => Array.isArray(value);

/** What an object itself has under a key: never what every object inherits. */
export const valueAt = (object: JsonObject | undefined, key: string): JsonValue | undefined =>
  object !== undefined && Object.hasOwn(object, key) ? object[key] : undefined;

export const textAt = (object: JsonObject | undefined, key: string): string | undefined => {
  const value = valueAt(object, key);
  return typeof value === 'string' ? value : undefined;
};

export const numberAt = (object: JsonObject | undefined, key: string): number | undefined => {
  const value = valueAt(object, key);
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
};

export const objectAt = (object: JsonObject | undefined, key: string): JsonObject | undefined => {
  const value = valueAt(object, key);
  return isObject(value) ? value : undefined;
};

export const arrayAt = (object: JsonObject | undefined, key: string): readonly JsonValue[] => {
  const value = valueAt(object, key);
  return isArray(value) ? value : [];
};

/** The object without some of its keys. */
export const omit = (object: JsonObject, keys: Iterable<string>): JsonObject => {
  const left = new Set(keys);
  return Object.fromEntries(Object.entries(object).filter(([key]) => !left.has(key)));
};

/** The object with only what has a value: an absent key and an undefined value are the same here. */
export const defined = (entries: Readonly<Record<string, JsonValue | undefined>>): JsonObject =>
  Object.fromEntries(Object.entries(entries).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));

/** A step of a JSON path: `.title`, `[3]`, `["odd key"]`. */
export const pathStep = (key: string | number): string =>
  typeof key === 'number'
    ? `[${key}]`
    : /^[A-Za-z_$][\w$-]{0,99}$/.test(key)
      ? `.${key}`
      : `[${JSON.stringify(key.slice(0, 100))}]`;
