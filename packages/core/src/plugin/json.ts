/** A JSON value as `JSON.parse` yields it. */
export type JsonValue = null | boolean | number | string | JsonValue[] | JsonObject;
/** A JSON object; the root of every input and output. */
export type JsonObject = { [key: string]: JsonValue };
