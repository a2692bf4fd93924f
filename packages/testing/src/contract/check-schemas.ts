import { isDeepStrictEqual } from 'node:util';
import type { AnyTool } from '@lineclear/core/plugin';
import { fieldsOf, toJsonSchema } from './json-schema.ts';
import type { Finding } from './rules.ts';
import { shiftDate } from './shifted-date.ts';

const reserved = ['profile', 'confirm', 'ticket'];

/** The zod schemas of one tool must be expressible, strict, described and constant. */
export const checkSchemas = ({ name: subject, ...tool }: AnyTool): readonly Finding[] => {
  const input = toJsonSchema(tool.input, 'input');
  if (input.problem !== undefined) return [{ rule: 'input_schema', subject, message: input.problem }];
  const output = toJsonSchema(tool.output, 'output');
  if (output.problem !== undefined) return [{ rule: 'output_schema', subject, message: output.problem }];
  const restore = shiftDate(86_400_000);
  const aDayLater = toJsonSchema(tool.input, 'input');
  restore();
  const moves = !isDeepStrictEqual(input.schema, aDayLater.schema);
  return [
    ...checkInputSchema({ subject, schema: input.schema }),
    ...(moves ? [{ rule: 'volatile_schema', subject, message: 'The input schema is another one a day later.' } as const] : []),
  ];
};

/** The JSON Schema of an input must describe every field, refuse others, and leave core's names alone. */
export const checkInputSchema = ({
  subject,
  schema,
}: {
  subject: string;
  schema: Readonly<Record<string, unknown>>;
}): readonly Finding[] => {
  const fields = fieldsOf(schema);
  const undescribed = fields.filter(({ schema: field }) => !('const' in field) && !isText(field['description']));
  const rest = schema['additionalProperties'];
  return [
    ...undescribed.map(({ path }): Finding => ({
      rule: 'field_undescribed',
      subject,
      message: `The input field "${path}" has no description.`,
    })),
    ...fields
      .filter(({ path }) => reserved.includes(path))
      .map(({ path }): Finding => ({ rule: 'reserved_name', subject, message: `The input has a field "${path}".` })),
    ...(rest === undefined || rest === false
      ? []
      : [{ rule: 'input_loose', subject, message: 'The input takes fields of any name.' } as const]),
  ];
};

const isText = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '';
