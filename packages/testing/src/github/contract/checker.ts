import type { JsonObject } from '@lineclear/core/plugin';
import type { SchemaObject } from 'ajv';
import { closeSchemas } from '../../openapi/close-schemas.ts';
import { formats } from '../../openapi/formats.ts';
import { isJsonObject } from '../../openapi/json.ts';
import { problemTexts } from '../../openapi/problem-texts.ts';
import { at } from './document.ts';

/** What is wrong with a value in the place of a schema. Schemas are compiled when they are first used. */
export type Checker = (schema: SchemaObject, value: unknown) => readonly string[];

const base = 'https://api.github.com/schemas/';

export const createChecker = async (document: JsonObject): Promise<Checker> => {
  // The checker is a development tool: what is published never comes here, because the description is not published.
  const { Ajv } = await import('ajv');
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false, formats: allFormats, validateFormats: true });
  const components = at(document, 'components', 'schemas');
  const parts = partsIn(components);
  const added = new Set<string>();
  const ready = (schema: SchemaObject, isPart = false): SchemaObject => {
    const own: SchemaObject = structuredClone(schema);
    const referred = prepare(own, isPart);
    for (const name of referred) {
      if (added.has(name)) continue;
      added.add(name);
      ajv.addSchema(ready(at(components, name), parts.has(name)), base + name);
    }
    return own;
  };
  const validators = new Map<SchemaObject, ReturnType<typeof ajv.compile>>();
  return (schema, value) => {
    const validate = validators.get(schema) ?? ajv.compile(ready(schema));
    validators.set(schema, validate);
    return validate(value) ? [] : problemTexts(validate.errors);
  };
};

/** Puts a schema of this description into the checker's words, and yields the names that it refers to. */
const prepare = (schema: SchemaObject, isPart: boolean): readonly string[] => {
  const isOpen = isPart || isComposed(schema);
  const referred: string[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const inner of value) visit(inner);
    if (!isJsonObject(value)) return;
    for (const inner of Object.values(value)) visit(inner);
    const { $ref } = value;
    if (typeof $ref === 'string') {
      const name = $ref.split('/').at(-1) ?? '';
      referred.push(name);
      value['$ref'] = base + name;
    }
    if (value['nullable'] === true) allowNull(value);
    delete value['example'];
    delete value['discriminator'];
  };
  visit(schema);
  if (!isOpen) closeSchemas(schema);
  // The outermost object at least: alternatives further inside are alternatives of its fields.
  else if (!isPart && schema['properties'] !== undefined && !compositions.some((name) => name in schema))
    schema['additionalProperties'] ??= false;
  return referred;
};

// Alternatives and parts see the fields of each other: closing one of them would forbid the fields of the rest.
const compositions = ['allOf', 'anyOf', 'oneOf'];

const isComposed = (schema: SchemaObject): boolean => /"(allOf|anyOf|oneOf)":\[/.test(JSON.stringify(schema));

/** The names of schemas that are a part of another one. */
const partsIn = (components: JsonObject): ReadonlySet<string> => {
  const lists = JSON.stringify(components).match(/"allOf":\[[^\]]*\]/g) ?? [];
  return new Set(lists.flatMap((list) => [...list.matchAll(/schemas\/([\w-]+)"/g)].map(([, name = '']) => name)));
};

const allowNull = (schema: JsonObject): void => {
  if (Array.isArray(schema['enum'])) schema['enum'] = [...schema['enum'], null];
  if (schema['type'] !== undefined) return;
  const { nullable: _, ...rest } = { ...schema };
  for (const name of Object.keys(schema)) delete schema[name];
  schema['anyOf'] = [rest, { type: 'null' }];
};

const isUri = (text: string): boolean => /^[a-z]+:[^\s]+$/i.test(text);

const allFormats = { ...formats, uri: isUri, email: /^[^\s@]+@[^\s@]+$/, 'repo.nwo': /^[^/]+\/[^/]+$/ };
