import { describe, expect, it } from 'vitest';
import { startGitHub } from '../../test/start-github.ts';
import { githubRunGet } from './github-run-get.ts';

const widgets = 'octo/widgets';
const jobs = [
  { name: 'lint', conclusion: 'success', steps: ['Run npm run lint'] },
  { name: 'test', conclusion: 'failure', steps: ['Set up job', 'Run npm test'] },
] as const;

const start = async (by = 'octo') => {
  const started = await startGitHub([githubRunGet]);
  started.sandbox.world.planRuns(widgets, { queuedMs: 0, runningMs: 1, jobs });
  const id = await started.sandbox.world.addRun(widgets, { path: '.github/workflows/test.yml', branch: 'feature', by });
  started.sandbox.world.finishRun(widgets, id);
  return { ...started, id };
};

describe('github_run_get', () => {
  it('shows jobs, and steps where something is wrong', async () => {
    const { callTool, id } = await start();
    expect(await callTool('github_run_get', { repo: widgets, run_id: id })).toMatchObject({
      run: { run_id: id, status: 'completed', conclusion: 'failure', title: 'Raise the price', trusted: true, branch: 'feature' },
      jobs: [
        { name: 'lint', conclusion: 'success', steps: [] },
        {
          name: 'test',
          conclusion: 'failure',
          steps: [
            { name: 'Set up job', state: 'success' },
            { name: 'Run npm test', state: 'failure' },
          ],
        },
      ],
    });
  });

  it('says that names of a run by a stranger are not trusted', async () => {
    const { callTool, id } = await start('sam');
    expect(await callTool('github_run_get', { repo: widgets, run_id: id })).toMatchObject({ run: { trusted: false, by: 'sam' } });
  });

  it('answers not_found for a run that is not there', async () => {
    const { callTool } = await start();
    await expect(callTool('github_run_get', { repo: widgets, run_id: 7 })).rejects.toMatchObject({ code: 'not_found' });
  });
});
