import { comment, toFile } from '../code-text.ts';
import type { Model, Plan } from '../plan.ts';
import { typescriptKey, typescriptType } from './typescript-text.ts';

/** `models.ts`: one type per result. Aliases and not interfaces, because only they count as records. */
export const typescriptModels = ({ models }: Plan): string =>
  toFile(
    ['// What the steps of this workflow yield.'],
    ...(models.length === 0 ? [['// No step has a result_schema.', 'export {};']] : models.map(modelLines)),
  );

const modelLines = ({ name, about, description, fields }: Model): readonly string[] => [
  ...comment({ sign: '//', about, text: description }),
  `export type ${name} = {`,
  ...fields.flatMap((field) => [
    ...comment({ sign: '  //', about: `Field ${field.wire}`, text: field.description }),
    `  ${typescriptKey(field.wire)}${field.required ? '' : '?'}: ${typescriptType(field.type)};`,
  ]),
  '};',
];
