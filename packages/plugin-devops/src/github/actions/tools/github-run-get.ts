import * as z from 'zod';
import { github } from '../../connection.ts';
import { repositoryName } from '../../repository-name.ts';
import { jobsOf, showJob, shownJob } from '../job.ts';
import { getRun, runId, showRun, shownRun } from '../run.ts';

export const githubRunGet = github.read({
  name: 'github_run_get',
  title: 'Workflow run',
  toolset: 'actions',
  description: 'Show a workflow run with its jobs. Use github_job_log to see why one failed, github_run_watch to wait.',
  input: z.strictObject({ repo: repositoryName, run_id: runId }),
  output: z.object({ run: shownRun, jobs: z.array(shownJob) }),
  run: async ({ input: { repo: repository, run_id: id }, reader, signal }) => {
    const [run, jobs] = await Promise.all([
      getRun({ reader, repository, id, signal }),
      jobsOf({ reader, repository, runId: id, signal }),
    ]);
    const shown = await showRun({ run, reader, repository, signal });
    const marking = { isTrusted: shown.trusted, isLockedDown: reader.isLockedDown };
    return { run: shown, jobs: jobs.map((job) => showJob({ job, ...marking })) };
  },
});
