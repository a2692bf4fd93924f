import * as z from 'zod';
import type { GitHubReader } from '../client/github-reader.ts';
import { namesIn } from './run-trust.ts';

const step = z.object({
  name: z.string(),
  number: z.int(),
  status: z.string(),
  conclusion: z.string().nullable(),
  started_at: z.string().nullish(),
  completed_at: z.string().nullish(),
});
export type Step = z.output<typeof step>;

/** https://docs.github.com/en/rest/actions/workflow-jobs#list-jobs-for-a-workflow-run */
export const jobAnswer = z.object({
  id: z.int(),
  run_id: z.int(),
  name: z.string(),
  status: z.string(),
  conclusion: z.string().nullable(),
  started_at: z.string().nullish(),
  completed_at: z.string().nullish(),
  steps: z.array(step).default([]),
});
export type Job = z.output<typeof jobAnswer>;

export const shownJob = z.object({
  job_id: z.int(),
  name: z.string(),
  status: z.string(),
  conclusion: z.string().nullable(),
  started_at: z.string().nullable(),
  completed_at: z.string().nullable(),
  steps: z.array(z.object({ name: z.string(), state: z.string() })).describe('Of a job that is not done well.'),
});
export type ShownJob = z.output<typeof shownJob>;

/** The jobs of the last attempt of a run. */
export const jobsOf = ({
  reader,
  repository,
  runId,
  signal,
}: {
  reader: GitHubReader;
  repository: string;
  runId: number;
  signal: AbortSignal;
}): Promise<readonly Job[]> =>
  reader.all({
    repository,
    path: '/actions/runs/{run_id}/jobs',
    values: { run_id: runId },
    item: jobAnswer,
    field: 'jobs',
    signal,
  });

/** Whether its log says why the run failed. What was cancelled did not fail by itself. */
export const hasFailed = ({ conclusion }: { readonly conclusion: string | null }): boolean =>
  ['failure', 'timed_out', 'startup_failure'].includes(conclusion ?? '');

/** A job as tools answer it; steps are left out where all went well. */
export const showJob = ({ job, isTrusted, isLockedDown }: { job: Job; isTrusted: boolean; isLockedDown: boolean }): ShownJob => {
  const name = namesIn({ isTrusted, isLockedDown });
  const isGood = ['success', 'skipped', 'neutral'].includes(job.conclusion ?? '');
  return {
    job_id: job.id,
    name: name(job.name),
    status: job.status,
    conclusion: job.conclusion,
    started_at: job.started_at ?? null,
    completed_at: job.completed_at ?? null,
    steps: isGood ? [] : job.steps.map((one) => ({ name: name(one.name), state: one.conclusion ?? one.status })),
  };
};
