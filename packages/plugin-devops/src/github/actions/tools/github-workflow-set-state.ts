import { quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { github } from '../../connection.ts';
import { repositoryName } from '../../repository-name.ts';
import { workflowDeleted, workflowUnchanged } from '../refusals.ts';
import { findWorkflow, workflowName } from '../workflow.ts';

export const githubWorkflowSetState = github.write({
  name: 'github_workflow_set_state',
  title: 'Switch a workflow',
  toolset: 'actions',
  // A workflow that does not run any more may be what tests and checks a change.
  risk: 'destructive',
  classify: ({ input }) => (input.state === 'enabled' ? { risk: 'reversible' } : {}),
  description: 'Enable or disable a workflow. Use github_run_cancel to end a run.',
  input: z.strictObject({
    repo: repositoryName,
    workflow: workflowName,
    state: z.enum(['enabled', 'disabled']).describe('From now on.'),
  }),
  output: z.object({ workflow_id: z.int(), state: z.string() }),
  preview: async ({ input, reader, profile, signal }) => {
    const { repo: repository, workflow: wanted, state } = input;
    const workflow = await findWorkflow({ reader, repository, workflow: wanted, signal });
    const refusal =
      workflow.state === 'deleted'
        ? workflowDeleted(workflow)
        : (workflow.state === 'active') === (state === 'enabled')
          ? workflowUnchanged(workflow)
          : undefined;
    return {
      description: `${state === 'enabled' ? 'Enable' : 'Disable'} the workflow ${quoted(workflow.name)} (${workflow.path}) of ${repository} with ${profile.name}.`,
      guard: { workflow: workflow.id, state: workflow.state },
      before: { state: workflow.state },
      warnings: state === 'disabled' ? ['Nothing starts it any more: no push, no schedule, no pull request.'] : [],
      ...(refusal === undefined ? {} : { refusal }),
    };
  },
  execute: async ({ input, writer, guard, signal }) => {
    const { repo: repository, state } = input;
    const path = `/actions/workflows/{workflow_id}/${verbs[state]}`;
    await writer.send({ method: 'PUT', repository, path, values: { workflow_id: guard.workflow }, schema: z.unknown(), signal });
    return { workflow_id: guard.workflow, state: states[state] };
  },
  reconcile: async ({ input, reader, guard, signal }) => {
    const found = await findWorkflow({ reader, repository: input.repo, workflow: String(guard.workflow), signal });
    return found.state === states[input.state] ? { result: { workflow_id: found.id, state: found.state } } : 'unknown';
  },
});

const verbs = { enabled: 'enable', disabled: 'disable' } as const;
const states = { enabled: 'active', disabled: 'disabled_manually' } as const;
