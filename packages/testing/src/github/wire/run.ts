import type { JobPlan, RunRecord, WorkflowRecord } from '../model/automation.ts';
import { standingOf } from '../world/runs.ts';
import { toAccount } from './account.ts';
import type { Place } from './issue.ts';
import { nodeId, stamp, stampOrNull } from './links.ts';
import { toMinimalRepository } from './repository.ts';

export const toWorkflow = (workflow: WorkflowRecord, { repository, links }: Place, name: string) => ({
  id: workflow.id,
  node_id: nodeId('Workflow', workflow.id),
  name,
  path: workflow.path,
  state: workflow.state,
  created_at: stamp(workflow.createdAtMs),
  updated_at: stamp(workflow.createdAtMs),
  url: `${links.repository(repository)}/actions/workflows/${workflow.id}`,
  html_url: `${links.page(repository)}/blob/${repository.defaultBranch}/${workflow.path}`,
  badge_url: `${links.page(repository)}/workflows/${encodeURIComponent(name)}/badge.svg`,
});

/** The name that a workflow gives itself; its path where it gives none. */
export const nameIn = (text: string | undefined, path: string): string =>
  /^name:\s*['"]?(.+?)['"]?\s*$/m.exec(text ?? '')?.[1] ?? path;

export const toRun = async (run: RunRecord, { store, repository, links }: Place) => {
  const { status, conclusion, startedAtMs, endedAtMs } = standingOf(run, store.nowMs);
  const self = `${links.repository(repository)}/actions/runs/${run.id}`;
  const commit = await repository.git.commit(run.sha);
  const { date: timestamp, ...author } = commit.author;
  const { date: _, ...committer } = commit.committer;
  const minimal = toMinimalRepository(repository, links);
  const fork = run.fork === undefined ? undefined : store.repositories.get(run.fork.toLowerCase());
  const actor = toAccount(store.account(run.actor), links);
  return {
    id: run.id,
    name: run.path,
    node_id: nodeId('WorkflowRun', run.id),
    head_branch: run.branch,
    head_sha: run.sha,
    path: run.path,
    display_title: commit.message.split('\n')[0] ?? '',
    run_number: run.number,
    run_attempt: run.attempt,
    event: run.event,
    status,
    conclusion,
    workflow_id: run.workflowId,
    url: self,
    html_url: `${links.page(repository)}/actions/runs/${run.id}`,
    pull_requests: [],
    created_at: stamp(run.createdAtMs),
    updated_at: stamp(endedAtMs ?? startedAtMs),
    run_started_at: stamp(run.queuedAtMs),
    actor,
    triggering_actor: actor,
    jobs_url: `${self}/jobs`,
    logs_url: `${self}/logs`,
    check_suite_url: `${links.repository(repository)}/check-suites/${run.id}`,
    artifacts_url: `${self}/artifacts`,
    cancel_url: `${self}/cancel`,
    rerun_url: `${self}/rerun`,
    workflow_url: `${links.repository(repository)}/actions/workflows/${run.workflowId}`,
    head_commit: { id: run.sha, tree_id: commit.tree, message: commit.message, timestamp, author, committer },
    repository: minimal,
    head_repository: fork === undefined ? minimal : toMinimalRepository(fork, links),
  };
};

export const toJob = (run: RunRecord, { id, job }: { id: number; job: JobPlan }, { store, repository, links }: Place) => {
  const { status, conclusion, startedAtMs, endedAtMs } = standingOf(run, store.nowMs);
  const own = conclusion === 'cancelled' ? conclusion : job.conclusion;
  const self = `${links.repository(repository)}/actions/jobs/${id}`;
  const steps = job.steps ?? [];
  return {
    id,
    run_id: run.id,
    workflow_name: run.path,
    head_branch: run.branch,
    run_url: `${links.repository(repository)}/actions/runs/${run.id}`,
    run_attempt: run.attempt,
    node_id: nodeId('CheckRun', id),
    head_sha: run.sha,
    url: self,
    html_url: `${links.page(repository)}/actions/runs/${run.id}/job/${id}`,
    status,
    conclusion: conclusion === null ? null : own,
    created_at: stamp(run.queuedAtMs),
    started_at: stamp(startedAtMs),
    completed_at: stampOrNull(endedAtMs),
    name: job.name,
    steps: steps.map((name, index) => ({
      name,
      number: index + 1,
      status,
      // What comes before the last step went well.
      conclusion: conclusion === null ? null : index === steps.length - 1 ? own : 'success',
      started_at: stamp(startedAtMs),
      completed_at: stampOrNull(endedAtMs),
    })),
    check_run_url: `${links.repository(repository)}/check-runs/${id}`,
    labels: ['ubuntu-latest'],
    runner_id: status === 'queued' ? null : 1,
    runner_name: status === 'queued' ? null : 'sandbox',
    runner_group_id: null,
    runner_group_name: null,
  };
};
