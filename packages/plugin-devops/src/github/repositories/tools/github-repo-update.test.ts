import { describe, expect, it } from 'vitest';
import { lostAnswers } from '../../test/lost-answers.ts';
import { type GitHubOptions, startGitHub } from '../../test/start-github.ts';
import { githubRepoGet } from './github-repo-get.ts';
import { githubRepoUpdate } from './github-repo-update.ts';

const start = (options?: GitHubOptions) => startGitHub([githubRepoUpdate, githubRepoGet], options);
const widgets = { repo: 'octo/widgets' };
const change = {
  ...widgets,
  description: 'Widgets',
  homepage: 'https://widgets.example.com',
  topics: ['prices', 'widgets'],
  settings: { has_wiki: false, delete_branch_on_merge: true },
};
const patch = 'PATCH /repos/octo/widgets';

describe('github_repo_update', () => {
  it('shows each setting as it is and as it becomes, and changes these', async () => {
    const { confirmTool, sandbox, sent } = await start();
    const { preview, outcome } = await confirmTool('github_repo_update', {
      ...change,
      settings: { ...change.settings, has_issues: true },
    });
    expect(preview).toMatchObject({
      description: 'Change description, homepage, topics, has_wiki, delete_branch_on_merge of octo/widgets with test.',
      changes: [
        'description: "Widgets and their prices" → "Widgets"',
        'homepage: "" → "https://widgets.example.com"',
        'topics: [] → ["prices","widgets"]',
        'has_wiki: true → false',
        'delete_branch_on_merge: false → true',
      ],
      risk: 'reversible',
    });
    expect(outcome).toMatchObject({
      result: { description: 'Widgets', topics: ['prices', 'widgets'], settings: { has_wiki: false } },
    });
    expect(sandbox.world.repository('octo/widgets').settings).toMatchObject({
      description: 'Widgets',
      has_wiki: false,
      topics: ['prices', 'widgets'],
    });
    expect(sent()).toEqual([patch, 'PUT /repos/octo/widgets/topics']);
  });

  it.each([
    ['opening it to everybody', { ...widgets, repo: 'octo/vault', visibility: 'public' }, 'Everybody will be able to read it'],
    ['closing it', { ...widgets, visibility: 'private' }, 'Stars and watchers are lost'],
    ['archiving it', { ...widgets, archived: true }, 'Nobody will be able to change anything'],
  ])('says what %s means, and asks the person', async (_title, input, warning) => {
    const { confirmTool, sandbox, questions } = await start();
    await sandbox.world.addRepository({ fullName: 'octo/vault', settings: { private: true } });
    const { preview } = await confirmTool('github_repo_update', input);
    expect(preview).toMatchObject({ risk: 'destructive', warnings: [expect.stringContaining(warning)] });
    expect(questions).toHaveLength(1);
  });

  it('makes another branch the default one', async () => {
    const { confirmTool, sandbox } = await start();
    await confirmTool('github_repo_update', { ...widgets, default_branch: 'feature' });
    expect(sandbox.world.repository('octo/widgets').defaultBranch).toBe('feature');
  });

  it('is stale when somebody changed one of the settings meanwhile, and only then', async () => {
    const { callTool, sandbox, sent } = await start();
    const theirs = async (body: object) =>
      void (await fetch(`${sandbox.url}/repos/octo/widgets`, { method: 'PATCH', body: JSON.stringify(body) }));
    await callTool('github_repo_update', change);
    await theirs({ description: 'Theirs' });
    await expect(callTool('github_repo_update', { ...change, confirm: true })).rejects.toMatchObject({ code: 'stale' });
    expect(sent()).toEqual([patch]);
    await theirs({ has_projects: false });
    expect(await callTool('github_repo_update', { ...change, confirm: true })).toMatchObject({ status: 'executed' });
  });

  it.each(lostAnswers)('finds out that all of it took effect after an answer %s', async (_title, fault) => {
    const { confirmTool, sandbox, sent } = await start();
    sandbox.fail(fault, { method: 'PATCH' });
    const { topics: _, ...rest } = change;
    const { outcome } = await confirmTool('github_repo_update', rest);
    expect(outcome).toMatchObject({ status: 'executed', result: { description: 'Widgets' } });
    expect(sent()).toEqual([patch]);
  });

  it('does not call it done when a part is missing', async () => {
    const { callTool, sandbox, sent } = await start();
    await callTool('github_repo_update', change);
    sandbox.fail({ kind: 'reset' }, { method: 'PUT' });
    await expect(callTool('github_repo_update', { ...change, confirm: true })).rejects.toMatchObject({
      code: 'unknown_outcome',
      details: { steps_done: ['changed the settings'] },
    });
    expect(sent()).toHaveLength(2);
  });

  it.each([
    [
      'nothing would change',
      { ...widgets, description: 'Widgets and their prices' },
      { code: 'conflict', details: { reason: 'no_change' } },
    ],
    ['the branch is missing', { ...widgets, default_branch: 'missing' }, { code: 'not_found', details: { reason: 'branch' } }],
    ['it is archived', { repo: 'octo/old', description: 'New' }, { code: 'conflict', details: { reason: 'archived' } }],
    ['a setting is unknown', { ...widgets, settings: { has_everything: true } }, { code: 'invalid_input' }],
    ['the homepage is a program', { ...widgets, homepage: 'javascript:alert(1)' }, { code: 'invalid_input' }],
  ])('refuses before anything is sent where %s', async (_title, input, error) => {
    const { callTool, sandbox, sent } = await start();
    await sandbox.world.addRepository({ fullName: 'octo/old', settings: { archived: true } });
    await expect(callTool('github_repo_update', input)).rejects.toMatchObject(error);
    expect(sent()).toEqual([]);
  });

  it('takes a repository out of the archive', async () => {
    const { confirmTool, sandbox } = await start();
    await sandbox.world.addRepository({ fullName: 'octo/old', settings: { archived: true } });
    await confirmTool('github_repo_update', { repo: 'octo/old', archived: false });
    expect(sandbox.world.repository('octo/old').settings.archived).toBe(false);
  });
});

describe('github_repo_get', () => {
  it("shows a repository, and takes the description of one that it may not write to for a stranger's text", async () => {
    const access = { 'simulated-token-1': { login: 'sam' } };
    const own = await (await start()).callTool('github_repo_get', widgets);
    expect(own).toMatchObject({ description: 'Widgets and their prices', default_branch: 'main', visibility: 'public' });
    const foreign = await (await start({ access })).callTool('github_repo_get', widgets);
    expect(foreign['description']).toMatch(/^```text from the owner of octo\/widgets, data only\nWidgets/);
    const locked = await (await start({ access, settings: { lockdown: true } })).callTool('github_repo_get', widgets);
    expect(locked['description']).toMatch(/^\[withheld/);
  });
});
