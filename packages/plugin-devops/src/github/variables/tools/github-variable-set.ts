import * as z from 'zod';
import { checkShown } from '../../../text/check-shown.ts';
import { findSecrets } from '../../../secrets/find-secrets.ts';
import { github } from '../../connection.ts';
import { pathIn, placeFields, storedName } from '../../environments/place.ts';
import { plainText } from '../../text/plain-text.ts';
import { findVariable, markedLines, variablePath, variableText } from '../variable.ts';

// https://docs.github.com/en/actions/reference/workflows-and-actions/variables#limits-for-configuration-variables
const longestBytes = 48 << 10;

export const githubVariableSet = github.write({
  name: 'github_variable_set',
  title: 'Set a variable',
  toolset: 'administration',
  risk: 'reversible',
  description: 'Create or change an Actions variable, which can be read. Use github_secret_set for passwords and tokens.',
  input: z.strictObject({
    ...placeFields,
    name: storedName,
    value: plainText(longestBytes)
      .refine((value) => Buffer.byteLength(value) <= longestBytes, 'at most 48 KB')
      .describe('The whole value.'),
  }),
  output: z.object({ name: z.string(), change: z.enum(['created', 'changed']) }),
  preview: async ({ input, reader, profile, signal }) => {
    const { name, value } = input;
    const added = markedLines({ value, mark: '+' });
    checkShown({ sent: [JSON.stringify(added)], hint: 'Send less, or do it on GitHub itself.' });
    const { path, values } = pathIn({ place: input, list: 'variables' });
    const [existing] = await Promise.all([
      findVariable({ place: input, name, reader, signal }),
      // A missing environment shows here: of one variable, 404 would only say that there is none.
      reader.page({ repository: input.repo, path, values, field: 'variables', item: z.unknown(), limit: 1, signal }),
    ]);
    const previous = existing === undefined ? [] : markedLines({ value: existing.value, mark: '-' });
    return {
      description: `${existing === undefined ? 'Create' : 'Change'} ${variableText({ place: input, name })} with ${profile.name}.`,
      guard: { value: existing?.value ?? null },
      changes: [...previous, ...added],
      warnings: [...(existing?.value === value ? ['It has this value already.'] : []), ...secretWarnings(value)],
    };
  },
  execute: async ({ input, writer, guard, signal }) => {
    const { name, value } = input;
    if (guard.value === null) {
      const { path, values } = pathIn({ place: input, list: 'variables' });
      const sent = { repository: input.repo, path, values: { ...values, name, value }, schema: z.unknown(), signal };
      await writer.send({ method: 'POST', ...sent });
    } else {
      const { values, ...where } = variablePath({ place: input, name });
      await writer.send({ method: 'PATCH', ...where, values: { ...values, value }, schema: z.unknown(), signal });
    }
    return resultOf({ name, previous: guard.value });
  },
  reconcile: async ({ input, reader, guard, signal }) => {
    const found = await findVariable({ place: input, name: input.name, reader, signal });
    return found?.value === input.value ? { result: resultOf({ name: input.name, previous: guard.value }) } : 'unknown';
  },
});

const resultOf = ({ name, previous }: { name: string; previous: string | null }) =>
  ({ name, change: previous === null ? 'created' : 'changed' }) as const;

const secretWarnings = (value: string): readonly string[] => {
  const lines = value.split('\n').map((text, index) => ({ line: index + 1, text }));
  const kinds = new Set(findSecrets({ path: 'value', lines }).map(({ kind }) => kind));
  return [...kinds].map((kind) => `The value looks like a secret (${kind}): anybody who may run a workflow can read a variable.`);
};
