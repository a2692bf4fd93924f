import { secret } from '@lineclear/core/plugin';
import * as z from 'zod';
import { github } from '../../connection.ts';
import { pathIn, placeFields, storedName } from '../../environments/place.ts';
import { findSecret, secretPath, secretText } from '../actions-secret.ts';
import { seal, sealingKey } from '../seal.ts';

// https://docs.github.com/en/actions/reference/security/secrets#limits
const longestBytes = 48 << 10;

export const githubSecretSet = github.write({
  name: 'github_secret_set',
  title: 'Set a secret',
  toolset: 'administration',
  risk: 'destructive',
  description: 'Create or replace an Actions secret; its value is never shown. Use github_variable_set for what is not secret.',
  input: z.strictObject({
    ...placeFields,
    name: storedName,
    value: secret()
      .refine((value) => Buffer.byteLength(value.reveal()) <= longestBytes, 'at most 48 KB')
      .describe('The secret value.'),
  }),
  output: z.object({ name: z.string(), change: z.enum(['created', 'replaced']) }),
  preview: async ({ input, reader, profile, signal }) => {
    const { path, values } = pathIn({ place: input, list: 'secrets' });
    const [sealing, existing] = await Promise.all([
      reader.get({ repository: input.repo, path: `${path}/public-key`, values, schema: sealingKey, signal }),
      findSecret({ place: input, name: input.name, reader, signal }),
    ]);
    return {
      description: `${existing === undefined ? 'Create' : 'Replace'} ${secretText({ place: input, name: input.name })} with ${profile.name}.`,
      // A value that is sealed for another key cannot be opened, so the key is a part of what was decided on.
      guard: { key_id: sealing.key_id, key: sealing.key, updated_at: existing?.updated_at ?? null },
      before: existing ?? null,
      warnings: existing === undefined ? [] : ['The value that is there now cannot be read, nor brought back.'],
    };
  },
  execute: async ({ input, writer, guard, signal }) => {
    const { repository, path, values } = secretPath({ place: input, name: input.name });
    const sealed = { encrypted_value: await seal({ value: input.value, key: guard.key }), key_id: guard.key_id };
    await writer.send({ method: 'PUT', repository, path, values: { ...values, ...sealed }, schema: z.unknown(), signal });
    return resultOf({ name: input.name, previous: guard.updated_at });
  },
  reconcile: async ({ input, reader, guard, signal }) => {
    const found = await findSecret({ place: input, name: input.name, reader, signal });
    // It stood at the guard's time right before it was sent; GitHub tells seconds, so an equal time decides nothing.
    if (found === undefined || found.updated_at === guard.updated_at) return 'unknown';
    return { result: resultOf({ name: input.name, previous: guard.updated_at }) };
  },
});

const resultOf = ({ name, previous }: { name: string; previous: string | null }) =>
  ({ name, change: previous === null ? 'created' : 'replaced' }) as const;
