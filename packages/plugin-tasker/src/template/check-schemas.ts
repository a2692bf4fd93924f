import type { Finding, Template } from './model.ts';
import type { YamlValue } from './yaml-value.ts';
import { asText, valueAt } from './yaml-value.ts';

/** Findings about the JSON Schemas inside a template. */
export const checkSchemas = ({ inputSchema, steps }: Template): readonly Finding[] => [
  ...(inputSchema === undefined ? [] : notObject({ schema: inputSchema, what: 'The input_schema of the template' })),
  ...steps.flatMap(({ name, line, resultSchema }): readonly Finding[] => {
    if (resultSchema !== undefined)
      return notObject({ schema: resultSchema, what: `The result_schema of step "${name}"`, step: name });
    return [
      {
        code: 'NO_RESULT_SCHEMA',
        severity: 'info',
        message: `Step "${name}" does not say what it yields.`,
        hint: 'Add a result_schema, so that handlers and the steps after it get types.',
        step: name,
        line,
      },
    ];
  }),
];

const notObject = ({ schema, what, step }: { schema: YamlValue; what: string; step?: string }): readonly Finding[] =>
  asText(valueAt(schema, 'type')) === 'object'
    ? []
    : [
        {
          code: 'SCHEMA_NOT_OBJECT',
          severity: 'warning',
          message: `${what} is not of type object.`,
          hint: 'Set type: object and list the fields under properties.',
          line: schema.line,
          ...(step === undefined ? {} : { step }),
        },
      ];
