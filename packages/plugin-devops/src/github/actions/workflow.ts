import { LineclearError, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { oneLine } from '../checks/read-checks.ts';
import type { GitHubReader } from '../client/github-reader.ts';

/** https://docs.github.com/en/rest/actions/workflows#get-a-workflow */
export const workflowAnswer = z.object({
  id: z.int(),
  name: z.string(),
  path: z.string(),
  state: z.string(),
  html_url: z.string(),
});
export type Workflow = z.output<typeof workflowAnswer>;

/** An input field for a workflow. */
export const workflowName = z
  .string()
  .refine((text) => /^(?!\.)[\w .@+-]{1,200}$/.test(text), 'Use the name of its file, or its id.')
  .describe('Its file, such as deploy.yml, or id.');

export const shownWorkflow = z.object({
  workflow_id: z.int(),
  name: z.string(),
  path: z.string(),
  state: z.string(),
  url: z.string(),
});

export const showWorkflow = ({ id, html_url: url, name, path, state }: Workflow): z.output<typeof shownWorkflow> => ({
  workflow_id: id,
  name: oneLine(name),
  path,
  state,
  url,
});

/** One workflow; `not_found` where there is none. */
export const findWorkflow = async ({
  reader,
  repository,
  workflow,
  signal,
}: {
  reader: GitHubReader;
  repository: string;
  workflow: string;
  signal: AbortSignal;
}): Promise<Workflow> => {
  const values = { workflow_id: workflow };
  const found = await reader.find({
    repository,
    path: '/actions/workflows/{workflow_id}',
    values,
    schema: workflowAnswer,
    signal,
  });
  if (found !== undefined) return found;
  throw new LineclearError('not_found', `${repository} has no workflow ${quoted(workflow)}, or it cannot be seen.`, {
    hint: 'github_workflow_list shows what there is.',
    details: { reason: 'workflow' },
  });
};
