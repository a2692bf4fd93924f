import * as z from 'zod';
import { github } from '../../connection.ts';
import { nextPage, nextPageOf, paging } from '../../paging.ts';
import { repositoryName } from '../../repository-name.ts';

/** https://docs.github.com/en/rest/collaborators/collaborators#list-repository-collaborators */
const collaboratorAnswer = z.object({ login: z.string(), type: z.string(), role_name: z.string() });

const collaborator = z.object({ login: z.string(), type: z.string(), role: z.string() });

export const githubCollaboratorList = github.read({
  name: 'github_collaborator_list',
  title: 'Collaborators',
  toolset: 'administration',
  description: 'List who has access to a repository, with their roles. Use github_deploy_key_list for machines.',
  input: z.strictObject({
    repo: repositoryName,
    affiliation: z.enum(['all', 'direct', 'outside']).default('all').describe('How they came to it.'),
    ...paging,
  }),
  output: z.object({ collaborators: z.array(collaborator), next_page: nextPage }),
  run: async ({ input, reader, signal }) => {
    const { repo: repository, affiliation, limit, page } = input;
    const list = { repository, path: '/collaborators', values: { affiliation }, item: collaboratorAnswer };
    const found = await reader.page({ ...list, limit, page, signal });
    const collaborators = found.items.map(({ login, type, role_name: role }) => ({ login, type, role }));
    return { collaborators, next_page: nextPageOf(found) };
  },
});
