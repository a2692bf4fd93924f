import { quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { github } from '../../connection.ts';
import { missing } from '../../missing.ts';
import { repositoryName } from '../../repository-name.ts';
import { deployKeyAnswer, fingerprintOf, showDeployKey } from '../deploy-key.ts';

const path = '/keys/{key_id}';

export const githubDeployKeyDelete = github.write({
  name: 'github_deploy_key_delete',
  title: 'Delete a deploy key',
  toolset: 'administration',
  risk: 'destructive',
  description: 'Lock out the machine that has a deploy key. Use github_deploy_key_list for its number.',
  input: z.strictObject({ repo: repositoryName, key_id: z.int().min(1).describe('Its number.') }),
  output: z.object({ deleted: z.int() }),
  preview: async ({ input, reader, profile, signal }) => {
    const { repo: repository, key_id } = input;
    const key = await reader.find({ repository, path, values: { key_id }, schema: deployKeyAnswer, signal });
    const named = key === undefined ? '' : ` ${quoted(key.title)} (${fingerprintOf(key)})`;
    return {
      description: `Delete the deploy key ${key_id}${named} of ${repository} with ${profile.name}.`,
      guard: { title: key?.title ?? null, fingerprint: key === undefined ? null : fingerprintOf(key) },
      ...(key === undefined
        ? { refusal: missing({ what: `the deploy key ${key_id} of ${repository}`, listedBy: 'github_deploy_key_list' }) }
        : { before: showDeployKey(key), warnings: [usedText(key.last_used ?? null)] }),
    };
  },
  execute: async ({ input, writer, signal }) => {
    const { repo: repository, key_id } = input;
    await writer.send({ method: 'DELETE', repository, path, values: { key_id }, schema: z.unknown(), signal });
    return { deleted: key_id };
  },
  reconcile: async ({ input, reader, signal }) => {
    const { repo: repository, key_id } = input;
    const key = await reader.find({ repository, path, values: { key_id }, schema: deployKeyAnswer, signal });
    return key === undefined ? { result: { deleted: key_id } } : 'unknown';
  },
});

const usedText = (lastUsed: string | null): string =>
  lastUsed === null ? 'GitHub does not know of any use.' : `It was last used ${lastUsed}: what uses it stops working.`;
