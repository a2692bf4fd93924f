import { quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { github } from '../../connection.ts';
import { repositoryName } from '../../repository-name.ts';
import { notOwn } from '../not-own.ts';
import { findRuleset, flat, rulesetPath, toRuleset } from '../ruleset.ts';

export const githubRulesetDelete = github.write({
  name: 'github_ruleset_delete',
  title: 'Delete a ruleset',
  toolset: 'administration',
  risk: 'destructive',
  description: 'Delete a ruleset, so that its rules hold no more. Use github_ruleset_put to change a part of it.',
  input: z.strictObject({ repo: repositoryName, ruleset_id: z.int().min(1).describe('Its number.') }),
  output: z.object({ deleted: z.int() }),
  preview: async ({ input: { repo: repository, ruleset_id: id }, reader, profile, signal }) => {
    const found = await findRuleset({ repository, id, reader, signal });
    const existing = found === undefined ? null : toRuleset(found);
    const refusal = notOwn({ repository, id, ruleset: found });
    return {
      description: `Delete the ruleset ${id} ${existing === null ? '' : `${quoted(existing.name)} `}of ${repository} with ${profile.name}.`,
      guard: { existing },
      before: existing === null ? null : flat(existing),
      warnings: existing?.enforcement === 'active' ? existing.rules.map(({ type }) => `Weaker: The rule ${type} is gone.`) : [],
      ...(refusal === undefined ? {} : { refusal }),
    };
  },
  execute: async ({ input: { repo: repository, ruleset_id }, writer, signal }) => {
    await writer.send({ method: 'DELETE', repository, path: rulesetPath, values: { ruleset_id }, schema: z.unknown(), signal });
    return { deleted: ruleset_id };
  },
  reconcile: async ({ input: { repo: repository, ruleset_id: id }, reader, signal }) =>
    (await findRuleset({ repository, id, reader, signal })) === undefined ? { result: { deleted: id } } : 'unknown',
});
