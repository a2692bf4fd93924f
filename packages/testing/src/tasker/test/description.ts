import { existsSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { SchemaObject } from 'ajv/dist/2020.js';
import { isJsonObject } from '../world/json.ts';
import { overrides, summary } from './overrides.ts';

/** What is wrong with a value in the place of a named schema (`DlqEntry[]` for a list); nothing when it fits. */
export interface Description {
  problems(schema: string, value: unknown): readonly string[];
  /** The fields that the schema (or the items of a list) requires. */
  required(schema: string): readonly string[];
}

const folder = new URL('../../../../../../shared/contracts/', import.meta.url);

/** Why the vendor's descriptions cannot be compared with, or nothing when they are there. */
export const missingDescription = existsSync(folder)
  ? undefined
  : 'the API descriptions are not there: ../shared/contracts beside the repository';

/** The vendor's description of an API, with what it gets wrong put right, and no field allowed that it does not name. */
export const loadDescription = (name: 'tasker-openapi.json' | 'tasker-worker-openapi.json'): Description => {
  const document: unknown = JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
  const schemas = schemasOf(document);
  if (name === 'tasker-openapi.json') {
    for (const [schema, change] of Object.entries(overrides)) change(schemaOf(schemas, schema));
    schemas['TaskSummaryResponse'] = summary;
  }
  for (const schema of Object.values(schemas)) close(schema);
  const ajv = new Ajv2020({ strict: false, allErrors: true, formats, schemas: { description: { components: { schemas } } } });
  return {
    problems: (schema, value) => {
      const [item = schema] = schema.split('[]');
      const reference = { $ref: `description#/components/schemas/${item}` };
      const validate = ajv.compile(schema === item ? reference : { type: 'array', minItems: 1, items: reference });
      if (validate(value)) return [];
      return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
    },
    required: (schema) => schemaOf(schemas, schema.replace('[]', ''))['required'] ?? [],
  };
};

// The library has no formats of its own; these are the ones that occur.
const formats = {
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
  int32: { type: 'number', validate: (value: number) => Number.isInteger(value) && Math.abs(value) < 2 ** 31 },
  int64: { type: 'number', validate: Number.isInteger },
  double: { type: 'number', validate: Number.isFinite },
} as const;

const close = (schema: unknown): void => {
  if (Array.isArray(schema)) for (const inner of schema) close(inner);
  if (!isJsonObject(schema)) return;
  if (isJsonObject(schema['properties'])) schema['additionalProperties'] ??= false;
  for (const inner of Object.values(schema)) close(inner);
};

const schemasOf = (document: unknown): Record<string, SchemaObject> => {
  const components = isJsonObject(document) ? document['components'] : undefined;
  const schemas = isJsonObject(components) ? components['schemas'] : undefined;
  if (!isJsonObject(schemas)) throw new Error('The description has no schemas.');
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, isJsonObject(schema) ? schema : {}]));
};

const schemaOf = (schemas: Readonly<Record<string, SchemaObject>>, name: string): SchemaObject => {
  const schema = schemas[name];
  if (schema === undefined) throw new Error(`The description has no ${name}.`);
  return schema;
};
