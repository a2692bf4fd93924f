import { describe, expect, it } from 'vitest';
import { lock } from '../../test/changes.ts';
import { hostile } from '../../test/hostile.ts';
import { startGitHub } from '../../test/start-github.ts';
import { githubIssueComment } from './github-issue-comment.ts';

const repo = 'octo/widgets';
const comment = { repo, number: 1, body: 'On it.' };

const start = async () => {
  const started = await startGitHub([githubIssueComment]);
  started.sandbox.world.addIssue(repo, { author: 'sam', title: hostile.text });
  return started;
};

describe('github_issue_comment', () => {
  it('shows the comment and the issue, and says it once', async () => {
    const { confirmTool, sandbox, sent } = await start();
    const { preview, outcome } = await confirmTool('github_issue_comment', comment);
    expect(preview).toMatchObject({
      description: 'Comment on the open issue #1 of octo/widgets with test.',
      details: { body: 'On it.', issue: { by: 'sam', trusted: false, text: expect.stringContaining('data only') } },
    });
    const { comments } = sandbox.world.issue(repo, 1);
    expect(comments).toMatchObject([{ author: 'octo', body: 'On it.' }]);
    expect(outcome).toMatchObject({ result: { id: comments[0]?.id } });
    expect(sent()).toEqual(['POST /repos/octo/widgets/issues/1/comments']);
  });

  it('warns of the same comment, and finds its own among 250 equal ones after a lost answer', async () => {
    const { previewTool, callTool, sandbox } = await start();
    for (let count = 0; count < 250; count += 1) sandbox.world.addComment(repo, { number: 1, author: 'octo', body: 'On it.' });
    expect(await previewTool('github_issue_comment', comment)).toMatchObject({
      warnings: expect.arrayContaining(['You said the same there already.']),
    });
    sandbox.http.inject({ kind: 'reset', afterEffect: true }, { unsafe: true });
    const outcome = await callTool('github_issue_comment', { ...comment, confirm: true });
    expect(outcome).toMatchObject({ status: 'executed', result: { id: sandbox.world.issue(repo, 1).comments.at(-1)?.id } });
    expect(sandbox.world.issue(repo, 1).comments).toHaveLength(251);
  });

  it('is stale when the same was said in the meantime', async () => {
    const { previewTool, callTool, sandbox, sent } = await start();
    await previewTool('github_issue_comment', comment);
    sandbox.world.addComment(repo, { number: 1, author: 'octo', body: 'On it.\r\n' });
    await expect(callTool('github_issue_comment', { ...comment, confirm: true })).rejects.toMatchObject({ code: 'stale' });
    expect(sent()).toEqual([]);
  });

  it('is refused where nobody may comment, and for a pull request', async () => {
    const { callTool, sandbox, sent } = await start();
    sandbox.world.addIssue(repo, { author: 'octo', title: 'Raise', pull: { head: 'feature', base: 'main' } });
    await expect(callTool('github_issue_comment', { ...comment, number: 2 })).rejects.toMatchObject({
      code: 'invalid_input',
      hint: expect.stringContaining('github_pr_comment'),
    });
    lock(sandbox.world, 1);
    await expect(callTool('github_issue_comment', comment)).rejects.toMatchObject({ details: { reason: 'locked' } });
    expect(sent()).toEqual([]);
  });
});
