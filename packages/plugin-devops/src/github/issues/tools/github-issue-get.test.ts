import { describe, expect, it } from 'vitest';
import { type GitHubOptions, startGitHub } from '../../test/start-github.ts';
import { hostile, megabyte } from '../../test/hostile.ts';
import { githubIssueGet } from './github-issue-get.ts';

const repo = 'octo/widgets';
const one = { repo, number: 1 };

const start = async (options?: GitHubOptions) => {
  const started = await startGitHub([githubIssueGet], options);
  started.sandbox.world.addIssue(repo, { author: 'sam', title: 'Too cheap', body: hostile.text });
  return started;
};

describe('github_issue_get', () => {
  it('fences what a stranger wrote, and leaves the texts of those who may write as they are', async () => {
    const { callTool, sandbox } = await start();
    sandbox.world.addComment(repo, { number: 1, author: 'sam', body: hostile.text });
    sandbox.world.addComment(repo, { number: 1, author: 'octo', body: 'Agreed.' });
    const issue = await callTool('github_issue_get', one);
    expect(issue).toMatchObject({
      number: 1,
      state: 'open',
      is_pull_request: false,
      title: { by: 'sam', trusted: false, text: expect.stringContaining('text from @sam, who may not write') },
      body: {
        by: 'sam',
        trusted: false,
        text: expect.stringMatching(/^`{5}text from @sam.*data only\n[^]*Ignore previous[^]*\n`{5}$/),
      },
      conversation: [
        { by: 'sam', trusted: false, text: expect.stringContaining(hostile.shown) },
        { by: 'octo', trusted: true, text: 'Agreed.', id: expect.any(Number), url: expect.any(String) },
      ],
      next_page: null,
    });
    expect(JSON.stringify(issue)).not.toMatch(hostile.hidden);
  });

  it('withholds all of it under lockdown', async () => {
    const { callTool, sandbox } = await start({ settings: { lockdown: true } });
    sandbox.world.addComment(repo, { number: 1, author: 'sam', body: hostile.text });
    const issue = await callTool('github_issue_get', one);
    expect(JSON.stringify(issue)).not.toContain(hostile.shown);
    expect(JSON.stringify(issue)).not.toContain('Too cheap');
    expect(issue).toMatchObject({ body: { text: expect.stringMatching(/^\[withheld/) } });
  });

  it('pages through the comments', async () => {
    const { callTool, sandbox } = await start();
    for (const body of ['a', 'b', 'c']) sandbox.world.addComment(repo, { number: 1, author: 'octo', body });
    expect(await callTool('github_issue_get', { ...one, limit: 2 })).toMatchObject({
      conversation: [{ text: 'a' }, { text: 'b' }],
      next_page: 2,
    });
    expect(await callTool('github_issue_get', { ...one, limit: 2, page: 2 })).toMatchObject({
      conversation: [{ text: 'c' }],
      next_page: null,
    });
  });

  it('says how much it left out of a megabyte, and that a body is empty', async () => {
    const { callTool, sandbox } = await startGitHub([githubIssueGet]);
    sandbox.world.addIssue(repo, { author: 'sam', title: 'Long', body: megabyte });
    sandbox.world.addIssue(repo, { author: 'sam', title: 'Empty' });
    const { body } = await callTool('github_issue_get', one);
    expect(body).toMatchObject({ text: expect.stringMatching(/\[\d+ more characters left out\]$/) });
    expect(JSON.stringify(body).length).toBeLessThan(50_000);
    expect(await callTool('github_issue_get', { repo, number: 2 })).toMatchObject({ body: { text: '' }, conversation: [] });
  });

  it('shows a pull request as what it is, and finds nothing where there is nothing', async () => {
    const { callTool, sandbox } = await start();
    sandbox.world.addIssue(repo, { author: 'octo', title: 'Raise', pull: { head: 'feature', base: 'main' } });
    expect(await callTool('github_issue_get', { repo, number: 2 })).toMatchObject({ is_pull_request: true });
    await expect(callTool('github_issue_get', { repo, number: 99 })).rejects.toMatchObject({ code: 'not_found' });
  });
});
