import { describe, expect, it } from 'vitest';
import { headOf } from '../../test/changes.ts';
import { startGitHub } from '../../test/start-github.ts';
import { githubPrCreate } from './github-pr-create.ts';

const repo = 'octo/widgets';
const pull = { repo, head: 'feature', base: 'main', title: 'Raise the price', body: 'As agreed.', draft: true };
const start = () => startGitHub([githubPrCreate]);

describe('github_pr_create', () => {
  it('shows what it sends and how far the branch is ahead, and opens it once', async () => {
    const { confirmTool, sandbox, sent } = await start();
    await sandbox.world.push(repo, { branch: 'main', path: 'a.txt', content: 'a' });
    const { preview, outcome } = await confirmTool('github_pr_create', pull);
    expect(preview).toMatchObject({
      description: 'Open a draft pull request from "feature" into "main" of octo/widgets with test: 1 commit, 1 file.',
      details: { title: 'Raise the price', body: 'As agreed.', head: 'feature', base: 'main', draft: true },
      warnings: [
        'octo/widgets is public: everybody can read this.',
        '"main" has 1 commit more; GitHub says after opening whether they merge.',
      ],
    });
    expect(outcome).toMatchObject({ result: { number: 1, draft: true }, effect: { mergeable: true, merge_state: 'draft' } });
    expect(sandbox.world.issue(repo, 1)).toMatchObject({ title: 'Raise the price', body: 'As agreed.', pull: { isDraft: true } });
    expect(sent()).toEqual(['POST /repos/octo/widgets/pulls']);
  });

  it('names the newest of 150 commits, which it is bound to', async () => {
    const { previewTool, callTool, sandbox } = await start();
    const { git } = sandbox.world.repository(repo);
    const author = { name: 'octo', email: 'octo@example.com', date: '2026-01-01T00:00:00Z' };
    let head = await headOf(sandbox.world, 'feature');
    const { tree } = await git.commit(head);
    for (let count = 0; count < 150; count += 1) {
      // oxlint-disable-next-line no-await-in-loop -- each commit has the one before as its parent
      head = await git.writeCommit({ tree, parents: [head], message: `Commit ${count}`, author });
    }
    await git.setRef('refs/heads/feature', head);
    expect(await previewTool('github_pr_create', pull)).toMatchObject({ details: { commit: head } });
    await sandbox.world.push(repo, { branch: 'feature', path: 'more.txt', content: 'more' });
    await expect(callTool('github_pr_create', { ...pull, confirm: true })).rejects.toMatchObject({ code: 'stale' });
  });

  it('does not take one that somebody else opened for its own', async () => {
    const { previewTool, answer, sandbox, sent } = await start();
    await previewTool('github_pr_create', pull);
    const theirs = { author: 'wendy', title: pull.title, body: pull.body, pull };
    // It comes between the lost request and the look at what happened.
    sandbox.http.inject({ kind: 'reset' }, { unsafe: true, accepts: () => sandbox.world.addIssue(repo, theirs) > 0 });
    expect(await answer('github_pr_create', { ...pull, confirm: true })).toMatchObject({ error: { code: 'unknown_outcome' } });
    expect(sent()).toHaveLength(1);
  });

  it('takes the owner of a branch with its name', async () => {
    const { confirmTool, sandbox } = await start();
    const { preview } = await confirmTool('github_pr_create', { ...pull, head: 'octo:feature' });
    expect(preview).toMatchObject({ details: { head: 'octo:feature', commit: await headOf(sandbox.world, 'feature') } });
    expect(sandbox.world.issue(repo, 1).pull).toMatchObject({ head: 'feature', base: 'main' });
  });

  it.each([
    ['an open one', { title: 'Again' }, { code: 'conflict', details: { reason: 'exists', number: 1 } }],
    ['nothing new', { head: 'main', base: 'feature' }, { code: 'conflict', details: { reason: 'nothing_to_merge' } }],
    ['no such branch', { head: 'missing' }, { code: 'not_found' }],
    ['no such base', { base: 'missing' }, { code: 'not_found' }],
    ['a branch that is an option', { head: '--upload-pack=x' }, { code: 'invalid_input' }],
    ['two owners', { head: 'sam:octo:feature' }, { code: 'invalid_input' }],
  ])('refuses before anything is sent where there is %s', async (_what, change, error) => {
    const { callTool, sandbox, sent } = await start();
    sandbox.world.addIssue(repo, { author: 'wendy', title: 'First', pull: { head: 'feature', base: 'main' } });
    await expect(callTool('github_pr_create', { ...pull, ...change })).rejects.toMatchObject(error);
    expect(sent()).toEqual([]);
  });
});
