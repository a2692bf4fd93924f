import * as z from 'zod';
import { github } from '../../connection.ts';
import { placeFields, storedName } from '../../environments/place.ts';
import { missing } from '../../missing.ts';
import { findVariable, markedLines, variablePath, variableText } from '../variable.ts';

export const githubVariableDelete = github.write({
  name: 'github_variable_delete',
  title: 'Delete a variable',
  toolset: 'administration',
  risk: 'destructive',
  description: 'Delete an Actions variable. Use github_variable_set to change it.',
  input: z.strictObject({ ...placeFields, name: storedName }),
  output: z.object({ deleted: z.string() }),
  preview: async ({ input, reader, profile, signal }) => {
    const existing = await findVariable({ place: input, name: input.name, reader, signal });
    const what = variableText({ place: input, name: input.name });
    return {
      description: `Delete ${what} with ${profile.name}.`,
      guard: { value: existing?.value ?? null },
      changes: existing === undefined ? [] : markedLines({ value: existing.value, mark: '-' }),
      ...(existing === undefined ? { refusal: missing({ what, listedBy: 'github_variable_list' }) } : {}),
    };
  },
  execute: async ({ input, writer, signal }) => {
    await writer.send({ method: 'DELETE', ...variablePath({ place: input, name: input.name }), schema: z.unknown(), signal });
    return { deleted: input.name };
  },
  reconcile: async ({ input, reader, signal }) =>
    (await findVariable({ place: input, name: input.name, reader, signal })) === undefined
      ? { result: { deleted: input.name } }
      : 'unknown',
});
