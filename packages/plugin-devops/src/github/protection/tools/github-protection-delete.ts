import { quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { branchName } from '../../../git/branch-name.ts';
import { github } from '../../connection.ts';
import { missing } from '../../missing.ts';
import { repositoryName } from '../../repository-name.ts';
import { findProtection, protectionPath, unprotected } from '../protection.ts';
import { showProtection } from '../show-protection.ts';
import { weakerProtection } from '../weaker.ts';

export const githubProtectionDelete = github.write({
  name: 'github_protection_delete',
  title: 'Unprotect a branch',
  toolset: 'administration',
  risk: 'destructive',
  description: 'Take all protection from a branch; rulesets stay. Use github_protection_put for a part.',
  input: z.strictObject({ repo: repositoryName, branch: branchName('A branch.') }),
  output: z.object({ unprotected: z.string() }),
  preview: async ({ input: { repo: repository, branch }, reader, profile, signal }) => {
    const existing = await findProtection({ repository, branch, reader, signal });
    const what = `the protection of the branch ${quoted(branch)} of ${repository}`;
    const before = showProtection(existing ?? unprotected);
    const weaker = weakerProtection({ before, after: showProtection(unprotected) });
    return {
      description: `Delete ${what} with ${profile.name}.`,
      guard: { existing: existing ?? null },
      before,
      warnings: weaker.map((text) => `Weaker: ${text}`),
      ...(existing === undefined ? { refusal: missing({ what, listedBy: 'github_protection_get' }) } : {}),
    };
  },
  execute: async ({ input: { repo: repository, branch }, writer, signal }) => {
    await writer.send({ method: 'DELETE', repository, path: protectionPath, values: { branch }, schema: z.unknown(), signal });
    return { unprotected: branch };
  },
  reconcile: async ({ input: { repo: repository, branch }, reader, signal }) =>
    (await findProtection({ repository, branch, reader, signal })) === undefined
      ? { result: { unprotected: branch } }
      : 'unknown',
});
