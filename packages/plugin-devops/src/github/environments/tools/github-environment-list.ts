import * as z from 'zod';
import { github } from '../../connection.ts';
import { nextPage, nextPageOf, paging } from '../../paging.ts';
import { repositoryName } from '../../repository-name.ts';
import { environmentAnswer, showEnvironment, shownEnvironment, withAllPatterns } from '../environment.ts';

export const githubEnvironmentList = github.read({
  name: 'github_environment_list',
  title: 'Environments',
  toolset: 'administration',
  description: 'List environments and what holds before a deployment to them. Use github_deployment_list for deployments.',
  input: z.strictObject({ repo: repositoryName, ...paging }),
  output: z.object({
    environments: z.array(shownEnvironment.extend({ other_rules: z.array(z.string()).describe('Of apps.') })),
    next_page: nextPage,
  }),
  run: async ({ input, reader, signal }) => {
    const { repo: repository, limit, page } = input;
    const list = { repository, path: '/environments', field: 'environments', item: environmentAnswer };
    const found = await reader.page({ ...list, limit, page, signal });
    const environments = await withAllPatterns({ answers: found.items, repository, reader, signal });
    const shown = environments.map((one) => ({ ...showEnvironment(one), other_rules: [...one.other_rules] }));
    return { environments: shown, next_page: nextPageOf(found) };
  },
});
