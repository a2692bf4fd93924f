import type { YamlValue } from './yaml-value.ts';
import { asText, itemsAt, textAt, valueAt } from './yaml-value.ts';

/** What a field holds, as far as generated code and comparisons need it. */
export type FieldType =
  | { readonly kind: 'string' | 'integer' | 'number' | 'boolean' | 'any' }
  | { readonly kind: 'array'; readonly items: FieldType }
  | { readonly kind: 'object'; readonly fields: readonly SchemaField[] };

export interface SchemaField {
  readonly name: string;
  readonly type: FieldType;
  readonly required: boolean;
  readonly description: string | undefined;
}

/** The fields of a JSON Schema of type object, in its order. `$ref`, `anyOf` and the like count as anything. */
export const schemaFields = (schema: YamlValue | undefined): readonly SchemaField[] => {
  const properties = valueAt(schema, 'properties');
  if (properties?.kind !== 'map') return [];
  const required = new Set(itemsAt(schema, 'required').map(asText));
  return [...properties.entries].map(([name, field]) => ({
    name,
    type: fieldType(field),
    // A field that may be null is no more reliable for its readers than one that may be absent.
    required: required.has(name) && !typesOf(field).includes('null'),
    description: textAt(field, 'description'),
  }));
};

/** In the words of the tools: `string`, `array:integer`, `object`. */
export const typeName = (type: FieldType): string => (type.kind === 'array' ? `array:${typeName(type.items)}` : type.kind);

const fieldType = (field: YamlValue): FieldType => {
  const [type, ...others] = typesOf(field).filter((name) => name !== 'null');
  if (others.length > 0) return { kind: 'any' };
  switch (type) {
    case 'string':
    case 'integer':
    case 'number':
    case 'boolean':
      return { kind: type };
    case 'array': {
      const items = valueAt(field, 'items');
      return { kind: 'array', items: items === undefined ? { kind: 'any' } : fieldType(items) };
    }
    case 'object':
      return { kind: 'object', fields: schemaFields(field) };
    default:
      return valueAt(field, 'properties') === undefined ? { kind: 'any' } : { kind: 'object', fields: schemaFields(field) };
  }
};

const typesOf = (field: YamlValue): readonly string[] => {
  const one = textAt(field, 'type');
  return one === undefined ? itemsAt(field, 'type').flatMap((item) => asText(item) ?? []) : [one];
};
