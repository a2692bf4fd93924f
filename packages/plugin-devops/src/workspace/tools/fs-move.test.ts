import { lstat, readlink, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startWorkspace } from '../../../test/start-workspace.ts';
import { tempFolder } from '../../../test/temp-folder.ts';

describe('fs_move', () => {
  it('moves files and folders into folders that it makes', async () => {
    const { confirm, files } = await startWorkspace({ 'a.txt': 'a', 'folder/b.txt': 'b' });
    const { preview, outcome } = await confirm('fs_move', { from: 'a.txt', to: 'new/deep/a.txt' });
    expect(preview).toMatchObject({
      description: 'Move the file "a.txt" to "new/deep/a.txt" in test.',
      approval: { required: 'model' },
    });
    expect(outcome).toMatchObject({ effect: { from_exists: false, to_exists: true } });
    await confirm('fs_move', { from: 'folder', to: 'new/folder' });
    expect(await files()).toEqual({ 'new/deep/a.txt': 'a', 'new/folder/b.txt': 'b' });
  });

  it('replaces a file only when told to, and then a person is asked', async () => {
    const { call, confirm, files, started } = await startWorkspace({ 'a.txt': 'a', 'b.txt': 'b' });
    await expect(call('fs_move', { from: 'a.txt', to: 'b.txt' })).rejects.toMatchObject({
      code: 'conflict',
      details: { reason: 'exists' },
    });
    await confirm('fs_move', { from: 'a.txt', to: 'b.txt', overwrite: true });
    expect(started.questions).toHaveLength(1);
    expect(await files()).toEqual({ 'b.txt': 'a' });
  });

  it('is stale or a conflict when either end changed after the preview', async () => {
    const { call, root, files } = await startWorkspace({ 'a.txt': 'a', 'c.txt': 'c' });
    await call('fs_move', { from: 'a.txt', to: 'b.txt' });
    await writeFile(join(root, 'b.txt'), 'theirs');
    await expect(call('fs_move', { from: 'a.txt', to: 'b.txt', confirm: true })).rejects.toMatchObject({ code: 'conflict' });
    await call('fs_move', { from: 'c.txt', to: 'd.txt' });
    await writeFile(join(root, 'c.txt'), 'other');
    await expect(call('fs_move', { from: 'c.txt', to: 'd.txt', confirm: true })).rejects.toMatchObject({ code: 'stale' });
    expect(await files()).toEqual({ 'a.txt': 'a', 'b.txt': 'theirs', 'c.txt': 'other' });
  });

  it('moves a link, not what it points to', async () => {
    const outside = await tempFolder({ 'secret.txt': 'outside' });
    const { confirm, root } = await startWorkspace();
    await symlink(join(outside, 'secret.txt'), join(root, 'link'));
    await confirm('fs_move', { from: 'link', to: 'moved' });
    expect(await readlink(join(root, 'moved'))).toBe(join(outside, 'secret.txt'));
    expect((await lstat(join(outside, 'secret.txt'))).isFile()).toBe(true);
  });

  it('refuses to move out, onto or into itself, a root, git data, or a folder over something', async () => {
    const outside = await tempFolder();
    const { call, root } = await startWorkspace({ 'a.txt': '', 'folder/b.txt': '', 'other/c': '', '.git/config': '' });
    await symlink(outside, join(root, 'out'));
    const attempt = (from: string, to: string) => call('fs_move', { from, to, overwrite: true });
    await expect(attempt('a.txt', '../a.txt')).rejects.toMatchObject({ code: 'forbidden' });
    await expect(attempt('a.txt', 'out/a.txt')).rejects.toMatchObject({ code: 'forbidden' });
    await expect(attempt('out/x', 'a.txt')).rejects.toMatchObject({ code: 'forbidden' });
    await expect(attempt('.', 'b')).rejects.toMatchObject({ details: { reason: 'is_root' } });
    await expect(attempt('folder', '.git/hooks')).rejects.toMatchObject({ details: { reason: 'git_data' } });
    await expect(attempt('.git', 'mine')).rejects.toMatchObject({ details: { reason: 'git_data' } });
    await expect(attempt('a.txt', './a.txt')).rejects.toMatchObject({ details: { reason: 'same_path' } });
    await expect(attempt('folder', 'other')).rejects.toMatchObject({ details: { reason: 'is_folder' } });
    await expect(attempt('a.txt', 'folder')).rejects.toMatchObject({ details: { reason: 'is_folder' } });
    await expect(attempt('missing', 'b')).rejects.toMatchObject({ code: 'not_found' });
    await expect(attempt('folder', 'folder/inner')).rejects.toMatchObject({ details: { reason: 'into_itself' } });
    await symlink('missing', join(root, 'dangling'));
    await expect(attempt('a.txt', 'dangling/a.txt')).rejects.toMatchObject({ details: { reason: 'dangling_link' } });
  });
});
