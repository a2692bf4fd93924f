import type { JsonObject, JsonValue } from '@lineclear/core';
import * as z from 'zod';
import { exitCodes, ExitError } from '../exit-codes.ts';

const object: z.ZodType<JsonObject> = z.record(z.string(), z.json());

/**
 * The arguments of a call: `--json` as it is, then every `--arg key=value` on top. A value becomes what the tool's schema wants there;
 * a key that comes twice becomes a list.
 */
export const callArguments = ({
  json,
  pairs,
  schema,
}: {
  json: string | undefined;
  pairs: readonly string[];
  /** The tool's input schema; `undefined` when the tool is not known. */
  schema: JsonObject | undefined;
}): JsonObject => {
  const values: JsonObject = { ...(json === undefined ? {} : parseObject(json)) };
  const repeated = new Map<string, JsonValue[]>();
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    if (at < 1) throw usage(`"${pair}" is no argument.`, 'Write --arg key=value.');
    const key = pair.slice(0, at);
    const wanted = propertyOf({ schema, key });
    const isList = typesOf(wanted).includes('array');
    const value = convert({ key, text: pair.slice(at + 1), wanted, isItem: isList });
    repeated.set(key, [...(repeated.get(key) ?? []), value]);
    const all = repeated.get(key) ?? [];
    values[key] = all.length > 1 || (isList && !Array.isArray(value)) ? all.flat() : value;
  }
  return values;
};

const convert = ({
  key,
  text,
  wanted,
  isItem,
}: {
  key: string;
  text: string;
  wanted: JsonObject | undefined;
  isItem: boolean;
}): JsonValue => {
  if (isItem && text.startsWith('[')) return parseJson({ key, text });
  const item = wanted?.['items'];
  const types = typesOf(isItem ? (isObject(item) ? item : undefined) : wanted);
  if (types.includes('string')) return text;
  if (types.length === 0 && !/^[[{]|^(true|false|null|-?\d+(\.\d+)?)$/.test(text)) return text;
  return parseJson({ key, text });
};

// What a schema says about its type, through `anyOf` and `oneOf`; an enum of texts is a text.
const typesOf = (schema: JsonObject | undefined): readonly string[] => {
  if (schema === undefined) return [];
  const { type, anyOf, oneOf, enum: values } = schema;
  if (typeof type === 'string') return [type];
  if (Array.isArray(type)) return type.map(String);
  const choices = Array.isArray(anyOf) ? anyOf : Array.isArray(oneOf) ? oneOf : [];
  if (choices.length > 0) return choices.flatMap((choice) => (isObject(choice) ? typesOf(choice) : []));
  return Array.isArray(values) && values.some((value) => typeof value === 'string') ? ['string'] : [];
};

const propertyOf = ({ schema, key }: { schema: JsonObject | undefined; key: string }): JsonObject | undefined => {
  const properties = schema?.['properties'];
  const property = isObject(properties) && Object.hasOwn(properties, key) ? properties[key] : undefined;
  return isObject(property) ? property : undefined;
};

const parseJson = ({ key, text }: { key: string; text: string }): JsonValue => {
  try {
    return z.json().parse(JSON.parse(text));
  } catch {
    throw usage(
      `The value of "${key}" is not JSON.`,
      `Write --arg '${key}=…' as the tool's schema wants it, or all arguments with --json.`,
    );
  }
};

const parseObject = (text: string): JsonObject => {
  const parsed = object.safeParse(tryParse(text));
  if (parsed.success) return parsed.data;
  throw usage('--json needs a JSON object.', `Write --json '{"key": "value"}'.`);
};

const tryParse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const usage = (message: string, hint: string): ExitError => new ExitError({ message, hint, exitCode: exitCodes.usage });
