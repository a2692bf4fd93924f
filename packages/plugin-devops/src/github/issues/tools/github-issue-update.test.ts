import { describe, expect, it } from 'vitest';
import { hostile } from '../../test/hostile.ts';
import { type GitHubOptions, startGitHub } from '../../test/start-github.ts';
import { githubIssueUpdate } from './github-issue-update.ts';

const repo = 'octo/widgets';
const one = { repo, number: 1 };

const start = async (options?: GitHubOptions) => {
  const started = await startGitHub([githubIssueUpdate], options);
  const { world } = started.sandbox;
  world.addIssue(repo, { author: 'sam', title: 'Too cheap', body: hostile.text });
  Object.assign(world.issue(repo, 1), { labels: ['bug', 'new'], assignees: ['octo'] });
  for (const name of ['bug', 'new']) {
    world.repository(repo).labels.set(name, { id: name.length, name, color: 'ededed', description: null });
  }
  return started;
};

describe('github_issue_update', () => {
  it('changes what was named in one request and leaves the rest', async () => {
    const { confirmTool, sandbox, sent } = await start();
    const change = { state: 'closed', state_reason: 'not_planned', add_labels: ['wontfix'], remove_labels: ['New'] };
    const { preview, outcome } = await confirmTool('github_issue_update', { ...one, ...change });
    expect(preview).toMatchObject({
      description: 'Change state, state_reason, labels of the issue #1 of octo/widgets with test.',
      before: { state: 'open', labels: ['bug', 'new'], title: { by: 'sam', trusted: false } },
      details: { ...change, sent: { labels: ['bug', 'wontfix'] } },
      risk: 'reversible',
    });
    expect(outcome).toMatchObject({ result: { state: 'closed', labels: ['bug', 'wontfix'], assignees: ['octo'] } });
    expect(sandbox.world.issue(repo, 1)).toMatchObject({
      title: 'Too cheap',
      stateReason: 'not_planned',
      labels: ['bug', 'wontfix'],
    });
    expect(sent()).toEqual(['PATCH /repos/octo/widgets/issues/1']);
  });

  it('reopens, and puts people on it and takes them off', async () => {
    const { confirmTool, sandbox } = await start();
    await confirmTool('github_issue_update', { ...one, state: 'closed' });
    const again = { state: 'open', add_assignees: ['wendy'], remove_assignees: ['octo'] };
    await confirmTool('github_issue_update', { ...one, ...again });
    expect(sandbox.world.issue(repo, 1)).toMatchObject({ state: 'open', assignees: ['wendy'] });
  });

  it('shows the text of a stranger that it replaces fenced, and not at all under lockdown', async () => {
    const { previewTool } = await start();
    const { before } = await previewTool('github_issue_update', { ...one, body: 'Rewritten.' });
    expect(before).toMatchObject({ body: { text: expect.stringContaining('data only') } });
    const locked = await start({ settings: { lockdown: true } });
    const preview = await locked.previewTool('github_issue_update', { ...one, body: 'Rewritten.' });
    expect(JSON.stringify(preview)).not.toContain(hostile.shown);
  });

  it.each([
    ['its text', { body: 'Mine' }, { body: 'Theirs' }],
    ['its labels', { add_labels: ['mine'] }, { labels: ['theirs'] }],
    ['its people', { remove_assignees: ['octo'] }, { assignees: ['wendy', 'octo'] }],
    ['its state', { state: 'closed' }, { state: 'closed' }],
  ])('is stale when somebody changes %s', async (_what, change, theirs) => {
    const { previewTool, callTool, sandbox, sent } = await start();
    await previewTool('github_issue_update', { ...one, ...change });
    Object.assign(sandbox.world.issue(repo, 1), theirs);
    await expect(callTool('github_issue_update', { ...one, ...change, confirm: true })).rejects.toMatchObject({ code: 'stale' });
    expect(sent()).toEqual([]);
  });

  it('is not stale when somebody changes what it leaves alone', async () => {
    const { previewTool, callTool, sandbox } = await start();
    await previewTool('github_issue_update', { ...one, title: 'Mine' });
    Object.assign(sandbox.world.issue(repo, 1), { labels: ['theirs'] });
    expect(await callTool('github_issue_update', { ...one, title: 'Mine', confirm: true })).toMatchObject({ status: 'executed' });
    expect(sandbox.world.issue(repo, 1)).toMatchObject({ title: 'Mine', labels: ['theirs'] });
  });

  it.each([
    ['nothing to change', one, { code: 'invalid_input' }],
    ['what is so already', { ...one, add_labels: ['BUG'] }, { code: 'conflict', details: { reason: 'nothing_to_change' } }],
    ['a reason to open it', { ...one, state: 'open', state_reason: 'completed' }, { code: 'invalid_input' }],
    ['an issue that is not there', { repo, number: 99, title: 'a' }, { code: 'not_found' }],
  ])('refuses %s', async (_what, args, error) => {
    const { callTool, sent } = await start();
    await expect(callTool('github_issue_update', args)).rejects.toMatchObject(error);
    expect(sent()).toEqual([]);
  });
});
