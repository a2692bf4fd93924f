import { LineclearError } from '@lineclear/core/plugin';
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import * as z from 'zod';
import type { Catalogue, TaskType } from './task-type.ts';
import { withinBounds } from './within-bounds.ts';

const formats: Readonly<Record<string, z.ZodType>> = {
  date: z.iso.date(),
  'date-time': z.iso.datetime({ offset: true }),
  time: z.iso.time(),
  uuid: z.guid(),
  email: z.email(),
  uri: z.url(),
};

/** A millisecond is the rule; patterns and lists of the catalogue's making may cost more. */
const longestMs = 500;
const mostProblems = 10;

/** Checks the arguments of task types against their schemas; the validator loads with the first one. */
export const paramsChecker = (): Catalogue['checkParams'] => {
  const compiled = new WeakMap<TaskType, ValidateFunction>();
  return async ({ type, params }) => {
    const validate = compiled.get(type) ?? (await compile(type));
    compiled.set(type, validate);
    const checked = withinBounds({
      longestMs,
      run: () => {
        const filled = structuredClone(params);
        return validate(filled) ? filled : undefined;
      },
    });
    if (checked === undefined) throw tooMuch(type);
    if (checked.value !== undefined) return checked.value;
    const problems = linesOf(validate.errors ?? []);
    throw new LineclearError('invalid_input', `The params do not fit ${type.id}: ${problems.join('; ')}.`, {
      hint: `task_types shows what ${type.id} takes.`,
      details: { reason: 'invalid_params', problems },
    });
  };
};

const compile = async (type: TaskType): Promise<ValidateFunction> => {
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  const ajv = new Ajv2020({ strict: false, allErrors: true, useDefaults: true, logger: false });
  for (const [name, schema] of Object.entries(formats)) ajv.addFormat(name, (text) => schema.safeParse(text).success);
  // Whatever revision a schema says it follows, it is read as the newest; the validator has no other.
  const { $schema: _, ...schema } = type.params;
  try {
    return ajv.compile(schema);
  } catch (cause) {
    throw new LineclearError('not_configured', `The params of ${type.id} in the catalogue are no JSON Schema.`, {
      hint: 'Ask the operator to correct the catalogue.',
      details: { reason: 'catalogue', problem: cause instanceof Error ? cause.message : '' },
      cause,
    });
  }
};

const tooMuch = ({ id }: TaskType): LineclearError =>
  new LineclearError('invalid_input', `It takes too much to compare these params with the schema of ${id}.`, {
    hint: 'Send shorter and flatter params; the operator can write simpler patterns into the catalogue.',
    details: { reason: 'invalid_params', problems: ['too much to check'] },
  });

const linesOf = (errors: readonly ErrorObject[]): readonly string[] => {
  const lines = errors.slice(0, mostProblems).map((error) => clip(toLine(error)));
  return errors.length > mostProblems ? [...lines, `and ${errors.length - mostProblems} more`] : lines;
};

// Names of fields in it are the caller's own, of any length.
const clip = (line: string): string => (line.length > 300 ? `${line.slice(0, 300).toWellFormed()}…` : line);

const toLine = ({ keyword, instancePath, params, message = 'does not fit' }: ErrorObject): string => {
  const at = instancePath.slice(1).replaceAll('/', '.');
  if (keyword === 'required') return `${[at, String(params['missingProperty'])].filter(Boolean).join('.')} is required`;
  if (keyword === 'additionalProperties') {
    return `${[at, String(params['additionalProperty'])].filter(Boolean).join('.')} is no field of it`;
  }
  if (keyword === 'enum') return `${at} must be one of ${JSON.stringify(params['allowedValues'])}`;
  return `${at === '' ? 'params' : at} ${message}`;
};
