import * as z from 'zod';
import { branchName } from '../../../git/branch-name.ts';
import { github } from '../../connection.ts';
import { repositoryName } from '../../repository-name.ts';
import { findProtection, unprotected } from '../protection.ts';
import { shownProtection, showProtection } from '../show-protection.ts';

export const githubProtectionGet = github.read({
  name: 'github_protection_get',
  title: 'Branch protection',
  toolset: 'administration',
  description: 'Show how a branch is protected. Use github_ruleset_list for rulesets, which hold too.',
  input: z.strictObject({ repo: repositoryName, branch: branchName('A branch.') }),
  output: z.object({ protected: z.boolean(), protection: shownProtection }),
  run: async ({ input: { repo: repository, branch }, reader, signal }) => {
    const found = await findProtection({ repository, branch, reader, signal });
    return { protected: found !== undefined, protection: showProtection(found ?? unprotected) };
  },
});
