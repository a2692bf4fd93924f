import { describe, expect, it } from 'vitest';
import { lostAnswers } from '../../test/lost-answers.ts';
import { type GitHubOptions, startGitHub } from '../../test/start-github.ts';
import { githubBranchDelete } from './github-branch-delete.ts';
import { githubBranchList } from './github-branch-list.ts';

const start = (options?: GitHubOptions) => startGitHub([githubBranchDelete, githubBranchList], options);
const feature = { repo: 'octo/widgets', branch: 'feature' };
const request = 'DELETE /repos/octo/widgets/git/refs/heads%2Ffeature';

describe('github_branch_delete', () => {
  it('shows what is lost, closes what is open, and deletes the branch', async () => {
    const { confirmTool, sandbox, sent } = await start();
    const { git } = sandbox.world.repository('octo/widgets');
    const head = await git.resolve('refs/heads/feature');
    const number = sandbox.world.addIssue('octo/widgets', {
      author: 'sam',
      title: 'Price',
      pull: { head: 'feature', base: 'main' },
    });
    const { preview, outcome } = await confirmTool('github_branch_delete', feature);
    expect(preview).toMatchObject({
      description: `Delete the branch "feature" of octo/widgets at ${head?.slice(0, 12)} with test: 1 commit of it is not in "main".`,
      details: { unmerged: [{ sha: head, message: { trusted: false, text: expect.stringContaining('Raise the price') } }] },
      warnings: [`This closes 1 open pull request: #${number}.`],
      risk: 'destructive',
    });
    expect(outcome).toMatchObject({ status: 'executed', result: { branch: 'feature', commit: head } });
    expect(await git.resolve('refs/heads/feature')).toBeUndefined();
    expect(sent()).toEqual([request]);
  });

  it('deletes a branch that has nothing in common with the default one', async () => {
    const { confirmTool, sandbox } = await start();
    const { git } = sandbox.world.repository('octo/widgets');
    const head = (await git.resolve('refs/heads/main')) ?? '';
    const author = { name: 'octo', email: 'octo@example.com', date: '2026-01-01T00:00:00Z' };
    const { tree } = await git.commit(head);
    const pages = await git.writeCommit({ tree, parents: [], message: 'Publish the site', author });
    // The branch of the seed, moved to a history of its own.
    await git.setRef('refs/heads/feature', pages);
    const { preview, outcome } = await confirmTool('github_branch_delete', feature);
    expect(preview).toMatchObject({
      description: expect.stringContaining('nothing in common with "main"'),
      details: { unmerged: [{ sha: pages }], unmerged_left_out: null },
    });
    expect(outcome).toMatchObject({ status: 'executed', result: { commit: pages } });
  });

  it('is stale when somebody pushed to it meanwhile', async () => {
    const { callTool, sandbox, sent } = await start();
    await callTool('github_branch_delete', feature);
    await sandbox.world.push('octo/widgets', { branch: 'feature', path: 'a.txt', content: 'a' });
    await expect(callTool('github_branch_delete', { ...feature, confirm: true })).rejects.toMatchObject({ code: 'stale' });
    expect(sent()).toEqual([]);
  });

  it.each(lostAnswers)('finds out that it is gone after an answer %s, and sends nothing again', async (_title, fault) => {
    const { confirmTool, sandbox, sent } = await start();
    sandbox.fail(fault, { method: 'DELETE' });
    const { outcome } = await confirmTool('github_branch_delete', feature);
    expect(outcome).toMatchObject({ status: 'executed', result: { branch: 'feature' } });
    expect(sent()).toEqual([request]);
  });

  it('does not know about one that is still there', async () => {
    const { callTool, sandbox } = await start();
    await callTool('github_branch_delete', feature);
    sandbox.fail({ kind: 'reset' }, { method: 'DELETE' });
    await expect(callTool('github_branch_delete', { ...feature, confirm: true })).rejects.toMatchObject({
      code: 'unknown_outcome',
    });
  });

  it.each([
    ['the default branch', 'main', { code: 'forbidden', details: { reason: 'default_branch' } }],
    ['a protected branch', 'release', { code: 'forbidden', details: { reason: 'protected_branch' } }],
    ['a branch that is missing', 'missing', { code: 'not_found', details: { reason: 'branch' } }],
  ])('refuses %s', async (_title, branch, error) => {
    const { callTool, sandbox, sent } = await start();
    await sandbox.world.push('octo/widgets', { branch: 'release', path: 'a.txt', content: 'a' });
    const body = { required_status_checks: null, enforce_admins: null, required_pull_request_reviews: null, restrictions: null };
    await fetch(`${sandbox.url}/repos/octo/widgets/branches/release/protection`, { method: 'PUT', body: JSON.stringify(body) });
    sandbox.http.clear();
    await expect(callTool('github_branch_delete', { repo: 'octo/widgets', branch })).rejects.toMatchObject(error);
    expect(sent()).toEqual([]);
  });
});

describe('github_branch_list', () => {
  it('lists branches page by page', async () => {
    const { callTool, sandbox } = await start();
    const commit = await sandbox.world.repository('octo/widgets').git.resolve('refs/heads/feature');
    const first = await callTool('github_branch_list', { repo: 'octo/widgets', limit: 1 });
    expect(first).toEqual({ branches: [{ name: 'feature', commit, protected: false }], next_page: 2 });
    expect(await callTool('github_branch_list', { repo: 'octo/widgets', limit: 1, page: 2 })).toMatchObject({
      branches: [{ name: 'main' }],
      next_page: null,
    });
  });

  it('is empty for a repository without a commit', async () => {
    const { callTool, sandbox } = await start();
    await sandbox.world.addRepository({ fullName: 'octo/empty' });
    expect(await callTool('github_branch_list', { repo: 'octo/empty' })).toEqual({ branches: [], next_page: null });
  });
});
