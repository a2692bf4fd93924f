import { describe, expect, it } from 'vitest';
import { makePrivate } from '../../test/changes.ts';
import { hostile } from '../../test/hostile.ts';
import { startGitHub } from '../../test/start-github.ts';
import { githubIssueCreate } from './github-issue-create.ts';

const repo = 'octo/widgets';
const issue = { repo, title: 'Too dear', body: 'It is.', labels: ['bug'], assignees: ['octo'] };
const start = () => startGitHub([githubIssueCreate]);

describe('github_issue_create', () => {
  it('shows everything it sends, and opens the issue once', async () => {
    const { confirmTool, sandbox, sent } = await start();
    const { preview, outcome } = await confirmTool('github_issue_create', issue);
    expect(preview).toMatchObject({
      description: 'Open an issue in octo/widgets with test.',
      details: { title: 'Too dear', body: 'It is.', labels: ['bug'], assignees: ['octo'] },
      warnings: ['octo/widgets is public: everybody can read this.', 'These labels are new: "bug".'],
      risk: 'additive',
    });
    expect(outcome).toMatchObject({ result: { number: 1, labels: ['bug'], assignees: ['octo'] } });
    expect(sandbox.world.issue(repo, 1)).toMatchObject({ title: 'Too dear', body: 'It is.', labels: ['bug'], author: 'octo' });
    expect(sent()).toEqual(['POST /repos/octo/widgets/issues']);
  });

  it('warns of an open issue with the same title', async () => {
    const { previewTool, sandbox } = await start();
    sandbox.world.addIssue(repo, { author: 'sam', title: 'Too dear' });
    expect(await previewTool('github_issue_create', issue)).toMatchObject({
      warnings: expect.arrayContaining(['There are open issues with this title: #1.']),
    });
  });

  it('tells its own issue from an equal one of somebody else after a lost answer', async () => {
    const { previewTool, answer, sandbox, sent } = await start();
    await previewTool('github_issue_create', issue);
    sandbox.http.inject({ kind: 'reset' }, { unsafe: true });
    const failed = await answer('github_issue_create', { ...issue, confirm: true });
    expect(failed).toMatchObject({ kind: 'error', error: { code: 'unknown_outcome' } });
    sandbox.world.addIssue(repo, { author: 'sam', title: 'Too dear', body: 'It is.' });
    expect(await answer('github_issue_create', { ...issue, confirm: true })).toMatchObject({
      error: { code: 'unknown_outcome' },
    });
    expect(sent()).toHaveLength(1);
  });

  it('is stale when the repository becomes visible to others in the meantime', async () => {
    const { previewTool, callTool, sandbox, sent } = await start();
    const { settings } = sandbox.world.repository(repo);
    makePrivate(sandbox.world);
    expect(await previewTool('github_issue_create', issue)).toMatchObject({ warnings: ['These labels are new: "bug".'] });
    Object.assign(sandbox.world.repository(repo), { settings });
    await expect(callTool('github_issue_create', { ...issue, confirm: true })).rejects.toMatchObject({
      code: 'stale',
      details: { changed: { visibility: expect.anything() } },
    });
    expect(sent()).toEqual([]);
  });

  it('names characters that cannot be seen, and asks a person about what looks like a secret', async () => {
    const { previewTool } = await start();
    const token = `ghp_${'a1B2c3D4e5F6'.repeat(3)}`;
    const preview = await previewTool('github_issue_create', { ...issue, body: `${hostile.text}\n${token}` });
    expect(preview).toMatchObject({
      approval: { required: 'client' },
      warnings: expect.arrayContaining([
        'Sent, but not shown: U+202E, U+200B, U+E0041, U+001B in body.',
        expect.stringMatching(/^Line 5 of body looks like a secret/),
      ]),
    });
    expect(JSON.stringify(preview)).not.toMatch(hostile.hidden);
  });

  it.each([
    ['a title of two lines', { ...issue, title: 'a\nb' }],
    ['an empty title', { ...issue, title: ' ' }],
    ['somebody who cannot be', { ...issue, assignees: ['no one'] }],
    ['texts that no preview shows whole', { ...issue, body: '"'.repeat(60_000) }],
  ])('refuses %s', async (_what, args) => {
    const { callTool, sent } = await start();
    await expect(callTool('github_issue_create', args)).rejects.toMatchObject({ code: 'invalid_input' });
    expect(sent()).toEqual([]);
  });
});
