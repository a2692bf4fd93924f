import { isJsonObject, type JsonObject, type JsonValue } from '../plugin/json.ts';
import { reservedInputs } from '../registry/controls.ts';
import type { ToolEntry } from '../registry/types.ts';

/** True when the tool's input has a `secret()` somewhere. */
export const takesSecrets = (entry: ToolEntry): boolean => {
  const known = answers.get(entry);
  if (known !== undefined) return known;
  const answer = holdsSecret(entry.inputSchema);
  answers.set(entry, answer);
  return answer;
};

/**
 * The arguments as they may be recorded before, or without, being parsed: whatever stands in the place of a secret is hidden, and near
 * one also what stands where the schema knows no place, because it may be the secret under a mistyped name.
 */
export const withoutSecretArguments = ({ entry, args }: { entry: ToolEntry; args: JsonObject }): JsonObject => {
  if (!takesSecrets(entry)) return args;
  const { properties } = entry.inputSchema;
  const known: JsonObject = isJsonObject(properties) ? properties : {};
  return Object.fromEntries(
    Object.entries(args).map(([name, value]) => [name, controls.has(name) ? value : hide({ schema: known[name], value })]),
  );
};

const answers = new WeakMap<ToolEntry, boolean>();
const controls: ReadonlySet<string> = new Set(reservedInputs);
const hidden = '[secret]';

const holdsSecret = (schema: JsonValue | undefined): boolean => {
  if (Array.isArray(schema)) return schema.some(holdsSecret);
  if (!isJsonObject(schema)) return false;
  return schema['writeOnly'] === true || Object.values(schema).some(holdsSecret);
};

const hide = ({ schema, value }: { schema: JsonValue | undefined; value: JsonValue }): JsonValue => {
  if (!isJsonObject(schema)) return hidden;
  // A reference leads to a part of the schema that may hold the secret.
  if (!holdsSecret(schema) && !JSON.stringify(schema).includes('"$ref"')) return value;
  const { properties, items } = schema;
  if (isJsonObject(value) && isJsonObject(properties)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, part]) => [name, hide({ schema: properties[name], value: part })]),
    );
  }
  return Array.isArray(value) && isJsonObject(items) ? value.map((item) => hide({ schema: items, value: item })) : hidden;
};
