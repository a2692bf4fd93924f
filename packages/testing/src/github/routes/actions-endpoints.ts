import * as z from 'zod';
import type { JobPlan, RunRecord, WorkflowRecord } from '../model/automation.ts';
import { nameIn, toJob, toRun, toWorkflow } from '../wire/run.ts';
import { rerun, standingOf, startRun, workflowsOf, workflowText } from '../world/runs.ts';
import type { Endpoint, RepositoryCall } from './endpoint.ts';
import { endpoint, repositoryEndpoint } from './endpoint.ts';
import { countedPage } from './page.ts';
import { anyObject, bodyOf, commitOf, numberIn, orNotFound } from './parse.ts';
import { notFound, refuse } from './refusal.ts';

/** Workflows, their runs and jobs. */
export const actionsEndpoints = (): readonly Endpoint[] => [
  repositoryEndpoint('GET /actions/workflows', 'actions:read', async (call) =>
    countedPage(call, 'workflows', await workflowsOf(call.store, call.repository), (workflow) => shown(call, workflow)),
  ),
  repositoryEndpoint('GET /actions/workflows/:workflow_id', 'actions:read', async (call) => ({
    json: await shown(call, await workflowOf(call)),
  })),
  repositoryEndpoint('POST /actions/workflows/:workflow_id/dispatches', 'actions:write', dispatch),
  repositoryEndpoint('PUT /actions/workflows/:workflow_id/enable', 'actions:write', (call) => setState(call, 'active')),
  repositoryEndpoint('PUT /actions/workflows/:workflow_id/disable', 'actions:write', (call) =>
    setState(call, 'disabled_manually'),
  ),
  repositoryEndpoint('GET /actions/workflows/:workflow_id/runs', 'actions:read', async (call) => {
    const { id } = await workflowOf(call);
    return listRuns(call, ({ workflowId }) => workflowId === id);
  }),
  repositoryEndpoint('GET /actions/runs', 'actions:read', (call) => listRuns(call, () => true)),
  repositoryEndpoint('GET /actions/runs/:run_id', 'actions:read', async (call) => ({ json: await toRun(runOf(call), call) })),
  repositoryEndpoint('GET /actions/runs/:run_id/jobs', 'actions:read', (call) => {
    const run = runOf(call);
    return countedPage(call, 'jobs', jobsOf(run), (job) => toJob(run, job, call));
  }),
  repositoryEndpoint('POST /actions/runs/:run_id/cancel', 'actions:write', (call) => {
    const run = runOf(call);
    if (standingOf(run, call.store.nowMs).status === 'completed')
      throw refuse(409, 'Cannot cancel a workflow run that is completed.');
    run.cancelledAtMs = call.store.nowMs;
    return { status: 202, json: {} };
  }),
  repositoryEndpoint('POST /actions/runs/:run_id/rerun', 'actions:write', again),
  repositoryEndpoint('POST /actions/runs/:run_id/rerun-failed-jobs', 'actions:write', again),
  repositoryEndpoint('GET /actions/jobs/:job_id', 'actions:read', (call) => {
    const { run, job } = jobOf(call);
    return { json: toJob(run, job, call) };
  }),
  repositoryEndpoint('GET /actions/jobs/:job_id/logs', 'actions:read', (call) => {
    const { run, job } = jobOf(call);
    if (standingOf(run, call.store.nowMs).status !== 'completed') throw notFound();
    const { owner, name } = call.repository;
    return { status: 302, text: '', headers: { location: `${call.links.web}/_logs/${owner.login}/${name}/${job.id}` } };
  }),
  // Logs lie on a server of their own that knows no tokens; it is the same one here.
  endpoint('GET /_logs/:owner/:repo/:job_id', undefined, (call) => {
    const { job } = jobOf({ ...call, repository: call.store.repositoryOf(call.params) });
    return { text: job.job.log ?? '', headers: { 'content-type': 'text/plain; charset=utf-8' } };
  }),
];

const runOf = (call: RepositoryCall): RunRecord => orNotFound(call.repository.runs.get(numberIn(call, 'run_id')));

const jobsOf = (run: RunRecord): readonly { id: number; job: JobPlan }[] =>
  run.plan.jobs.map((job, index) => ({ id: run.jobIds[index] ?? 0, job }));

const jobOf = (call: RepositoryCall): { run: RunRecord; job: { id: number; job: JobPlan } } => {
  const id = numberIn(call, 'job_id');
  for (const run of call.repository.runs.values()) {
    const job = jobsOf(run).find((one) => one.id === id);
    if (job !== undefined) return { run, job };
  }
  throw notFound();
};

/** By number or by the name of its file. */
const workflowOf = async ({ store, repository, params }: RepositoryCall): Promise<WorkflowRecord> => {
  const wanted = params['workflow_id'] ?? '';
  const workflows = await workflowsOf(store, repository);
  return orNotFound(workflows.find(({ id, path }) => String(id) === wanted || path.endsWith(`/${wanted}`)));
};

const shown = async (call: RepositoryCall, workflow: WorkflowRecord) => {
  const sha = await commitOf(call.repository, call.repository.defaultBranch);
  return toWorkflow(workflow, call, nameIn(await workflowText(call.repository, { path: workflow.path, sha }), workflow.path));
};

const setState = async (call: RepositoryCall, state: WorkflowRecord['state']) => {
  (await workflowOf(call)).state = state;
  return { status: 204, text: '' };
};

function listRuns(call: RepositoryCall, isWanted: (run: RunRecord) => boolean) {
  const { repository, query, store } = call;
  const wanted = [...repository.runs.values()].filter((run) => {
    const { status, conclusion } = standingOf(run, store.nowMs);
    const state = query.get('status') ?? status;
    return (
      isWanted(run) &&
      (query.get('branch') ?? run.branch) === run.branch &&
      (query.get('event') ?? run.event) === run.event &&
      (query.get('head_sha') ?? run.sha) === run.sha &&
      (state === status || state === conclusion)
    );
  });
  return countedPage(call, 'workflow_runs', wanted.toReversed(), (run) => toRun(run, call));
}

const dispatchBody = z.object({
  ref: z.string(),
  inputs: anyObject.default({}),
  return_run_details: z.boolean().default(false),
});

async function dispatch(call: RepositoryCall) {
  const { store, repository, login } = call;
  const workflow = await workflowOf(call);
  const { ref, inputs, return_run_details: wantsDetails } = bodyOf(call, dispatchBody);
  const branch = ref.replace(/^refs\/heads\//, '');
  const sha = await repository.git.resolve(`refs/heads/${branch}`);
  if (sha === undefined) throw refuse(422, `No ref found for: ${ref}`);
  if (workflow.state !== 'active') throw refuse(422, 'Cannot trigger a workflow_dispatch on a disabled workflow');
  const text = await workflowText(repository, { path: workflow.path, sha });
  if (text?.includes('workflow_dispatch') !== true) throw refuse(422, "Workflow does not have 'workflow_dispatch' trigger");
  const { id } = await startRun(store, repository, { workflow, branch, event: 'workflow_dispatch', actor: login, inputs });
  if (!wantsDetails) return { status: 204, text: '' };
  const { links } = call;
  const run = `actions/runs/${id}`;
  return {
    json: {
      workflow_run_id: id,
      run_url: `${links.repository(repository)}/${run}`,
      html_url: `${links.page(repository)}/${run}`,
    },
  };
}

function again(call: RepositoryCall) {
  const run = runOf(call);
  if (standingOf(run, call.store.nowMs).status !== 'completed') throw refuse(403, 'This workflow is already running');
  rerun(call.store, call.repository, run);
  return { status: 201, json: {} };
}
