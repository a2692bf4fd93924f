import * as z from 'zod';
import { github } from '../../connection.ts';
import { missing } from '../../missing.ts';
import { repositoryName } from '../../repository-name.ts';
import { findRuleset, shownRuleset, showRuleset, toRuleset } from '../ruleset.ts';

const anything = z.record(z.string(), z.unknown());

export const githubRulesetGet = github.read({
  name: 'github_ruleset_get',
  title: 'A ruleset',
  toolset: 'administration',
  description: 'Show a ruleset whole. Use github_protection_get for the protection of one branch.',
  input: z.strictObject({ repo: repositoryName, ruleset_id: z.int().min(1).describe('Its number.') }),
  output: shownRuleset.extend({
    include: z.array(z.string()),
    exclude: z.array(z.string()),
    rules: z.array(anything),
    bypass: z.array(anything).nullable().describe('Null: the credentials may not see it.'),
  }),
  run: async ({ input: { repo: repository, ruleset_id: id }, reader, signal }) => {
    const found = await findRuleset({ repository, id, reader, signal });
    if (found === undefined) throw missing({ what: `the ruleset ${id} of ${repository}`, listedBy: 'github_ruleset_list' });
    const { include, exclude, rules, bypass } = toRuleset(found);
    return { ...showRuleset(found), include, exclude, rules, bypass };
  },
});
