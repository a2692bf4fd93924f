import * as z from 'zod';
import { github } from '../../connection.ts';
import { nextPage, paging } from '../../paging.ts';
import { repositoryName } from '../../repository-name.ts';
import { headName, qualifiedHead } from '../head-name.ts';
import { pullAnswer } from '../pull-answer.ts';
import { showPulls, shownPull } from '../show-pull.ts';

export const githubPrList = github.read({
  name: 'github_pr_list',
  title: 'Pull requests on GitHub',
  toolset: 'pull-requests',
  description: 'List pull requests, newest first. Use github_pr_get for one.',
  input: z.strictObject({
    repo: repositoryName,
    state: z.enum(['open', 'closed', 'all']).default('open').describe('Which ones.'),
    head: headName('From this branch, or owner:branch.').optional(),
    base: z.string().min(1).optional().describe('Into this branch.'),
    ...paging,
  }),
  output: z.object({ pull_requests: z.array(shownPull), next_page: nextPage }),
  run: async ({ input, reader, signal }) => {
    const { repo: repository, limit, page, head, ...filters } = input;
    const values = { ...filters, ...(head === undefined ? {} : { head: qualifiedHead({ head, repository }) }) };
    const found = await reader.page({ repository, path: '/pulls', values, item: pullAnswer, limit, page, signal });
    return {
      pull_requests: await showPulls({ pulls: found.items, repository, reader, signal }),
      next_page: found.nextPage ?? null,
    };
  },
});
