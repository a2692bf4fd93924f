import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { git, repository } from '../../../test/repository.ts';
import { startWorkspace } from '../../../test/start-workspace.ts';

/** A repository on `main` with a branch `side` that changes a.txt and adds new.txt. */
const start = async () => {
  const root = await repository({ 'a.txt': 'one\n', 'b.txt': 'one\n', '.gitignore': 'ignored.txt\n' });
  git(root, 'checkout', '-q', '-b', 'side');
  await writeFile(join(root, 'a.txt'), 'side\n');
  await writeFile(join(root, 'new.txt'), 'side\n');
  await writeFile(join(root, 'ignored.txt'), 'side\n');
  git(root, 'add', '-f', '.');
  git(root, 'commit', '-q', '-m', 'Side');
  git(root, 'checkout', '-q', 'main');
  return await startWorkspace({}, { root });
};
const wouldLose = (...files: string[]) => ({ code: 'conflict', details: { reason: 'would_lose_changes', files } });

describe('git_switch', () => {
  it('switches after a preview that names the files', async () => {
    const { confirm, root } = await start();
    const { preview, outcome } = await confirm('git_switch', { branch: 'side' });
    expect(preview).toMatchObject({
      description: 'Switch "." from main to side in test: 3 files change',
      changes: ['M a.txt', 'A ignored.txt', 'A new.txt'],
    });
    expect(outcome).toMatchObject({
      result: { branch: 'side', commit: git(root, 'rev-parse', 'side') },
      effect: { branch: 'side' },
    });
    expect(await readFile(join(root, 'a.txt'), 'utf8')).toBe('side\n');
    expect(git(root, 'status', '--porcelain')).toBe('');
  });

  it('takes changes of other files along, and says so', async () => {
    const { confirm, root } = await start();
    await writeFile(join(root, 'b.txt'), 'mine\n');
    const { preview } = await confirm('git_switch', { branch: 'side' });
    expect(preview).toMatchObject({ warnings: [expect.stringContaining('1 changed file')] });
    expect(await readFile(join(root, 'b.txt'), 'utf8')).toBe('mine\n');
  });

  it.each([
    ['a changed file', 'a.txt', []],
    ['a staged file', 'a.txt', ['add', 'a.txt']],
    ['an untracked file', 'new.txt', []],
    ['an ignored file', 'ignored.txt', []],
  ])('refuses to lose %s, also one that changes after the preview', async (_title, path, command) => {
    const { call, root } = await start();
    await call('git_switch', { branch: 'side' });
    await writeFile(join(root, path), 'mine\n');
    if (command.length > 0) git(root, ...command);
    await expect(call('git_switch', { branch: 'side' })).rejects.toMatchObject(wouldLose(path));
    await expect(call('git_switch', { branch: 'side', confirm: true })).rejects.toMatchObject({ code: 'conflict' });
    expect(await readFile(join(root, path), 'utf8')).toBe('mine\n');
    expect(git(root, 'branch', '--show-current')).toBe('main');
  });

  it('refuses the current branch, missing ones, and everything that is no branch', async () => {
    const { call, root } = await start();
    git(root, 'tag', 'v1');
    await expect(call('git_switch', { branch: 'main' })).rejects.toMatchObject({ details: { reason: 'already_there' } });
    await expect(call('git_switch', { branch: 'missing' })).rejects.toMatchObject({ code: 'not_found' });
    await expect(call('git_switch', { branch: 'v1' })).rejects.toMatchObject({ code: 'not_found' });
    for (const branch of ['-', '--detach', '-f', '--orphan=x', '@{-1}', 'HEAD', 'main~1', 'side; id', 'refs/heads/side', ''])
      await expect(call('git_switch', { branch }), branch).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('writes through no link that leads outside', async () => {
    const { call, root } = await start();
    git(root, 'checkout', '-q', 'side');
    await mkdir(join(root, 'deep'));
    await writeFile(join(root, 'deep/x.txt'), 'x\n');
    git(root, 'add', 'deep');
    git(root, 'commit', '-q', '-m', 'Deep');
    git(root, 'checkout', '-q', 'main');
    const { root: outside } = await startWorkspace();
    await symlink(outside, join(root, 'deep'));
    await expect(call('git_switch', { branch: 'side', confirm: true })).rejects.toMatchObject({ code: 'preview_required' });
    await call('git_switch', { branch: 'side', confirm: true }).catch(() => undefined);
    expect(git(root, 'branch', '--show-current')).toBe('main');
  });
});
