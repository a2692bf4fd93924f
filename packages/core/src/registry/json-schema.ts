import * as z from 'zod';
import { LineclearError } from '../plugin/errors.ts';
import type { JsonObject, JsonValue } from '../plugin/json.ts';
import { memoised } from './memoised.ts';

/**
 * The JSON Schema (2020-12) of a tool's input. Objects that name their fields are closed at every level, because a field that
 * nobody reads is a mistake of the caller. Throws `invalid_input` where the schema has no such form or is open at the root.
 */
export const toInputSchema = memoised((input: z.ZodObject): JsonObject => {
  const schema = convert({ schema: input, io: 'input' });
  if (schema['additionalProperties'] !== undefined && schema['additionalProperties'] !== false) {
    throw invalid('the input accepts fields of any name; put them into one field of their own');
  }
  return closed(schema);
});

/** The JSON Schema of a tool's output; open, because a client that validates must survive a field it does not know yet. */
export const toOutputSchema = memoised((output: z.ZodObject): JsonObject => opened(convert({ schema: output, io: 'output' })));

/** What keeps a schema from being listed: no object at the root, `x-mcp-header`, or a reference to another document. */
export const checkSchema = (schema: JsonObject): void => {
  if (schema['type'] !== 'object') throw invalid("the schema's root must have type: object");
  visit(schema, (keyword, value) => {
    // Clients send such fields as HTTP headers; nothing here compares the two yet, so that one could say other than the other.
    if (keyword === 'x-mcp-header') throw invalid('x-mcp-header is not supported');
    if ((keyword === '$ref' || keyword === '$dynamicRef') && typeof value === 'string' && !value.startsWith('#')) {
      throw invalid(`the schema refers to another document (${value.slice(0, 100)}), and none is ever fetched`);
    }
  });
};

const convert = ({ schema, io }: { schema: z.ZodObject; io: 'input' | 'output' }): JsonObject => {
  const converted = toJson({ schema, io });
  checkSchema(converted);
  const { $schema: _dialect, ...rest } = converted;
  return rest;
};

const toJson = ({ schema, io }: { schema: z.ZodObject; io: 'input' | 'output' }): JsonObject => {
  try {
    // Through text, because what zod returns carries more than JSON.
    return JSON.parse(
      JSON.stringify(z.toJSONSchema(schema, { io, target: 'draft-2020-12', override: ({ jsonSchema }) => tidy(jsonSchema) })),
    );
  } catch (error) {
    throw invalid(`the ${io} has no JSON Schema: ${error instanceof Error ? error.message : String(error)}`);
  }
};

const namedFormats = new Set([
  'uuid',
  'date-time',
  'date',
  'time',
  'duration',
  'email',
  'ipv4',
  'ipv6',
  'cidrv4',
  'cidrv6',
  'base64',
  'base64url',
]);

/** Takes out what costs tokens and says nothing: the pattern of a named format, the range of every integer, text as key. */
const tidy = (schema: z.core.JSONSchema.BaseSchema): void => {
  if (schema.format !== undefined && namedFormats.has(schema.format)) delete schema.pattern;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  const keys = schema.propertyNames;
  if (typeof keys === 'object' && Object.keys(keys).length === 1 && keys.type === 'string') delete schema.propertyNames;
};

/** Parts of an intersection stay open: each would refuse the fields of the others. */
const closed = (schema: JsonObject, isPart = false): JsonObject => {
  const below = mapSchemas(schema, (part, keyword) => closed(part, keyword === 'allOf'));
  return isPart || below['properties'] === undefined || below['additionalProperties'] !== undefined
    ? below
    : { ...below, additionalProperties: false };
};

const opened = (schema: JsonObject): JsonObject => {
  const { additionalProperties, ...rest } = mapSchemas(schema, opened);
  return additionalProperties === undefined || additionalProperties === false ? rest : { ...rest, additionalProperties };
};

const mapsOfSchemas = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas']);
const schemas = new Set([
  'items',
  'prefixItems',
  'contains',
  'additionalProperties',
  'propertyNames',
  'anyOf',
  'oneOf',
  'allOf',
  'not',
  'if',
  'then',
  'else',
]);

/** A copy in which every schema directly below is replaced; what only looks like one (a default, an enum) stays. */
const mapSchemas = (schema: JsonObject, replace: (part: JsonObject, keyword: string) => JsonObject): JsonObject => {
  const replaceAt =
    (keyword: string) =>
    (value: JsonValue): JsonValue =>
      isObject(value) ? replace(value, keyword) : value;
  const entries = Object.entries(schema).map(([keyword, value]): [string, JsonValue] => {
    if (mapsOfSchemas.has(keyword) && isObject(value)) {
      return [keyword, Object.fromEntries(Object.entries(value).map(([name, part]) => [name, replaceAt(keyword)(part)]))];
    }
    if (!schemas.has(keyword)) return [keyword, value];
    return [keyword, Array.isArray(value) ? value.map(replaceAt(keyword)) : replaceAt(keyword)(value)];
  });
  return Object.fromEntries(entries);
};

const visit = (value: JsonValue, see: (keyword: string, value: JsonValue) => void): void => {
  if (Array.isArray(value)) for (const item of value) visit(item, see);
  else if (isObject(value)) {
    for (const [keyword, part] of Object.entries(value)) {
      see(keyword, part);
      visit(part, see);
    }
  }
};

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const invalid = (message: string) => new LineclearError('invalid_input', message);
