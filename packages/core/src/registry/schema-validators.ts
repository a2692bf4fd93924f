import type { ErrorObject } from 'ajv/dist/2020.js';
import { LineclearError } from '../plugin/errors.ts';
import type { JsonObject } from '../plugin/json.ts';
import { toPath } from './problems.ts';
import type { Problem } from './types.ts';

/** Checks values against JSON Schemas that come from outside. */
export interface SchemaValidators {
  /** Throws `invalid_input` for what is no 2020-12 schema. The compilation itself waits for the first value: it costs a millisecond. */
  prepare(schema: JsonObject): (value: unknown) => readonly Problem[];
}

/**
 * Loads the validator; only sources need it, so that a composition without one does not pay. One set of validators serves one
 * loading of a source: it remembers every schema, and goes with them.
 */
export const loadSchemaValidators = async (): Promise<SchemaValidators> => {
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  const ajv = new Ajv2020({ strict: false, validateFormats: false, addUsedSchema: false, validateSchema: false, logger: false });
  return {
    prepare: (schema) => {
      if (ajv.validateSchema(schema) !== true) {
        throw new LineclearError(
          'invalid_input',
          `not a JSON Schema of 2020-12: ${ajv.errorsText(ajv.errors, { dataVar: 'schema' })}`,
        );
      }
      let compiled: ReturnType<typeof ajv.compile> | undefined;
      return (value) => {
        compiled ??= ajv.compile(schema);
        return compiled(value) === true ? [] : (compiled.errors ?? []).map(toProblem);
      };
    },
  };
};

const toProblem = ({ keyword, instancePath, params, message = 'does not fit' }: ErrorObject): Problem => {
  const path = instancePath.split('/').slice(1).map(toKey);
  if (keyword === 'required') return { path: toPath([...path, String(params['missingProperty'])]), message: 'is required' };
  if (keyword === 'additionalProperties') {
    return { path: toPath([...path, String(params['additionalProperty'])]), message: 'unknown field' };
  }
  if (keyword === 'enum' && Array.isArray(params['allowedValues'])) {
    return {
      path: toPath(path),
      message: `must be one of ${params['allowedValues'].map((value) => JSON.stringify(value)).join(', ')}`,
    };
  }
  return { path: toPath(path), message };
};

const toKey = (part: string): string | number => {
  const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
  return /^\d+$/.test(key) ? Number(key) : key;
};
