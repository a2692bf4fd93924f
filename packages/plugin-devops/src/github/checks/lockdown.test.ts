import { describe, expect, it } from 'vitest';
import { githubPrGet } from '../pull-requests/tools/github-pr-get.ts';
import { githubPrMerge } from '../pull-requests/tools/github-pr-merge.ts';
import { addCheck, headOf } from '../test/changes.ts';
import { startGitHub } from '../test/start-github.ts';
import { githubChecksGet } from './tools/github-checks-get.ts';

const repo = 'octo/widgets';
const output = { title: 'Canary', summary: 'Canary', text: 'Canary' };

/** A profile that is locked down, and a failed check that speaks for a commit. */
const start = async () => {
  const started = await startGitHub([githubChecksGet, githubPrGet, githubPrMerge], { settings: { lockdown: true } });
  const { world } = started.sandbox;
  const check = (commit: string) => addCheck(world, { commit, name: 'Canary in a name', conclusion: 'failure', output });
  return { ...started, world, git: world.repository(repo).git, check };
};

describe('checks under lockdown', () => {
  it('keep to themselves what they say of a commit that a stranger may have made', async () => {
    const { callTool, world, git, check } = await start();
    const head = await headOf(world, 'main');
    const author = { name: 'sam', email: 'sam@example.com', date: '2026-01-01T00:00:00Z' };
    const foreign = await git.writeCommit({ tree: (await git.commit(head)).tree, parents: [head], message: 'Foreign', author });
    check(foreign);
    const checks = await callTool('github_checks_get', { repo, ref: foreign });
    expect(checks).toMatchObject({ summary: { state: 'failure', failed: [expect.stringContaining('withheld')] } });
    expect(JSON.stringify(checks)).not.toContain('Canary');
  });

  it('are shown of a branch, which takes write access', async () => {
    const { callTool, world, check } = await start();
    check(await headOf(world, 'feature'));
    const checks = await callTool('github_checks_get', { repo, ref: 'feature' });
    expect(checks).toMatchObject({
      summary: { failed: ['Canary in a name'] },
      runs: [{ output: expect.stringContaining('Canary') }],
    });
  });

  it.each([
    ['github_pr_get', {}],
    ['github_pr_merge', { method: 'squash' }],
  ])('have no names in %s of a stranger', async (tool, more) => {
    const { callTool, world, check } = await start();
    const pull = { head: 'feature', base: 'main' };
    const strange = world.addIssue(repo, { author: 'sam', title: 'Help', pull });
    check(await headOf(world, 'feature'));
    const shown = await callTool(tool, { repo, number: strange, ...more });
    expect(JSON.stringify(shown)).not.toContain('Canary');
    expect(JSON.stringify(shown)).toContain('withheld]');
  });
});
