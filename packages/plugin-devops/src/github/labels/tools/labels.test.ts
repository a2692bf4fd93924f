import { describe, expect, it } from 'vitest';
import { addLabel } from '../../test/changes.ts';
import { startGitHub } from '../../test/start-github.ts';
import { githubLabelDelete } from './github-label-delete.ts';
import { githubLabelList } from './github-label-list.ts';
import { githubLabelPut } from './github-label-put.ts';

const repo = 'octo/widgets';

const start = async () => {
  const started = await startGitHub([githubLabelList, githubLabelPut, githubLabelDelete]);
  addLabel(started.sandbox.world, { name: 'bug', color: 'd73a4a', description: 'Broken' });
  const labels = () => [...started.sandbox.world.repository(repo).labels.values()];
  return { ...started, labels };
};

describe('github_label_list', () => {
  it('pages through labels', async () => {
    const { callTool, sandbox } = await start();
    addLabel(sandbox.world, { name: 'new', color: 'ededed' });
    expect(await callTool('github_label_list', { repo, limit: 1 })).toEqual({
      labels: [{ name: 'bug', color: 'd73a4a', description: 'Broken' }],
      next_page: 2,
    });
    expect(await callTool('github_label_list', { repo, limit: 1, page: 2 })).toMatchObject({
      labels: [{ name: 'new', description: '' }],
      next_page: null,
    });
  });
});

describe('github_label_put', () => {
  it('creates one that is not there', async () => {
    const { confirmTool, labels, sent } = await start();
    const label = { name: 'urgent', color: 'FF0000', description: 'Today' };
    const { preview } = await confirmTool('github_label_put', { repo, ...label });
    expect(preview).toMatchObject({ description: 'Create the label "urgent" of octo/widgets with test.', details: label });
    expect(labels()).toMatchObject([{ name: 'bug' }, label]);
    expect(sent()).toEqual(['POST /repos/octo/widgets/labels']);
  });

  it('changes and renames one that is there', async () => {
    const { confirmTool, labels, sent } = await start();
    const { preview, outcome } = await confirmTool('github_label_put', {
      repo,
      name: 'Bug',
      new_name: 'a/b defect',
      color: '000000',
    });
    expect(preview).toMatchObject({ before: { name: 'bug', color: 'd73a4a' }, details: { new_name: 'a/b defect' } });
    expect(outcome).toMatchObject({ result: { name: 'a/b defect', color: '000000', description: 'Broken' } });
    expect(labels()).toMatchObject([{ name: 'a/b defect' }]);
    expect(sent()).toEqual(['PATCH /repos/octo/widgets/labels/Bug']);
  });

  it.each([
    ['what is so already', { name: 'bug', color: 'D73A4A' }, 'nothing_to_change'],
    ['a name that is taken', { name: 'bug', new_name: 'new' }, 'exists'],
    ['to rename nothing', { name: 'missing', new_name: 'found' }, 'label'],
    ['a path as a name', { name: '..', color: '000000' }, 'path'],
  ])('refuses %s', async (_what, label, reason) => {
    const { callTool, sandbox, sent } = await start();
    addLabel(sandbox.world, { name: 'new', color: 'ededed' });
    await expect(callTool('github_label_put', { repo, ...label })).rejects.toMatchObject({ details: { reason } });
    expect(sent()).toEqual([]);
  });

  it('is stale when somebody creates it in the meantime', async () => {
    const { previewTool, callTool, sandbox, sent } = await start();
    await previewTool('github_label_put', { repo, name: 'urgent' });
    addLabel(sandbox.world, { name: 'urgent', color: '111111' });
    await expect(callTool('github_label_put', { repo, name: 'urgent', confirm: true })).rejects.toMatchObject({ code: 'stale' });
    expect(sent()).toEqual([]);
  });
});

describe('github_label_delete', () => {
  it('says how many issues lose it, and deletes it', async () => {
    const { confirmTool, labels, sandbox } = await start();
    sandbox.world.addIssue(repo, { author: 'sam', title: 'a' });
    sandbox.world.issue(repo, 1).labels.push('bug');
    const { preview } = await confirmTool('github_label_delete', { repo, name: 'bug' });
    expect(preview).toMatchObject({
      description: 'Delete the label "bug" of octo/widgets with test; issues and pull requests that have it: 1.',
      before: { color: 'd73a4a' },
      risk: 'destructive',
    });
    expect(labels()).toEqual([]);
  });

  it('finds nothing to delete where there is nothing', async () => {
    const { callTool, sent } = await start();
    await expect(callTool('github_label_delete', { repo, name: 'missing' })).rejects.toMatchObject({ code: 'not_found' });
    expect(sent()).toEqual([]);
  });
});
