import type { RunRecord, WorkflowRecord } from '../model/automation.ts';
import type { RepositoryRecord } from '../model/records.ts';
import { refuse } from '../routes/refusal.ts';
import type { Store } from './store.ts';

/** The workflows of the default branch, by their files. */
export const workflowsOf = async (store: Store, repository: RepositoryRecord): Promise<readonly WorkflowRecord[]> => {
  const { git, defaultBranch, workflows } = repository;
  const head = await git.resolve(`refs/heads/${defaultBranch}`);
  const files = head === undefined ? [] : await git.tree(head, { isRecursive: true });
  return files
    .filter(({ path }) => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path))
    .map(({ path }) => {
      const known = workflows.get(path) ?? { id: store.nextId(), path, createdAtMs: store.nowMs, state: 'active' };
      workflows.set(path, known);
      return known;
    });
};

/** The text of a workflow on a branch; nothing where the branch does not have it. */
export const workflowText = async (
  { git }: RepositoryRecord,
  { path, sha }: { path: string; sha: string },
): Promise<string | undefined> => {
  const entry = await git.entry(sha, path);
  return entry === undefined ? undefined : (await git.blob(entry.sha)).toString();
};

/** Begins a run of a workflow on a branch, which goes as the repository's plan says. */
export const startRun = async (
  store: Store,
  repository: RepositoryRecord,
  {
    workflow,
    branch,
    event,
    actor,
    fork,
    inputs,
  }: {
    workflow: WorkflowRecord;
    branch: string;
    event: string;
    actor: string;
    fork?: string | undefined;
    inputs: Readonly<Record<string, unknown>>;
  },
): Promise<RunRecord> => {
  const sha = await repository.git.resolve(`refs/heads/${branch}`);
  if (sha === undefined) throw refuse(422, `No ref found for: ${branch}`);
  const { path, id: workflowId } = workflow;
  const run: RunRecord = {
    id: store.nextId(),
    workflowId,
    path,
    number: [...repository.runs.values()].filter((other) => other.workflowId === workflowId).length + 1,
    branch,
    sha,
    event,
    actor,
    fork,
    createdAtMs: store.nowMs,
    inputs,
    attempt: 1,
    queuedAtMs: store.nowMs,
    plan: repository.runPlan,
    cancelledAtMs: undefined,
    jobIds: repository.runPlan.jobs.map(() => store.nextId()),
  };
  repository.runs.set(run.id, run);
  return run;
};

/** Lets a run begin again, as the repository's plan says now. */
export const rerun = (store: Store, repository: RepositoryRecord, run: RunRecord): void => {
  run.attempt += 1;
  run.queuedAtMs = store.nowMs;
  run.cancelledAtMs = undefined;
  run.plan = repository.runPlan;
  run.jobIds.splice(0, run.jobIds.length, ...run.plan.jobs.map(() => store.nextId()));
};

/** Where a run stands, which follows from the clock. */
export const standingOf = (
  { plan, queuedAtMs, cancelledAtMs }: RunRecord,
  nowMs: number,
): {
  status: 'queued' | 'in_progress' | 'completed';
  conclusion: string | null;
  startedAtMs: number;
  endedAtMs: number | undefined;
} => {
  const startedAtMs = queuedAtMs + plan.queuedMs;
  const endedAtMs = startedAtMs + plan.runningMs;
  if (cancelledAtMs !== undefined) return { status: 'completed', conclusion: 'cancelled', startedAtMs, endedAtMs: cancelledAtMs };
  if (nowMs < startedAtMs) return { status: 'queued', conclusion: null, startedAtMs: queuedAtMs, endedAtMs: undefined };
  if (nowMs < endedAtMs) return { status: 'in_progress', conclusion: null, startedAtMs, endedAtMs: undefined };
  const conclusion = plan.jobs.some((job) => job.conclusion === 'failure') ? 'failure' : 'success';
  return { status: 'completed', conclusion, startedAtMs, endedAtMs };
};
