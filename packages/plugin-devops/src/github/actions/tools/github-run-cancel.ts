import { quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { github } from '../../connection.ts';
import { repositoryName } from '../../repository-name.ts';
import { jobsOf } from '../job.ts';
import { runEnded } from '../refusals.ts';
import { getRun, runId, showRun } from '../run.ts';
import { namesIn } from '../run-trust.ts';

export const githubRunCancel = github.write({
  name: 'github_run_cancel',
  title: 'Cancel a workflow run',
  toolset: 'actions',
  // What is stopped half-way, such as a deployment, may stay half done.
  risk: 'destructive',
  description: 'Cancel a workflow run that is queued or at work. Use github_run_rerun to begin again.',
  input: z.strictObject({ repo: repositoryName, run_id: runId }),
  output: z.object({ run_id: z.int(), attempt: z.int() }),
  preview: async ({ input: { repo: repository, run_id: id }, reader, profile, signal }) => {
    const run = await getRun({ reader, repository, id, signal });
    const [jobs, shown] = await Promise.all([
      jobsOf({ reader, repository, runId: id, signal }),
      showRun({ run, reader, repository, signal }),
    ]);
    const name = namesIn({ isTrusted: shown.trusted, isLockedDown: reader.isLockedDown });
    const stopped = jobs.filter(({ status }) => status !== 'completed');
    const running = stopped.filter(({ status }) => status === 'in_progress').length;
    return {
      description: `Cancel run ${id} of ${quoted(shown.workflow)} of ${repository} on ${run.head_sha.slice(0, 12)} with ${profile.name}: ${stopped.length} jobs do not end.`,
      // Jobs that go on do not change the decision.
      guard: { attempt: run.run_attempt, completed: run.status === 'completed' },
      before: shown,
      changes: stopped.map((job) => `${name(job.name)} (${job.status})`),
      warnings: running === 0 ? [] : [`${running} jobs are at work: what they do stays half done.`],
      ...(run.status === 'completed' ? { refusal: runEnded(run) } : {}),
    };
  },
  execute: async ({ input: { repo: repository, run_id: id }, writer, guard, signal }) => {
    const path = '/actions/runs/{run_id}/cancel';
    await writer.send({ method: 'POST', repository, path, values: { run_id: id }, schema: z.unknown(), signal });
    return { run_id: id, attempt: guard.attempt };
  },
  // GitHub takes the order and ends the jobs by and by.
  verify: async ({ input: { repo: repository, run_id: id }, reader, signal }) => {
    const { status, conclusion } = await getRun({ reader, repository, id, signal });
    return { status, conclusion };
  },
  reconcile: async ({ input: { repo: repository, run_id: id }, reader, guard, signal }) => {
    const run = await getRun({ reader, repository, id, signal });
    const isDone = run.run_attempt === guard.attempt && run.conclusion === 'cancelled';
    return isDone ? { result: { run_id: id, attempt: guard.attempt } } : 'unknown';
  },
});
