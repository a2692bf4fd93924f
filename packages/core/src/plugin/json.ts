/** A JSON value as `JSON.parse` yields it. */
export type JsonValue = null | boolean | number | string | JsonValue[] | JsonObject;
/** A JSON object; the root of every input and output. */
export type JsonObject = { [key: string]: JsonValue };

/** True for objects that are neither `null` nor a list; what is inside is taken for JSON, as it comes from a parser. */
export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
