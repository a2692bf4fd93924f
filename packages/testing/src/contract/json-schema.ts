import * as z from 'zod';

/** A JSON Schema, or why there is none. */
export interface Converted {
  readonly schema: Readonly<Record<string, unknown>>;
  readonly problem: string | undefined;
}

/** Converts a zod schema; one that cannot be expressed for every client yields the problem. */
export const toJsonSchema = (schema: z.ZodType, io: 'input' | 'output'): Converted => {
  try {
    const converted = { ...z.toJSONSchema(schema, { io }) };
    // Clients of the SDK's version 1 read schemas as draft-07, which knows `items` alone, and throw away answers that do not fit it.
    const hasTuple = JSON.stringify(converted).includes('"prefixItems":');
    return {
      schema: converted,
      problem: hasTuple ? 'It has a tuple, whose items older clients take for items of one type.' : undefined,
    };
  } catch (error) {
    return { schema: {}, problem: error instanceof Error ? error.message : String(error) };
  }
};

/** One named field somewhere in a schema. */
export interface Field {
  /** `tasks[].name` */
  readonly path: string;
  readonly schema: Readonly<Record<string, unknown>>;
}

/** Every named field of a schema, at any depth; each shared definition is walked once. */
export const fieldsOf = (root: Readonly<Record<string, unknown>>): readonly Field[] => {
  const fields: Field[] = [];
  const walked = new Set<object>();
  const walk = (schema: unknown, path: string): void => {
    if (!isObject(schema) || walked.has(schema)) return;
    walked.add(schema);
    for (const [name, inner] of entriesOf(schema['properties'])) {
      const here = path === '' ? name : `${path}.${name}`;
      fields.push({ path: here, schema: { ...resolve(inner, root), ...inner } });
      walk(inner, here);
    }
    walk(schema['items'], `${path}[]`);
    walk(schema['additionalProperties'], `${path}.*`);
    for (const key of ['anyOf', 'oneOf', 'allOf', 'prefixItems']) {
      for (const inner of listOf(schema[key])) walk(inner, path);
    }
    walk(resolve(schema, root), path);
  };
  walk(root, '');
  return fields;
};

type Node = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const entriesOf = (value: unknown): readonly (readonly [string, Node])[] =>
  Object.entries(isObject(value) ? value : {}).flatMap(([name, inner]) => (isObject(inner) ? [[name, inner] as const] : []));

// zod places shared definitions under $defs of the root only.
const resolve = (schema: Node, root: Node): Node | undefined => {
  const reference = schema['$ref'];
  const definitions = root['$defs'];
  if (typeof reference !== 'string' || !isObject(definitions)) return undefined;
  const found = definitions[reference.replace('#/$defs/', '')];
  return isObject(found) ? found : undefined;
};
