import * as z from 'zod';
import { github } from '../../connection.ts';
import { nextPage, nextPageOf, paging } from '../../paging.ts';
import { repositoryName } from '../../repository-name.ts';
import { rulesetAnswer, shownRuleset, showRuleset } from '../ruleset.ts';

export const githubRulesetList = github.read({
  name: 'github_ruleset_list',
  title: 'Rulesets',
  toolset: 'administration',
  description: 'List the rulesets that hold in a repository. Use github_ruleset_get for the rules.',
  input: z.strictObject({ repo: repositoryName, ...paging }),
  output: z.object({ rulesets: z.array(shownRuleset), next_page: nextPage }),
  run: async ({ input, reader, signal }) => {
    const { repo: repository, limit, page } = input;
    const found = await reader.page({ repository, path: '/rulesets', item: rulesetAnswer, limit, page, signal });
    return { rulesets: found.items.map(showRuleset), next_page: nextPageOf(found) };
  },
});
