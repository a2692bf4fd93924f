import type { SchemaObject } from 'ajv';

/** Whether a text of an address can be a value of the schema. */
export const fitsParameter = (schema: SchemaObject, value: string): boolean => {
  switch (schema['type']) {
    case 'integer':
      return /^-?\d+$/.test(value);
    case 'boolean':
      return value === 'true' || value === 'false';
    case 'array':
      return schema['items'] === undefined || fitsParameter(schema['items'], value);
    default:
      return true;
  }
};
