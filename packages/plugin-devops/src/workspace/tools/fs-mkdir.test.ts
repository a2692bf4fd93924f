import { readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startWorkspace } from '../../../test/start-workspace.ts';
import { startSwapping } from '../../../test/swapping.ts';
import { tempFolder } from '../../../test/temp-folder.ts';

describe('fs_mkdir', () => {
  it('makes one folder after the model confirms', async () => {
    const { confirm, root } = await startWorkspace({ 'docs/a.md': '' });
    const { preview, outcome } = await confirm('fs_mkdir', { path: 'docs/plans' });
    expect(preview).toMatchObject({
      description: 'Make the folder "docs/plans" in test.',
      approval: { required: 'model' },
      risk: 'reversible',
    });
    expect(outcome).toMatchObject({ result: { path: 'docs/plans', made: 1 }, effect: { exists: true } });
    expect(await readdir(join(root, 'docs'))).toEqual(['a.md', 'plans']);
  });

  it('makes missing folders above it only when asked', async () => {
    const { call, confirm, root } = await startWorkspace();
    await expect(call('fs_mkdir', { path: 'a/b/c' })).rejects.toMatchObject({
      code: 'not_found',
      hint: expect.stringContaining('parents: true'),
    });
    const { preview, outcome } = await confirm('fs_mkdir', { path: 'a/b/c', parents: true });
    expect(preview).toMatchObject({ details: { makes: ['a', 'a/b', 'a/b/c'] } });
    expect(outcome).toMatchObject({ result: { made: 3 } });
    expect(await readdir(join(root, 'a/b'))).toEqual(['c']);
  });

  it('refuses what exists, what lies below a file, and places that no tool writes to', async () => {
    const { call, root } = await startWorkspace({ 'a.txt': '', 'folder/x': '' });
    await symlink(await tempFolder(), join(root, 'out'));
    const attempt = (path: string) => call('fs_mkdir', { path, parents: true });
    await expect(attempt('folder')).rejects.toMatchObject({ code: 'conflict' });
    await expect(attempt('a.txt')).rejects.toMatchObject({ code: 'conflict' });
    await expect(attempt('a.txt/b')).rejects.toMatchObject({ code: 'invalid_input', details: { reason: 'not_a_folder' } });
    for (const path of ['../new', '/new', 'out/new', '.git/hooks', 'folder/.GIT/x'])
      await expect(attempt(path)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(attempt('a\0b')).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('is stale when somebody made it after the preview', async () => {
    const { call, root } = await startWorkspace();
    await call('fs_mkdir', { path: 'new' });
    await writeFile(join(root, 'new'), 'theirs');
    await expect(call('fs_mkdir', { path: 'new', confirm: true })).rejects.toMatchObject({ code: 'conflict' });
  });

  it('never makes a folder outside while a folder of its path is swapped for a link', async () => {
    const outside = await tempFolder();
    const { confirm, root } = await startWorkspace({ 'folder/x': '' });
    const stop = await startSwapping({ folder: join(root, 'folder'), outside });
    for (let round = 0; round < 40; round += 1)
      await confirm('fs_mkdir', { path: `folder/new${round}`, parents: true }).catch(() => undefined);
    await stop();
    expect(await readdir(outside)).toEqual([]);
  });

  it('makes no endless chain of folders', async () => {
    const { call } = await startWorkspace();
    await expect(call('fs_mkdir', { path: 'n/'.repeat(500), parents: true })).rejects.toMatchObject({
      code: 'invalid_input',
      details: { reason: 'too_deep' },
    });
  });
});
