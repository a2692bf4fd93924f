import { expect } from 'vitest';
import type { Example } from '../example.ts';
import { widgets } from '../github-sandbox.ts';
import { inWidgets, seededGitHubIds } from '../github-world.ts';

const { runs, job } = await seededGitHubIds();
const repo = widgets;
const failed = { repo, run_id: runs.failed };
const missing = { repo, run_id: 999 };
const asked = { risk: 'destructive', approval: { required: 'client' } };

export const githubActionsReads: readonly Example[] = [
  {
    tool: 'github_workflow_list',
    args: { repo },
    answers: {
      workflows: expect.arrayContaining([expect.objectContaining({ path: '.github/workflows/ship.yml', state: 'active' })]),
    },
    error: { args: { repo: 'octo/missing' }, code: 'not_found' },
  },
  {
    tool: 'github_run_list',
    args: { repo, workflow: 'test.yml', status: 'failure' },
    answers: { runs: [{ run_id: runs.failed, conclusion: 'failure', trusted: true, branch: 'main' }] },
    error: { args: { repo, workflow: 'nope.yml' }, code: 'not_found' },
  },
  {
    tool: 'github_run_get',
    args: failed,
    answers: { run: { status: 'completed', by: 'octo' }, jobs: [{ job_id: job, conclusion: 'failure' }] },
    error: { args: missing, code: 'not_found' },
  },
  {
    tool: 'github_job_log',
    args: failed,
    answers: { jobs: [{ log: expect.stringContaining('not ok 1 - the price of two') }], more_jobs: [], untrusted: true },
    error: { args: { repo, job_id: 999 }, code: 'not_found' },
  },
  {
    tool: 'github_run_watch',
    args: failed,
    answers: { completed: true, run: { conclusion: 'failure' } },
    error: { args: missing, code: 'not_found' },
  },
];

const run = (id: number, look: 'attempt' | 'cancelledAtMs') => inWidgets((repository) => repository.runs.get(id)?.[look]);

export const githubActionsWrites: readonly Example[] = [
  {
    tool: 'github_workflow_dispatch',
    args: { repo, workflow: 'ship.yml', ref: 'main', inputs: { note: 'now' } },
    answers: { ...asked, details: { inputs: { note: 'now' }, declared_inputs: [{ name: 'note' }] } },
    executes: {
      result: { run_id: expect.any(Number) },
      afterwards: inWidgets((repository) =>
        [...repository.runs.values()].filter(({ event }) => event === 'workflow_dispatch').map(({ inputs }) => inputs),
      ),
      found: [{ note: 'now' }],
    },
    error: { args: { repo, workflow: 'ship.yml', ref: 'main', inputs: { target: 'x' } }, code: 'invalid_input' },
  },
  {
    tool: 'github_run_rerun',
    args: { ...failed, jobs: 'failed' },
    answers: { ...asked, changes: ['test (failure)'] },
    executes: { result: { run_id: runs.failed, attempt: 2 }, afterwards: run(runs.failed, 'attempt'), found: 2 },
    error: { args: { repo, run_id: runs.running, jobs: 'all' }, code: 'conflict' },
  },
  {
    tool: 'github_run_cancel',
    args: { repo, run_id: runs.running },
    answers: { ...asked, changes: ['test (in_progress)'] },
    executes: {
      result: { run_id: runs.running, attempt: 1 },
      afterwards: run(runs.running, 'cancelledAtMs'),
      found: expect.any(Number),
    },
    error: { args: missing, code: 'not_found' },
  },
  {
    tool: 'github_workflow_set_state',
    args: { repo, workflow: 'test.yml', state: 'disabled' },
    answers: { ...asked, before: { state: 'active' } },
    executes: {
      result: { state: 'disabled_manually' },
      afterwards: inWidgets(({ workflows }) => [...workflows.values()].map(({ path, state }) => [path, state])),
      found: expect.arrayContaining([['.github/workflows/test.yml', 'disabled_manually']]),
    },
    error: { args: { repo, workflow: 'test.yml', state: 'enabled' }, code: 'conflict' },
  },
];
