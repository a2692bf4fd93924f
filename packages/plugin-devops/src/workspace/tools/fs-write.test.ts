import { chmod, lstat, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startWorkspace } from '../../../test/start-workspace.ts';
import { tempFolder } from '../../../test/temp-folder.ts';

describe('fs_write', () => {
  it('creates a file and its folders after a preview that shows the diff and changes nothing', async () => {
    const { call, confirm, files } = await startWorkspace();
    const args = { path: 'docs/plan.md', content: 'one\ntwo\n' };
    expect(await call('fs_write', args)).toMatchObject({
      status: 'preview',
      description: 'Create "docs/plan.md" in test with 2 lines, 8 bytes.',
      changes: expect.stringContaining('+one\n+two'),
      approval: { required: 'model' },
    });
    expect(await files()).toEqual({});
    const { outcome } = await confirm('fs_write', args);
    expect(outcome).toMatchObject({
      result: { path: 'docs/plan.md', bytes: 8, created: true },
      effect: { exists: true, bytes: 8 },
    });
    expect(await files()).toEqual({ 'docs/plan.md': 'one\ntwo\n' });
  });

  it('replaces a file only when told to, and then a person is asked', async () => {
    const { call, confirm, files, started } = await startWorkspace({ 'a.txt': 'old\n' });
    await expect(call('fs_write', { path: 'a.txt', content: 'new\n' })).rejects.toMatchObject({
      code: 'conflict',
      details: { reason: 'exists' },
    });
    const { preview } = await confirm('fs_write', { path: 'a.txt', content: 'new\n', overwrite: true });
    expect(preview).toMatchObject({ changes: expect.stringContaining('-old\n+new'), approval: { required: 'client' } });
    expect(started.questions).toHaveLength(1);
    expect(await files()).toEqual({ 'a.txt': 'new\n' });
  });

  it('writes nothing when the person declines', async () => {
    const { started, files } = await startWorkspace({ 'a.txt': 'old' }, { person: 'declines' });
    await expect(started.confirmTool('fs_write', { path: 'a.txt', content: 'new', overwrite: true })).rejects.toThrow(
      /rejected|declined/,
    );
    expect(await files()).toEqual({ 'a.txt': 'old' });
  });

  it('is stale when the file appeared or changed after the preview', async () => {
    const { call, root, files } = await startWorkspace({ 'b.txt': 'old' });
    const create = { path: 'a.txt', content: 'new' };
    const replace = { path: 'b.txt', content: 'new', overwrite: true };
    const tickets = [(await call('fs_write', create))['ticket'] ?? '', (await call('fs_write', replace))['ticket'] ?? ''];
    await writeFile(join(root, 'a.txt'), 'theirs');
    await writeFile(join(root, 'b.txt'), 'theirs');
    await expect(call('fs_write', { ...create, confirm: true, ticket: tickets[0] ?? '' })).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(call('fs_write', { ...replace, confirm: true, ticket: tickets[1] ?? '' })).rejects.toMatchObject({
      code: 'stale',
    });
    expect(await files()).toEqual({ 'a.txt': 'theirs', 'b.txt': 'theirs' });
  });

  it('keeps the mode and a byte order mark, and warns of other line endings', async () => {
    const { confirm, root } = await startWorkspace({ 'a.ps1': '\uFEFFold\r\nold\r\n' });
    await chmod(join(root, 'a.ps1'), 0o640);
    const { preview } = await confirm('fs_write', { path: 'a.ps1', content: 'new\n', overwrite: true });
    expect(preview).toMatchObject({ warnings: [expect.stringContaining('CRLF to LF')] });
    expect(await readFile(join(root, 'a.ps1'), 'utf8')).toBe('\uFEFFnew\n');
    expect((await lstat(join(root, 'a.ps1'))).mode & 0o777).toBe(0o640);
  });

  it('refuses links out, folders, read-only files, too much text and everything in .git', async () => {
    const outside = await tempFolder();
    const { call, root } = await startWorkspace({ 'ro.txt': '', 'folder/x': '' }, { settings: { max_file_bytes: 1_024 } });
    await chmod(join(root, 'ro.txt'), 0o444);
    await symlink(outside, join(root, 'out'));
    await symlink(join(outside, 'new.txt'), join(root, 'dangling'));
    await mkdir(join(root, '.git/hooks'), { recursive: true });
    await symlink('.git', join(root, 'innocent'));
    const attempt = (path: string, content = 'x') => call('fs_write', { path, content, overwrite: true });
    for (const path of ['out/a.txt', 'dangling', '../a.txt', join(outside, 'a.txt')]) {
      await expect(attempt(path), path).rejects.toMatchObject({ code: 'forbidden' });
    }
    for (const path of [
      '.git/hooks/pre-commit',
      '.git/config',
      'innocent/config',
      'sub/.git',
      'sub/.GIT/config',
      '.g\u200cit/config',
    ]) {
      await expect(attempt(path), path).rejects.toMatchObject({ code: 'forbidden', details: { reason: 'git_data' } });
    }
    await expect(attempt('ro.txt')).rejects.toMatchObject({ code: 'forbidden', details: { reason: 'read_only' } });
    await expect(attempt('folder')).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(attempt('.')).rejects.toMatchObject({ code: 'forbidden', details: { reason: 'is_root' } });
    await expect(attempt('big.txt', 'x'.repeat(2_000))).rejects.toMatchObject({
      code: 'invalid_input',
      details: { reason: 'too_large' },
    });
    await expect(attempt('odd.txt', '\ud800')).rejects.toMatchObject({ code: 'invalid_input' });
  });
});
