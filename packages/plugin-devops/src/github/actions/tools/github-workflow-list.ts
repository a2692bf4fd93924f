import * as z from 'zod';
import { github } from '../../connection.ts';
import { nextPage, nextPageOf, paging } from '../../paging.ts';
import { repositoryName } from '../../repository-name.ts';
import { showWorkflow, shownWorkflow, workflowAnswer } from '../workflow.ts';

export const githubWorkflowList = github.read({
  name: 'github_workflow_list',
  title: 'Workflows',
  toolset: 'actions',
  description: 'List the workflows of a repository. Use github_run_list for what they did.',
  input: z.strictObject({ repo: repositoryName, ...paging }),
  output: z.object({
    workflows: z.array(shownWorkflow),
    next_page: nextPage,
    untrusted: z.literal(true).describe('Pull requests from forks may have brought names.'),
  }),
  run: async ({ input: { repo: repository, limit, page }, reader, signal }) => {
    const path = '/actions/workflows';
    const found = await reader.page({ repository, path, item: workflowAnswer, field: 'workflows', limit, page, signal });
    return { workflows: found.items.map(showWorkflow), next_page: nextPageOf(found), untrusted: true };
  },
});
