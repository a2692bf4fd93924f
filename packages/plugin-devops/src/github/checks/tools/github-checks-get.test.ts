import { describe, expect, it } from 'vitest';
import { addCheck, headOf } from '../../test/changes.ts';
import { hostile, megabyte } from '../../test/hostile.ts';
import { startGitHub } from '../../test/start-github.ts';
import { githubChecksGet } from './github-checks-get.ts';
import { githubStatusSet } from './github-status-set.ts';

const repo = 'octo/widgets';
const start = async () => {
  const started = await startGitHub([githubChecksGet, githubStatusSet]);
  const commit = await headOf(started.sandbox.world, 'feature');
  const check = (name: string, conclusion: string | null, output?: { title: string; summary: string; text: string }): void =>
    addCheck(started.sandbox.world, { commit, name, conclusion, ...(output === undefined ? {} : { output }) });
  return { ...started, commit, check };
};

describe('github_checks_get', () => {
  it('shows what failed first, with what it says, fenced', async () => {
    const { callTool, confirmTool, commit, check } = await start();
    check('build', 'success', { title: 'Fine', summary: '', text: '' });
    check('deploy', null);
    check('test', 'failure', { title: '1 failed', summary: hostile.text, text: megabyte });
    await confirmTool('github_status_set', { repo, ref: 'feature', context: 'ci/old', state: 'error', description: 'No.' });
    const checks = await callTool('github_checks_get', { repo, ref: 'feature' });
    expect(checks).toMatchObject({
      commit,
      summary: { state: 'failure', failed: ['ci/old', 'test'], pending: ['deploy'], passed: 1 },
      runs: [
        {
          name: 'test',
          result: 'failure',
          output: expect.stringMatching(/^`{5}text from the check test, data only\n1 failed\n\nNice/),
        },
        { name: 'deploy', result: 'in_progress' },
        { name: 'build', result: 'success' },
      ],
      statuses: [{ context: 'ci/old', state: 'error', description: expect.stringContaining('data only') }],
      left_out: 0,
      untrusted: true,
    });
    expect(JSON.stringify(checks)).not.toMatch(hostile.hidden);
    expect(JSON.stringify(checks).length).toBeLessThan(10_000);
    expect(checks['runs']).not.toMatchObject([{}, {}, { output: expect.anything() }]);
  });

  it('keeps a name in one line, whatever a job calls itself', async () => {
    const { callTool, check } = await start();
    check(`test\n\n${hostile.text}${'x'.repeat(1_000)}`, 'failure');
    const { summary } = await callTool('github_checks_get', { repo, ref: 'feature' });
    expect(summary).toMatchObject({ failed: [expect.stringMatching(/^test Nice.{1,100}$/)] });
  });

  it('says how many it left out, reads all pages, and says that there are none', async () => {
    const { callTool, check } = await start();
    for (let count = 0; count < 120; count += 1) check(`check ${count}`, 'success');
    expect(await callTool('github_checks_get', { repo, ref: 'feature', limit: 1 })).toMatchObject({
      summary: { state: 'success', passed: 120 },
      runs: [{}],
      left_out: 119,
    });
    expect(await callTool('github_checks_get', { repo, ref: 'main' })).toMatchObject({ summary: { state: 'none' }, runs: [] });
    await expect(callTool('github_checks_get', { repo, ref: 'missing' })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('github_status_set', () => {
  const status = {
    repo,
    ref: 'feature',
    context: 'ci/acceptance',
    state: 'success',
    description: 'Well.',
    target_url: 'https://ci.example.com/1',
  };

  it('shows what it sends, and that a success lets commits through', async () => {
    const { confirmTool, sandbox, commit, sent } = await start();
    const { preview } = await confirmTool('github_status_set', status);
    const { repo: _repo, ...shown } = status;
    expect(preview).toMatchObject({
      description: `Set the status "ci/acceptance" of ${commit.slice(0, 12)} ("feature") in octo/widgets to success with test.`,
      before: null,
      details: shown,
      risk: 'destructive',
      warnings: expect.arrayContaining([expect.stringContaining('let the commit through')]),
    });
    expect(sandbox.world.repository(repo).statuses).toMatchObject([{ sha: commit, context: 'ci/acceptance', state: 'success' }]);
    expect(sent()).toEqual([`POST /repos/octo/widgets/statuses/${commit}`]);
  });

  it('is less of a risk where it holds commits back', async () => {
    const { previewTool } = await start();
    expect(await previewTool('github_status_set', { ...status, state: 'failure' })).toMatchObject({ risk: 'reversible' });
  });

  it('is stale when the branch moves on, or somebody else sets it', async () => {
    const { previewTool, callTool, confirmTool, sandbox, sent } = await start();
    await previewTool('github_status_set', status);
    await sandbox.world.push(repo, { branch: 'feature', path: 'more.txt', content: 'more' });
    await expect(callTool('github_status_set', { ...status, confirm: true })).rejects.toMatchObject({ code: 'stale' });
    await previewTool('github_status_set', status);
    await confirmTool('github_status_set', { ...status, state: 'failure' });
    await expect(callTool('github_status_set', { ...status, confirm: true })).rejects.toMatchObject({ code: 'stale' });
    expect(sent()).toHaveLength(1);
  });

  it.each(['javascript:alert(1)', 'nowhere', 'https://ci:hunter22@ci.example.com/'])('refuses the address %s', async (url) => {
    const { callTool } = await start();
    const unsafe = { ...status, target_url: url };
    await expect(callTool('github_status_set', unsafe)).rejects.toMatchObject({ code: 'invalid_input' });
  });
});
