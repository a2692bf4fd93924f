import { describe, expect, it } from 'vitest';
import { lostAnswers } from '../../test/lost-answers.ts';
import { type GitHubOptions, startGitHub } from '../../test/start-github.ts';
import { githubRepoCreate } from './github-repo-create.ts';

const start = (options?: GitHubOptions) => startGitHub([githubRepoCreate], options);
const gadgets = { repo: 'octo/gadgets', description: 'Gadgets and their prices' };

describe('github_repo_create', () => {
  it('creates a private repository of the own account', async () => {
    const { confirmTool, sandbox, sent } = await start();
    const { preview, outcome } = await confirmTool('github_repo_create', gadgets);
    expect(preview).toMatchObject({
      description: 'Create the private repository octo/gadgets of the account with test.',
      details: { description: 'Gadgets and their prices', visibility: 'private', readme: false },
      warnings: [],
      risk: 'additive',
    });
    expect(outcome).toMatchObject({ result: { repo: 'octo/gadgets', visibility: 'private', default_branch: 'main' } });
    expect(sandbox.world.repository('octo/gadgets').settings).toMatchObject({
      private: true,
      description: 'Gadgets and their prices',
    });
    expect(sent()).toEqual(['POST /user/repos']);
  });

  it('creates one of an organization, with a first commit', async () => {
    const { confirmTool, sandbox, sent } = await start();
    sandbox.world.addOrganization({ login: 'acme', members: ['octo'] });
    const { preview } = await confirmTool('github_repo_create', { ...gadgets, repo: 'acme/gadgets', readme: true });
    expect(preview['description']).toContain('of the organization');
    expect(await sandbox.world.file('acme/gadgets', { branch: 'main', path: 'README.md' })).toBe('# gadgets\n');
    expect(sent()).toEqual(['POST /orgs/acme/repos']);
  });

  it('asks the person before one that everybody can read', async () => {
    const { confirmTool, questions } = await start();
    const { preview } = await confirmTool('github_repo_create', { ...gadgets, visibility: 'public' });
    expect(preview).toMatchObject({ warnings: ['Everybody will be able to read it.'], approval: { required: 'client' } });
    expect(questions).toHaveLength(1);
  });

  it('is stale when somebody took the name meanwhile', async () => {
    const { callTool, sandbox, sent } = await start();
    await callTool('github_repo_create', gadgets);
    await sandbox.world.addRepository({ fullName: 'octo/gadgets' });
    await expect(callTool('github_repo_create', { ...gadgets, confirm: true })).rejects.toMatchObject({ code: 'stale' });
    expect(sent()).toEqual([]);
  });

  it.each(lostAnswers)('finds out that it is there after an answer %s, and sends nothing again', async (_title, fault) => {
    const { confirmTool, sandbox, sent } = await start();
    sandbox.fail(fault, { method: 'POST' });
    const { outcome } = await confirmTool('github_repo_create', gadgets);
    expect(outcome).toMatchObject({ status: 'executed', result: { repo: 'octo/gadgets' } });
    expect(sent()).toEqual(['POST /user/repos']);
  });

  it.each([
    ['there is one', { ...gadgets, repo: 'octo/WIDGETS' }, { code: 'conflict', details: { reason: 'exists' } }],
    ['there is no such account', { ...gadgets, repo: 'nobody/gadgets' }, { code: 'not_found', details: { reason: 'owner' } }],
    ['the account is somebody else', { ...gadgets, repo: 'sam/gadgets' }, { code: 'forbidden', details: { reason: 'owner' } }],
    ['the description has something to hide', { ...gadgets, description: 'a\u202eb' }, { code: 'invalid_input' }],
  ])('refuses before anything is sent where %s', async (_title, input, error) => {
    const { callTool, sent, sandbox } = await start();
    sandbox.world.addCollaborator('octo/widgets', { login: 'sam', role: 'read' });
    await expect(callTool('github_repo_create', input)).rejects.toMatchObject(error);
    expect(sent()).toEqual([]);
  });
});
