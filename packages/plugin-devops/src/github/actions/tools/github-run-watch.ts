import * as z from 'zod';
import { github } from '../../connection.ts';
import { repositoryName } from '../../repository-name.ts';
import { showJob, shownJob } from '../job.ts';
import { runId, showRun, shownRun } from '../run.ts';
import { watchRun } from '../watch-run.ts';

export const githubRunWatch = github.read({
  name: 'github_run_watch',
  title: 'Watch a workflow run',
  toolset: 'actions',
  description: 'Wait until a run ends, at most 50 seconds, and show it; call again while completed is false.',
  input: z.strictObject({
    repo: repositoryName,
    run_id: runId,
    timeout_s: z.int().min(1).max(50).default(45).describe('The longest wait.'),
  }),
  output: z.object({ completed: z.boolean(), run: shownRun, jobs: z.array(shownJob) }),
  deadlineMs: ({ timeout_s: timeoutS }) => (timeoutS + 30) * 1_000,
  run: async ({ input: { repo: repository, run_id: id, timeout_s: timeoutS }, reader, clock, progress, signal }) => {
    const timeoutMs = timeoutS * 1_000;
    const { run, jobs } = await watchRun({ reader, repository, runId: id, timeoutMs, clock, progress, signal });
    const shown = await showRun({ run, reader, repository, signal });
    const marking = { isTrusted: shown.trusted, isLockedDown: reader.isLockedDown };
    return { completed: run.status === 'completed', run: shown, jobs: jobs.map((job) => showJob({ job, ...marking })) };
  },
});
