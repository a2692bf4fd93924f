import { quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { github } from '../../connection.ts';
import { repositoryName } from '../../repository-name.ts';
import { ownAccount } from '../../text/own-account.ts';
import { jobsOf } from '../job.ts';
import { namesIn } from '../run-trust.ts';
import { nothingFailed, runActive } from '../refusals.ts';
import { getRun, runId, showRun } from '../run.ts';
import { parseWorkflow } from '../workflow-file.ts';
import { workflowText } from '../workflow-text.ts';

export const githubRunRerun = github.write({
  name: 'github_run_rerun',
  title: 'Repeat a workflow run',
  toolset: 'actions',
  risk: 'destructive',
  description: 'Run a workflow run again on the same commit. Use github_workflow_dispatch to start a new one.',
  input: z.strictObject({
    repo: repositoryName,
    run_id: runId,
    jobs: z.enum(['all', 'failed']).describe('Failed: these and what depends on them.'),
    debug: z.boolean().default(false).describe('Log more.'),
  }),
  output: z.object({ run_id: z.int(), attempt: z.int() }),
  preview: async ({ input, reader, profile, signal }) => {
    const { repo: repository, run_id: id, jobs: wanted, debug } = input;
    const run = await getRun({ reader, repository, id, signal });
    const [jobs, shown, text] = await Promise.all([
      jobsOf({ reader, repository, runId: id, signal }),
      showRun({ run, reader, repository, signal }),
      workflowText({ reader, repository, path: run.path.replace(/@.*$/, ''), commit: run.head_sha, signal }),
    ]);
    const { environments } = await parseWorkflow(text ?? '');
    const name = namesIn({ isTrusted: shown.trusted, isLockedDown: reader.isLockedDown });
    const repeated = jobs.filter(({ conclusion }) => wanted === 'all' || !['success', 'skipped'].includes(conclusion ?? ''));
    const refusal = run.status !== 'completed' ? runActive(run) : repeated.length === 0 ? nothingFailed(run) : undefined;
    return {
      description: `Run ${wanted === 'all' ? 'all' : 'the failed'} jobs (${repeated.length} of ${jobs.length}) of run ${id} of ${quoted(shown.workflow)} of ${repository} on ${run.head_sha.slice(0, 12)} again with ${profile.name}.`,
      guard: { attempt: run.run_attempt, completed: run.status === 'completed', conclusion: run.conclusion },
      before: shown,
      changes: repeated.map((job) => `${name(job.name)} (${job.conclusion ?? job.status})`),
      details: { enable_debug_logging: debug },
      warnings: [
        ...environments.map((environment) => `It runs in the environment ${quoted(environment)}: this may deploy.`),
        ...(shown.trusted ? [] : ['It runs what somebody who may not write to this repository has caused.']),
        ...(debug ? ['A log with more in it may tell more than it should.'] : []),
      ],
      ...(refusal === undefined ? {} : { refusal }),
    };
  },
  execute: async ({ input, writer, guard, signal }) => {
    const { repo: repository, run_id: id, jobs, debug } = input;
    const path = `/actions/runs/{run_id}/${jobs === 'all' ? 'rerun' : 'rerun-failed-jobs'}`;
    const values = { run_id: id, enable_debug_logging: debug };
    await writer.send({ method: 'POST', repository, path, values, schema: z.unknown(), signal });
    return { run_id: id, attempt: guard.attempt + 1 };
  },
  reconcile: async ({ input: { repo: repository, run_id: id }, reader, guard, signal }) => {
    const [run, isOwn] = await Promise.all([getRun({ reader, repository, id, signal }), ownAccount({ reader, signal })]);
    const isOurs = run.run_attempt === guard.attempt + 1 && isOwn(run.triggering_actor?.login);
    return isOurs ? { result: { run_id: id, attempt: run.run_attempt } } : 'unknown';
  },
});
