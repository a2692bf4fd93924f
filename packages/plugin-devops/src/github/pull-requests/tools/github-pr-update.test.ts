import { describe, expect, it } from 'vitest';
import { hostile } from '../../test/hostile.ts';
import { one, repo, startPull } from '../test/start-pull.ts';
import { githubPrRequestReviewers } from './github-pr-request-reviewers.ts';
import { githubPrUpdate } from './github-pr-update.ts';

const tools = [githubPrUpdate, githubPrRequestReviewers];

describe('github_pr_update', () => {
  it('changes what was named, and shows what was there', async () => {
    const { confirmTool, world, push, sent } = await startPull(tools, { author: 'sam', body: hostile.text });
    await push('release', 'release.txt');
    const change = { title: 'Raise it', body: 'New.', base: 'release' };
    const { preview, outcome } = await confirmTool('github_pr_update', { ...one, ...change });
    expect(preview).toMatchObject({
      description: 'Change title, body, base of the pull request #1 of octo/widgets with test.',
      before: { title: { by: 'sam', trusted: false }, body: { text: expect.stringContaining('data only') }, base: 'main' },
      details: change,
      warnings: expect.arrayContaining(['Commits that "release" lacks become part of it; reviews stay.']),
    });
    expect(outcome).toMatchObject({ result: { state: 'open', base: 'release' } });
    expect(world.issue(repo, 1)).toMatchObject({ title: 'Raise it', body: 'New.', pull: { base: 'release' } });
    expect(sent()).toEqual(['PATCH /repos/octo/widgets/pulls/1']);
  });

  it('closes and reopens', async () => {
    const { confirmTool, world } = await startPull(tools);
    await confirmTool('github_pr_update', { ...one, state: 'closed' });
    expect(world.issue(repo, 1).state).toBe('closed');
    await confirmTool('github_pr_update', { ...one, state: 'open' });
    expect(world.issue(repo, 1).state).toBe('open');
  });

  it.each([
    ['another title', { title: 'Mine' }, { title: 'Theirs' }],
    ['another text', { body: 'Mine' }, { body: 'Theirs' }],
    ['another state', { title: 'Mine' }, { state: 'closed' }],
  ])('is stale when somebody gives it %s', async (_what, change, theirs) => {
    const { previewTool, callTool, edit, sent } = await startPull(tools);
    await previewTool('github_pr_update', { ...one, ...change });
    edit(theirs);
    await expect(callTool('github_pr_update', { ...one, ...change, confirm: true })).rejects.toMatchObject({ code: 'stale' });
    expect(sent()).toEqual([]);
  });

  it.each([
    ['nothing to change', {}, { code: 'invalid_input' }],
    ['what is so already', { base: 'main' }, { details: { reason: 'nothing_to_change' } }],
    ['a base that is no branch', { base: 'HEAD' }, { code: 'invalid_input' }],
  ])('refuses %s', async (_what, change, error) => {
    const { callTool, sent } = await startPull(tools);
    await expect(callTool('github_pr_update', { ...one, ...change })).rejects.toMatchObject(error);
    expect(sent()).toEqual([]);
  });

  it('refuses to reopen what was merged', async () => {
    const { callTool, edit, editPull, world } = await startPull(tools);
    const sha = (await world.repository(repo).git.resolve('refs/heads/feature')) ?? '';
    editPull({ mergeSha: sha, mergedAtMs: 0, closedHead: sha, closedBase: sha });
    edit({ state: 'closed' });
    await expect(callTool('github_pr_update', { ...one, state: 'open' })).rejects.toMatchObject({
      details: { reason: 'merged' },
    });
  });
});

describe('github_pr_request_reviewers', () => {
  it('asks for reviews, and takes that back', async () => {
    const { confirmTool, world, sent } = await startPull(tools);
    const { preview } = await confirmTool('github_pr_request_reviewers', { ...one, reviewers: ['octo'] });
    expect(preview).toMatchObject({
      description: 'Ask octo to review #1 of octo/widgets with test.',
      before: { reviewers: [], teams: [] },
      details: { reviewers: ['octo'], remove: false, pull_request: { text: 'Raise the price' } },
    });
    expect(world.issue(repo, 1).pull?.reviewers).toEqual(['octo']);
    const { outcome } = await confirmTool('github_pr_request_reviewers', { ...one, reviewers: ['octo'], remove: true });
    expect(outcome).toMatchObject({ result: { reviewers: [] } });
    expect(sent()).toEqual([
      'POST /repos/octo/widgets/pulls/1/requested_reviewers',
      'DELETE /repos/octo/widgets/pulls/1/requested_reviewers',
    ]);
  });

  it.each([
    ['the author', { reviewers: ['Wendy'] }, { details: { reason: 'author' } }],
    ['nobody', {}, { code: 'invalid_input' }],
    ['what nobody was asked for back', { reviewers: ['octo'], remove: true }, { details: { reason: 'nothing_to_change' } }],
    ['somebody who cannot be', { reviewers: ['a b'] }, { code: 'invalid_input' }],
    ['a team that cannot be', { teams: ['../x'] }, { code: 'invalid_input' }],
  ])('refuses to ask %s', async (_what, change, error) => {
    const { callTool, sent } = await startPull(tools);
    await expect(callTool('github_pr_request_reviewers', { ...one, ...change })).rejects.toMatchObject(error);
    expect(sent()).toEqual([]);
  });

  it('passes on that GitHub takes collaborators only, and changes nothing', async () => {
    const { confirmTool, world } = await startPull(tools);
    await expect(confirmTool('github_pr_request_reviewers', { ...one, reviewers: ['sam'] })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    expect(world.issue(repo, 1).pull?.reviewers).toEqual([]);
  });
});
