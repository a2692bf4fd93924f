import { LineclearError, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { DeclaredInput } from './workflow-file.ts';

/** The inputs of a dispatch as an argument. GitHub takes 25 texts. */
export const dispatchInputs = z
  .record(z.string(), z.string())
  .refine((inputs) => {
    const entries = Object.entries(inputs);
    return entries.length <= 25 && entries.every(([name, value]) => /^[\w-]{1,100}$/.test(name) && value.length <= 10_000);
  }, 'At most 25, with names of letters, digits, _ and -, and 10,000 characters each.')
  .default({})
  .describe('Values by name, all as text.');

/** Refuses what GitHub would refuse: inputs that the workflow does not declare, lacks or cannot take. */
export const checkInputs = ({
  inputs,
  declared,
  workflow,
}: {
  inputs: Readonly<Record<string, string>>;
  declared: readonly DeclaredInput[];
  workflow: string;
}): void => {
  const given = new Map(Object.entries(inputs).map(([name, value]) => [name.toLowerCase(), value]));
  const problems = [
    ...Object.keys(inputs)
      .filter((name) => !declared.some((input) => input.name.toLowerCase() === name.toLowerCase()))
      .map((name) => `it takes no ${quoted(name)}`),
    ...declared.flatMap((input) => problemWith({ input, value: given.get(input.name.toLowerCase()) })),
  ];
  if (problems.length === 0) return;
  throw new LineclearError('invalid_input', `The inputs do not fit ${quoted(workflow)}: ${problems.join('; ')}.`, {
    hint: 'Read details.inputs, correct the inputs and call again.',
    details: { reason: 'inputs', inputs: declared.map(showInput) },
  });
};

/** A declared input as previews and errors show it. */
export const showInput = ({ name, type, isRequired, hasDefault, options }: DeclaredInput) => ({
  name,
  type,
  required: isRequired && !hasDefault,
  ...(options === undefined ? {} : { options }),
});

const problemWith = ({ input, value }: { input: DeclaredInput; value: string | undefined }): readonly string[] => {
  const name = quoted(input.name);
  if (value === undefined || value === '') return input.isRequired && !input.hasDefault ? [`it needs ${name}`] : [];
  if (input.options !== undefined && !input.options.includes(value)) return [`${name} cannot be ${quoted(value)}`];
  if (input.type === 'boolean' && !/^(?:true|false)$/.test(value)) return [`${name} is true or false`];
  if (input.type === 'number' && !Number.isFinite(Number(value))) return [`${name} is a number`];
  return [];
};
