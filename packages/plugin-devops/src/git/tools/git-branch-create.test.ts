import { describe, expect, it } from 'vitest';
import { git, repository } from '../../../test/repository.ts';
import { startWorkspace } from '../../../test/start-workspace.ts';

describe('git_branch_create', () => {
  it('creates a branch at a commit and stays where it was', async () => {
    const root = await repository();
    git(root, 'commit', '-q', '--allow-empty', '-m', 'Second');
    const { confirm } = await startWorkspace({}, { root });
    const { outcome } = await confirm('git_branch_create', { name: 'feature/login', from: 'HEAD~1' });
    const commit = git(root, 'rev-parse', 'main~1');
    expect(outcome).toMatchObject({ result: { branch: 'feature/login', commit }, effect: { commit } });
    expect(git(root, 'rev-parse', 'feature/login')).toBe(commit);
    expect(git(root, 'branch', '--show-current')).toBe('main');
  });

  it('refuses names that are taken, or in the way, also when that happens after the preview', async () => {
    const root = await repository();
    git(root, 'branch', 'a/b');
    const { call } = await startWorkspace({}, { root });
    for (const name of ['main', 'a', 'a/b/c', 'a/b'])
      await expect(call('git_branch_create', { name }), name).rejects.toMatchObject({ details: { reason: 'branch_exists' } });
    await call('git_branch_create', { name: 'late' });
    git(root, 'branch', 'late');
    await expect(call('git_branch_create', { name: 'late', confirm: true })).rejects.toMatchObject({ code: 'conflict' });
  });

  it('refuses what is no branch name, and starting points that are no commits (CVE-2025-68144)', async () => {
    const root = await repository();
    const { call } = await startWorkspace({}, { root });
    for (const name of ['-D', '--delete', 'a..b', 'a b', 'HEAD', '@', 'x~1', 'refs/heads/x', 'a.lock', '.a', 'a:b', '$(id)\n'])
      await expect(call('git_branch_create', { name }), name).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(call('git_branch_create', { name: 'ok', from: '--output=x' })).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(call('git_branch_create', { name: 'ok', from: 'missing' })).rejects.toMatchObject({ code: 'not_found' });
    expect(git(root, 'branch', '--format=%(refname:short)')).toBe('main');
  });
});
