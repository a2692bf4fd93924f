import * as z from 'zod';
import { branchName } from '../../../git/branch-name.ts';
import { github } from '../../connection.ts';
import { nextPage, nextPageOf, paging } from '../../paging.ts';
import { repositoryName } from '../../repository-name.ts';
import { runAnswer, showRuns, shownRun } from '../run.ts';
import { findWorkflow, workflowName } from '../workflow.ts';

// Statuses and conclusions are one list in the query of GitHub.
const states = [
  'completed',
  'cancelled',
  'failure',
  'success',
  'timed_out',
  'in_progress',
  'queued',
  'waiting',
  'pending',
] as const;

export const githubRunList = github.read({
  name: 'github_run_list',
  title: 'Workflow runs',
  toolset: 'actions',
  description: 'List workflow runs, newest first. Use github_run_get for the jobs of one.',
  input: z.strictObject({
    repo: repositoryName,
    workflow: workflowName.optional(),
    branch: branchName('Only of this branch.').optional(),
    status: z.enum(states).optional().describe('Status or conclusion.'),
    event: z
      .string()
      .refine((text) => /^[a-z_]{1,40}$/.test(text), 'Use a name such as push.')
      .optional()
      .describe('Such as push.'),
    ...paging,
  }),
  output: z.object({ runs: z.array(shownRun), next_page: nextPage }),
  run: async ({ input, reader, signal }) => {
    const { repo: repository, workflow, branch, status, event, limit, page } = input;
    const id = workflow === undefined ? undefined : (await findWorkflow({ reader, repository, workflow, signal })).id;
    const found = await reader.page({
      repository,
      path: id === undefined ? '/actions/runs' : '/actions/workflows/{workflow_id}/runs',
      values: { ...(id === undefined ? {} : { workflow_id: id }), branch, status, event },
      item: runAnswer,
      field: 'workflow_runs',
      limit,
      page,
      signal,
    });
    return { runs: await showRuns({ runs: found.items, reader, repository, signal }), next_page: nextPageOf(found) };
  },
});
