import * as z from 'zod';
import { github } from '../../connection.ts';
import { nextPage, nextPageOf, paging } from '../../paging.ts';
import { repositoryName } from '../../repository-name.ts';
import { deployKeyAnswer, shownDeployKey, showDeployKey } from '../deploy-key.ts';

export const githubDeployKeyList = github.read({
  name: 'github_deploy_key_list',
  title: 'Deploy keys',
  toolset: 'administration',
  description: 'List deploy keys with their fingerprints. Use github_collaborator_list for people.',
  input: z.strictObject({ repo: repositoryName, ...paging }),
  output: z.object({ keys: z.array(shownDeployKey), next_page: nextPage }),
  run: async ({ input, reader, signal }) => {
    const { repo: repository, limit, page } = input;
    const found = await reader.page({ repository, path: '/keys', item: deployKeyAnswer, limit, page, signal });
    return { keys: found.items.map(showDeployKey), next_page: nextPageOf(found) };
  },
});
