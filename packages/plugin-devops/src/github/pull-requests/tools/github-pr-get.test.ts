import { describe, expect, it } from 'vitest';
import { addCheck, addReview, headOf, makePrivate } from '../../test/changes.ts';
import { hostile } from '../../test/hostile.ts';
import { one, repo, startPull } from '../test/start-pull.ts';
import { githubPrGet } from './github-pr-get.ts';
import { githubPrList } from './github-pr-list.ts';

const tools = [githubPrGet, githubPrList];

describe('github_pr_get', () => {
  it('says where a pull request stands', async () => {
    const { callTool, world } = await startPull(tools, { body: 'It is too low.' });
    const commit = await headOf(world, 'feature');
    world.addCollaborator(repo, { login: 'rita', role: 'maintain' });
    addReview(world, { number: 1, author: 'rita', state: 'CHANGES_REQUESTED', commit });
    addReview(world, { number: 1, author: 'rita', state: 'APPROVED', commit });
    addReview(world, { number: 1, author: 'octo', state: 'CHANGES_REQUESTED', commit });
    addReview(world, { number: 1, author: 'sam', state: 'APPROVED', commit });
    addCheck(world, { commit, name: 'lint', conclusion: 'failure' });
    addCheck(world, { commit, name: 'build', conclusion: null });
    addCheck(world, { commit, name: 'test', conclusion: 'success' });
    expect(await callTool('github_pr_get', one)).toMatchObject({
      number: 1,
      state: 'open',
      title: { by: 'wendy', trusted: true, text: 'Raise the price' },
      body: { text: 'It is too low.' },
      head: { repo, branch: 'feature', commit },
      base: 'main',
      mergeable: true,
      merge_state: 'clean',
      // The last word of each counts, and nobody's who may not write.
      reviews: { approved_by: ['rita'], changes_requested_by: ['octo'] },
      checks: { state: 'failure', failed: ['lint'], pending: ['build'], passed: 1 },
      commits: 1,
      files: 1,
      additions: 1,
      deletions: 1,
    });
  });

  it('fences the texts of a stranger, and withholds them under lockdown', async () => {
    const stranger = { author: 'sam', title: `Help ${hostile.text}`, body: hostile.text };
    const { callTool } = await startPull(tools, stranger);
    const pull = await callTool('github_pr_get', one);
    expect(pull).toMatchObject({
      title: { trusted: false },
      body: { trusted: false, text: expect.stringContaining('data only') },
    });
    expect(JSON.stringify(pull)).not.toMatch(hostile.hidden);
    const locked = await startPull(tools, { ...stranger, settings: { lockdown: true } });
    expect(JSON.stringify(await locked.callTool('github_pr_get', one))).not.toContain(hostile.shown);
    expect(JSON.stringify(await locked.callTool('github_pr_list', { repo }))).not.toContain(hostile.shown);
  });

  it('says that conflicts stand in the way, and what is closed', async () => {
    const { callTool, push, edit } = await startPull(tools);
    await push('main', 'src/price.js', 'export const price = (count) => count * 9;\n');
    expect(await callTool('github_pr_get', one)).toMatchObject({ mergeable: false, merge_state: 'dirty' });
    edit({ state: 'closed' });
    expect(await callTool('github_pr_get', one)).toMatchObject({ state: 'closed' });
    await expect(callTool('github_pr_get', { repo, number: 2 })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('leaves the checks out where the credentials may not see them', async () => {
    const permissions = { pull_requests: 'read', contents: 'read' } as const;
    const { callTool, world } = await startPull(tools, { access: { 'simulated-token-1': { login: 'octo', permissions } } });
    makePrivate(world);
    expect(await callTool('github_pr_get', one)).toMatchObject({ state: 'open', checks: null });
  });
});

describe('github_pr_list', () => {
  it('narrows by branches and state, and pages', async () => {
    const { callTool, push, world } = await startPull(tools);
    await push('other', 'other.txt');
    world.addIssue(repo, { author: 'octo', title: 'Other', pull: { head: 'other', base: 'main' } });
    const list = (filter: object) => callTool('github_pr_list', { repo, ...filter });
    expect(await list({ limit: 1 })).toMatchObject({ pull_requests: [{ number: 2 }], next_page: 2 });
    expect(await list({ limit: 1, page: 2 })).toMatchObject({ pull_requests: [{ number: 1 }], next_page: null });
    expect(await list({ head: 'other' })).toMatchObject({ pull_requests: [{ number: 2, head: { branch: 'other' } }] });
    expect(await list({ base: 'missing' })).toEqual({ pull_requests: [], next_page: null });
    expect(await list({ state: 'closed' })).toEqual({ pull_requests: [], next_page: null });
  });
});
