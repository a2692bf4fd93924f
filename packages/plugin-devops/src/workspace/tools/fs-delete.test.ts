import { mkdir, readdir, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startWorkspace } from '../../../test/start-workspace.ts';
import { tempFolder } from '../../../test/temp-folder.ts';

describe('fs_delete', () => {
  it('deletes a file after a person agreed', async () => {
    const { confirm, files, started } = await startWorkspace({ 'a.txt': 'a', 'b.txt': 'b' });
    const { preview, outcome } = await confirm('fs_delete', { path: 'a.txt' });
    expect(preview).toMatchObject({ description: 'Delete the file "a.txt" in test.', approval: { required: 'client' } });
    expect(outcome).toMatchObject({ result: { files: 1, folders: 0, bytes: 1 }, effect: { exists: false } });
    expect(started.questions).toHaveLength(1);
    expect(await files()).toEqual({ 'b.txt': 'b' });
  });

  it('counts a folder, names the first files, and needs recursive', async () => {
    const content = Object.fromEntries(Array.from({ length: 15 }, (_, index) => [`build/sub/f${index + 10}`, 'xx']));
    const { call, confirm, files } = await startWorkspace({ ...content, keep: '' });
    await expect(call('fs_delete', { path: 'build' })).rejects.toMatchObject({
      code: 'invalid_input',
      details: { reason: 'not_empty' },
    });
    const { preview } = await confirm('fs_delete', { path: 'build', recursive: true });
    expect(preview).toMatchObject({
      description: 'Delete the folder "build" with 15 files in 2 folders, 30 bytes in test.',
      details: { files: 15, bytes: 30, left_out: 5, first: expect.arrayContaining(['sub/f10']) },
    });
    expect(await files()).toEqual({ keep: '' });
  });

  it('deletes an empty folder without recursive', async () => {
    const { confirm, root } = await startWorkspace();
    await mkdir(join(root, 'empty'));
    await confirm('fs_delete', { path: 'empty' });
    expect(await readdir(root)).toEqual([]);
  });

  it('deletes links and never what they point to', async () => {
    const outside = await tempFolder({ 'keep.txt': 'outside' });
    const { confirm, root } = await startWorkspace({ 'folder/a': '' });
    await symlink(outside, join(root, 'link'));
    await symlink(outside, join(root, 'folder/inner'));
    await symlink('nowhere', join(root, 'dangling'));
    await confirm('fs_delete', { path: 'link' });
    await confirm('fs_delete', { path: 'dangling' });
    await confirm('fs_delete', { path: 'folder', recursive: true });
    expect(await readdir(root)).toEqual([]);
    expect(await readdir(outside)).toEqual(['keep.txt']);
  });

  it('is stale when a file changed, but not when it was only touched', async () => {
    const { call, confirm, root, files } = await startWorkspace({ 'a.txt': 'a', 'b.txt': 'b' });
    await call('fs_delete', { path: 'a.txt' });
    await writeFile(join(root, 'a.txt'), 'A');
    await expect(call('fs_delete', { path: 'a.txt', confirm: true })).rejects.toMatchObject({ code: 'stale' });
    await call('fs_delete', { path: 'b.txt' });
    await utimes(join(root, 'b.txt'), 1, 1);
    await confirm('fs_delete', { path: 'b.txt' });
    expect(await files()).toEqual({ 'a.txt': 'A' });
  });

  it('is stale when anything in a folder changed', async () => {
    const { call, root, files } = await startWorkspace({ 'build/a': 'a', 'build/sub/b': 'b' });
    const args = { path: 'build', recursive: true };
    for (const change of [
      () => writeFile(join(root, 'build/sub/b'), 'B'),
      () => writeFile(join(root, 'build/new'), ''),
      () => mkdir(join(root, 'build/folder')),
    ]) {
      await call('fs_delete', args);
      await change();
      await expect(call('fs_delete', { ...args, confirm: true })).rejects.toMatchObject({ code: 'stale' });
    }
    expect(Object.keys(await files())).toHaveLength(3);
  });

  it('refuses roots, git data, and what does not exist; warns of a repository inside', async () => {
    const { call } = await startWorkspace({ '.git/HEAD': '', 'clone/.git/HEAD': '', 'clone/a': '' });
    const attempt = (path: string) => call('fs_delete', { path, recursive: true });
    for (const path of ['.', 'clone/..']) await expect(attempt(path)).rejects.toMatchObject({ details: { reason: 'is_root' } });
    for (const path of ['.git', '.git/HEAD', 'clone/.git']) {
      await expect(attempt(path)).rejects.toMatchObject({ code: 'forbidden', details: { reason: 'git_data' } });
    }
    await expect(attempt('missing')).rejects.toMatchObject({ code: 'not_found' });
    await expect(attempt('..')).rejects.toMatchObject({ code: 'forbidden' });
    expect(await attempt('clone')).toMatchObject({ warnings: [expect.stringContaining('git repository')] });
  });

  it('refuses a root that lies inside another root, and the folder between', async () => {
    const outer = await tempFolder({ 'mid/inner/a': '' });
    const { call } = await startWorkspace({}, { root: outer, settings: { roots: [outer, join(outer, 'mid/inner')] } });
    for (const path of ['mid', 'mid/inner']) {
      await expect(call('fs_delete', { path, recursive: true })).rejects.toMatchObject({ details: { reason: 'is_root' } });
    }
  });
});
