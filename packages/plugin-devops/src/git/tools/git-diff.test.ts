import { access, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { git, repository } from '../../../test/repository.ts';
import { startWorkspace } from '../../../test/start-workspace.ts';

describe('git_diff', () => {
  it('shows the work tree, what is staged, and the difference to a commit', async () => {
    const root = await repository({ 'a.txt': 'one\n', 'b.txt': 'one\n' });
    await writeFile(join(root, 'a.txt'), 'two\n');
    git(root, 'add', 'a.txt');
    await writeFile(join(root, 'b.txt'), 'two\n');
    const { call } = await startWorkspace({}, { root });
    const counts = (path: string) => ({ path, added: 1, removed: 1 });
    expect(await call('git_diff')).toMatchObject({
      files: [counts('b.txt')],
      patch: expect.stringContaining('-one\n+two'),
      patch_complete: true,
    });
    expect(await call('git_diff', { staged: true })).toMatchObject({ files: [counts('a.txt')] });
    expect(await call('git_diff', { from: 'HEAD' })).toMatchObject({ files: [counts('a.txt'), counts('b.txt')] });
    expect(await call('git_diff', { from: 'HEAD', paths: ['b.txt'] })).toMatchObject({ files: [counts('b.txt')] });
  });

  it('compares commits, with renames and binary files', async () => {
    const root = await repository({ 'a.txt': 'one\ntwo\nthree\n', 'b.bin': Buffer.from([0, 1]) });
    await rename(join(root, 'a.txt'), join(root, 'moved.txt'));
    await writeFile(join(root, 'b.bin'), Buffer.from([0, 2]));
    git(root, 'add', '-A');
    git(root, 'commit', '-q', '-m', 'Second');
    const { call } = await startWorkspace({}, { root });
    expect(await call('git_diff', { from: 'HEAD~1', to: 'main' })).toMatchObject({
      files: [{ path: 'b.bin' }, { path: 'moved.txt', from: 'a.txt', added: 0, removed: 0 }],
    });
  });

  it('cuts a long patch at a line and says so', async () => {
    const root = await repository({ 'a.txt': '' });
    await writeFile(join(root, 'a.txt'), 'line of some length\n'.repeat(5_000));
    const { call } = await startWorkspace({}, { root });
    const { patch, patch_complete, files } = await call('git_diff');
    expect({ patch_complete, files }).toEqual({ patch_complete: false, files: [{ path: 'a.txt', added: 5_000, removed: 0 }] });
    expect(String(patch).length).toBeLessThan(40_100);
    expect(patch).toMatch(/more lines left out …\]$/);
  });

  it('lets no revision become an option (CVE-2025-68144)', async () => {
    const root = await repository();
    const { call } = await startWorkspace({}, { root });
    for (const from of ['--output=pwned', '-Opwned', '--ext-diff', '--no-index', 'HEAD --output=pwned', ':/x', 'HEAD:a.txt']) {
      await expect(call('git_diff', { from }), from).rejects.toMatchObject({ code: 'invalid_input' });
    }
    await expect(access(join(root, 'pwned'))).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(call('git_diff', { from: 'no-such-branch' })).rejects.toMatchObject({
      code: 'not_found',
      details: { reason: 'no_commit' },
    });
    await expect(call('git_diff', { to: 'HEAD' })).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('takes paths as paths: no options, patterns or magic, and none outside (CVE-2026-27735)', async () => {
    const root = await repository({ '--output=x': 'one\n', '*': 'one\n', ':(top)a': 'one\n', 'a.txt': 'one\n' });
    for (const name of ['--output=x', '*', ':(top)a', 'a.txt']) await writeFile(join(root, name), 'two\n');
    await symlink('/etc', join(root, 'out'));
    const { call } = await startWorkspace({}, { root });
    for (const path of ['--output=x', '*', ':(top)a']) {
      expect(await call('git_diff', { paths: [path] }), path).toMatchObject({ files: [{ path }] });
    }
    for (const path of ['../x', '/etc/passwd', 'out/passwd']) {
      await expect(call('git_diff', { paths: [path] }), path).rejects.toMatchObject({ code: 'forbidden' });
    }
    await expect(access(join(root, 'x'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
