import { fence, LineclearError, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { branchName } from '../../../git/branch-name.ts';
import { commitOf } from '../../branches/ref.ts';
import type { GitHubWriter } from '../../client/github-writer.ts';
import { github } from '../../connection.ts';
import { repositoryName } from '../../repository-name.ts';
import { sentTexts } from '../../text/sent-texts.ts';
import { checkInputs, dispatchInputs, showInput } from '../dispatch-inputs.ts';
import { dispatchedRun, dispatchesOf } from '../dispatched-run.ts';
import { workflowDisabled } from '../refusals.ts';
import { parseWorkflow } from '../workflow-file.ts';
import { workflowText } from '../workflow-text.ts';
import { findWorkflow, workflowName } from '../workflow.ts';

export const githubWorkflowDispatch = github.write({
  name: 'github_workflow_dispatch',
  title: 'Start a workflow',
  toolset: 'actions',
  risk: 'destructive',
  description: 'Start a workflow. Use github_run_watch to wait for it, github_run_rerun to repeat a run.',
  input: z.strictObject({
    repo: repositoryName,
    workflow: workflowName,
    ref: branchName('Branch or tag to run on.'),
    inputs: dispatchInputs,
  }),
  output: z.object({
    run_id: z.int().nullable().describe('Null where it cannot be told from others.'),
    url: z.string().nullable(),
  }),
  preview: async ({ input, reader, profile, signal }) => {
    const { repo: repository, workflow: wanted, ref, inputs } = input;
    const [workflow, commit] = await Promise.all([
      findWorkflow({ reader, repository, workflow: wanted, signal }),
      commitOf({ reader, repository, revision: ref, signal }),
    ]);
    const [text, runs, sent] = await Promise.all([
      workflowText({ reader, repository, path: workflow.path, commit, signal }),
      dispatchesOf({ reader, repository, workflowId: workflow.id, ref, signal }),
      sentTexts({ texts: inputs, repository, reader, signal }),
    ]);
    const { inputs: declared, environments } = await parseWorkflow(text ?? '');
    if (declared !== undefined) checkInputs({ inputs, declared, workflow: workflow.path });
    return {
      description: `Start the workflow ${quoted(workflow.name)} (${workflow.path}) of ${repository} on ${quoted(ref)} (${commit.slice(0, 12)}) with ${profile.name}.`,
      // Somebody else's start in the meantime is a reason to think again, and tells their run from this one.
      guard: { workflow: workflow.id, state: workflow.state, commit, newest: runs[0]?.id ?? null, visibility: sent.visibility },
      details: {
        inputs: sent.texts,
        declared_inputs: declared?.map(showInput) ?? null,
        workflow_file:
          text === undefined ? null : fence(text, { source: `${workflow.path} at ${commit.slice(0, 12)}`, limit: 8_000 }),
      },
      warnings: [
        ...environments.map((name) => `It runs in the environment ${quoted(name)}: this may deploy.`),
        ...(text === undefined ? [`${ref} has no ${workflow.path} that can be read, so GitHub may refuse this.`] : []),
        ...(text !== undefined && declared === undefined ? ['The inputs were not checked: GitHub does that.'] : []),
        ...sent.warnings,
      ],
      ...sent.approval,
      ...(workflow.state === 'active' ? {} : { refusal: workflowDisabled(workflow) }),
    };
  },
  execute: async ({ input, writer, guard, signal }) => {
    const { repo: repository, ref, inputs } = input;
    const details = await dispatch({ writer, repository, values: { workflow_id: guard.workflow, ref, inputs }, signal });
    if (details !== undefined) return { run_id: details.workflow_run_id, url: details.html_url };
    const { reader } = writer;
    const run = await dispatchedRun({ reader, repository, workflowId: guard.workflow, ref, ...guard, signal });
    return { run_id: run?.id ?? null, url: run?.html_url ?? null };
  },
  reconcile: async ({ input: { repo: repository, ref }, reader, guard, signal }) => {
    const run = await dispatchedRun({ reader, repository, workflowId: guard.workflow, ref, ...guard, signal });
    return run === undefined ? 'unknown' : { result: { run_id: run.id, url: run.html_url } };
  },
});

const detailsAnswer = z.union([
  z.object({ workflow_run_id: z.int(), html_url: z.string() }),
  // 204 has no body.
  z.literal('').transform(() => undefined),
]);

const dispatch = async (order: {
  writer: GitHubWriter;
  repository: string;
  values: { workflow_id: number; ref: string; inputs: Readonly<Record<string, string>> };
  signal: AbortSignal;
}) => {
  const { writer, values, ...where } = order;
  const path = '/actions/workflows/{workflow_id}/dispatches';
  const send = (more: { return_run_details?: true }) =>
    writer.send({ ...where, method: 'POST', path, values: { ...values, ...more }, schema: detailsAnswer });
  try {
    return await send({ return_run_details: true });
  } catch (error) {
    // Enterprise Servers that do not know the field (3.19) refuse it, and have started nothing.
    // https://github.blog/changelog/2026-02-19-workflow-dispatch-api-now-returns-run-ids/
    if (!LineclearError.is(error) || error.effect !== 'none' || !isAboutDetails(error)) throw error;
    return await send({});
  }
};

const isAboutDetails = ({ details }: LineclearError): boolean =>
  details?.['status'] === 422 && String(details['upstream']).includes('return_run_details');
