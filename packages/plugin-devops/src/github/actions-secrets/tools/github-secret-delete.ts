import * as z from 'zod';
import { github } from '../../connection.ts';
import { placeFields, storedName } from '../../environments/place.ts';
import { missing } from '../../missing.ts';
import { findSecret, secretPath, secretText } from '../actions-secret.ts';

export const githubSecretDelete = github.write({
  name: 'github_secret_delete',
  title: 'Delete a secret',
  toolset: 'administration',
  risk: 'destructive',
  description: 'Delete an Actions secret. Use github_secret_set to replace its value.',
  input: z.strictObject({ ...placeFields, name: storedName }),
  output: z.object({ deleted: z.string() }),
  preview: async ({ input, reader, profile, signal }) => {
    const existing = await findSecret({ place: input, name: input.name, reader, signal });
    const what = secretText({ place: input, name: input.name });
    return {
      description: `Delete ${what} with ${profile.name}.`,
      guard: { updated_at: existing?.updated_at ?? null },
      before: existing ?? null,
      warnings: ['Workflows that use it get an empty text in its place, and its value cannot be brought back.'],
      ...(existing === undefined ? { refusal: missing({ what, listedBy: 'github_secret_list' }) } : {}),
    };
  },
  execute: async ({ input, writer, signal }) => {
    await writer.send({ method: 'DELETE', ...secretPath({ place: input, name: input.name }), schema: z.unknown(), signal });
    return { deleted: input.name };
  },
  reconcile: async ({ input, reader, signal }) =>
    (await findSecret({ place: input, name: input.name, reader, signal })) === undefined
      ? { result: { deleted: input.name } }
      : 'unknown',
});
