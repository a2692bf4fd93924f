import { githubFaults } from '@lineclear/testing/github';
import { describe, expect, it } from 'vitest';
import { type GitHubOptions, startGitHub } from '../../test/start-github.ts';
import { githubBranchCreate } from './github-branch-create.ts';

const start = (options?: GitHubOptions) => startGitHub([githubBranchCreate], options);
const hotfix = { repo: 'octo/widgets', branch: 'hotfix/price', from: 'main' };

describe('github_branch_create', () => {
  it('creates a branch where the preview said', async () => {
    const { confirmTool, sandbox } = await start();
    const head = await sandbox.world.repository('octo/widgets').git.resolve('refs/heads/main');
    const { preview, outcome } = await confirmTool('github_branch_create', hotfix);
    expect(preview.description).toBe(
      `Create the branch "hotfix/price" of octo/widgets at "main" (${head?.slice(0, 12)}) with test.`,
    );
    expect(outcome).toMatchObject({ status: 'executed', result: { branch: 'hotfix/price', commit: head } });
    expect(await sandbox.world.repository('octo/widgets').git.resolve('refs/heads/hotfix/price')).toBe(head);
  });

  it('is stale when the branch it begins at moved on', async () => {
    const { callTool, sandbox, sent } = await start();
    await callTool('github_branch_create', hotfix);
    await sandbox.world.push('octo/widgets', { branch: 'main', path: 'a.txt', content: 'a' });
    await expect(callTool('github_branch_create', { ...hotfix, confirm: true })).rejects.toMatchObject({ code: 'stale' });
    expect(sent()).toEqual([]);
  });

  it.each([
    ['of a gateway', githubFaults.badGateway({ afterEffect: true })],
    ['that is lost', githubFaults.lostAnswer()],
  ])('finds out that it took effect after an answer %s, and sends nothing again', async (_title, fault) => {
    const { confirmTool, sandbox, sent } = await start();
    sandbox.fail(fault, { method: 'POST' });
    const { outcome } = await confirmTool('github_branch_create', hotfix);
    expect(outcome).toMatchObject({ status: 'executed', result: { branch: 'hotfix/price' } });
    expect(sent()).toEqual(['POST /repos/octo/widgets/git/refs']);
  });

  it.each([
    ['there is one', { ...hotfix, branch: 'feature' }, { code: 'conflict', details: { reason: 'exists' } }],
    ['there is no such start', { ...hotfix, from: 'missing' }, { code: 'not_found' }],
    ['there is no such repository', { ...hotfix, repo: 'octo/missing' }, { code: 'not_found' }],
  ])('refuses before anything is sent where %s', async (_title, input, error) => {
    const { callTool, sent } = await start();
    await expect(callTool('github_branch_create', input)).rejects.toMatchObject(error);
    expect(sent()).toEqual([]);
  });
});
