import * as z from 'zod';
import { github } from '../../connection.ts';
import { nextPage, paging } from '../../paging.ts';
import { repositoryName } from '../../repository-name.ts';

const item = z.object({ name: z.string(), protected: z.boolean().default(false), commit: z.object({ sha: z.string() }) });

export const githubBranchList = github.read({
  name: 'github_branch_list',
  title: 'Branches on GitHub',
  toolset: 'repositories',
  description: 'List the branches of a repository on GitHub. Use git_status for the local one.',
  input: z.strictObject({ repo: repositoryName, ...paging }),
  output: z.object({
    branches: z.array(z.object({ name: z.string(), commit: z.string(), protected: z.boolean() })),
    next_page: nextPage,
  }),
  run: async ({ input, reader, signal }) => {
    const { repo: repository, limit, page } = input;
    const found = await reader.page({ repository, path: '/branches', item, limit, page, signal });
    return {
      branches: found.items.map(({ name, commit, protected: isProtected }) => ({
        name,
        commit: commit.sha,
        protected: isProtected,
      })),
      next_page: found.nextPage ?? null,
    };
  },
});
