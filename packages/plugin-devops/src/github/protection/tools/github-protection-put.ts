import { quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { checkShown } from '../../../text/check-shown.ts';
import { branchName } from '../../../git/branch-name.ts';
import { github } from '../../connection.ts';
import { repositoryName } from '../../repository-name.ts';
import { changedFields } from '../../text/changed-fields.ts';
import { changeProtection, protectionChanges, toBody } from '../change-protection.ts';
import { findProtection, protectionPath, unprotected } from '../protection.ts';
import { shownProtection, showProtection } from '../show-protection.ts';
import { weakerProtection } from '../weaker.ts';

export const githubProtectionPut = github.write({
  name: 'github_protection_put',
  title: 'Protect a branch',
  toolset: 'administration',
  risk: 'reversible',
  description: 'Protect a branch; what is not named stays. Use github_ruleset_put for many branches.',
  input: z.strictObject({ repo: repositoryName, branch: branchName('A branch.'), ...protectionChanges }),
  output: shownProtection,
  preview: async ({ input: { repo: repository, branch, ...changes }, reader, profile, signal }) => {
    checkShown({ sent: [JSON.stringify(changes)], hint: 'Send less, or do it on GitHub itself.' });
    const existing = await findProtection({ repository, branch, reader, signal });
    const before = showProtection(existing ?? unprotected);
    const after = showProtection(changeProtection({ before: existing ?? null, changes }));
    const weaker = weakerProtection({ before, after });
    const changed = changedFields({ before, after });
    return {
      description: `${existing === undefined ? 'Protect' : 'Change the protection of'} the branch ${quoted(branch)} of ${repository} with ${profile.name}.`,
      guard: { existing: existing ?? null },
      before,
      changes: changed,
      details: { after },
      warnings: [
        ...weaker.map((text) => `Weaker: ${text}`),
        ...(existing !== undefined && changed.length === 0 ? ['It is protected like this already.'] : []),
      ],
      ...(weaker.length > 0 ? { risk: 'destructive' as const } : {}),
    };
  },
  execute: async ({ input: { repo: repository, branch, ...changes }, writer, guard, signal }) => {
    const after = changeProtection({ before: guard.existing, changes });
    const values = { branch, ...toBody(after) };
    await writer.send({ method: 'PUT', repository, path: protectionPath, values, schema: z.unknown(), signal });
    return showProtection(after);
  },
  reconcile: async ({ input: { repo: repository, branch, ...changes }, reader, guard, signal }) => {
    const found = await findProtection({ repository, branch, reader, signal });
    const wanted = showProtection(changeProtection({ before: guard.existing, changes }));
    if (found === undefined || changedFields({ before: showProtection(found), after: wanted }).length > 0) return 'unknown';
    return { result: wanted };
  },
});
