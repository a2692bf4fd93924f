import { chmod, link, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startWorkspace } from '../../../test/start-workspace.ts';

describe('fs_info', () => {
  it('describes a text file', async () => {
    const { call, root } = await startWorkspace({ 'run.sh': 'a\r\nb\r\n' });
    await chmod(join(root, 'run.sh'), 0o750);
    await link(join(root, 'run.sh'), join(root, 'second'));
    expect(await call('fs_info', { path: 'run.sh' })).toEqual({
      path: 'run.sh',
      kind: 'file',
      bytes: 6,
      mode: '0750',
      modified: expect.stringMatching(/^\d{4}-.*Z$/),
      hard_links: 2,
      text: { encoding: 'utf-8', line_endings: 'crlf', lines: 2 },
    });
  });

  it('describes binary files, folders, the root and files over the limit without their text', async () => {
    const { call } = await startWorkspace(
      { 'a.bin': '\0', 'folder/x': '', 'big.txt': 'x'.repeat(2_000) },
      { settings: { max_file_bytes: 1_024 } },
    );
    for (const path of ['a.bin', 'folder', '.', 'big.txt']) expect(await call('fs_info', { path })).not.toHaveProperty('text');
    expect(await call('fs_info', { path: '.' })).toMatchObject({ kind: 'folder' });
  });

  it('says where a link points without following it', async () => {
    const { call, root } = await startWorkspace();
    await symlink('/etc/passwd', join(root, 'out'));
    await symlink('nowhere', join(root, 'dangling'));
    expect(await call('fs_info', { path: 'out' })).toMatchObject({ kind: 'link', link_target: '/etc/passwd', bytes: 11 });
    expect(await call('fs_info', { path: 'dangling' })).toMatchObject({ kind: 'link', link_target: 'nowhere' });
  });
});
