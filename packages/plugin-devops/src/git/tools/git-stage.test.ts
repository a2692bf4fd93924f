import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { git, repository } from '../../../test/repository.ts';
import { startWorkspace } from '../../../test/start-workspace.ts';
import { tempFolder } from '../../../test/temp-folder.ts';

const start = async () => {
  const root = await repository({ 'a.txt': 'one\n', 'b.txt': 'one\n', 'gone.txt': 'one\n' });
  await writeFile(join(root, 'a.txt'), 'two\n');
  await writeFile(join(root, 'b.txt'), 'two\n');
  await writeFile(join(root, 'new.txt'), 'new\n');
  await rm(join(root, 'gone.txt'));
  return await startWorkspace({}, { root });
};

describe('git_stage', () => {
  it('shows what would be staged without staging it, then stages exactly that', async () => {
    const { call, confirm, root } = await start();
    const objects = async () => (await readdir(join(root, '.git/objects'), { recursive: true })).length;
    const before = [await objects(), await readFile(join(root, '.git/index'))];
    await call('git_stage', { paths: ['a.txt'] });
    expect([await objects(), await readFile(join(root, '.git/index'))]).toEqual(before);
    const { preview, outcome } = await confirm('git_stage', { paths: ['a.txt', 'new.txt', 'gone.txt'] });
    expect(preview).toMatchObject({
      description: 'Stage 3 files of "." in test',
      changes: expect.stringContaining('-one\n+two'),
      details: { files: [{ path: 'a.txt' }, { path: 'gone.txt' }, { path: 'new.txt' }] },
    });
    expect(outcome).toMatchObject({ result: { tree: git(root, 'write-tree') }, effect: { tree: git(root, 'write-tree') } });
    expect(git(root, 'diff', '--cached', '--name-status')).toBe('M\ta.txt\nD\tgone.txt\nA\tnew.txt');
  });

  it('takes paths out again, and keeps the work tree', async () => {
    const { confirm, root } = await start();
    git(root, 'add', '-A');
    const { preview } = await confirm('git_stage', { paths: ['b.txt', 'new.txt'], unstage: true });
    expect(preview).toMatchObject({ description: 'Unstage 2 files of "." in test' });
    expect(git(root, 'diff', '--cached', '--name-only')).toBe('a.txt\ngone.txt');
    expect(await readFile(join(root, 'new.txt'), 'utf8')).toBe('new\n');
  });

  it('works before the first commit', async () => {
    const root = await tempFolder({ 'a.txt': 'one\n', 'b.txt': 'one\n' });
    git(root, 'init', '-q');
    const { confirm } = await startWorkspace({}, { root });
    await confirm('git_stage', { paths: ['.'] });
    await confirm('git_stage', { paths: ['b.txt'], unstage: true });
    expect(git(root, 'diff', '--cached', '--name-only')).toBe('a.txt');
  });

  it.each([
    ['the file', (root: string) => writeFile(join(root, 'a.txt'), 'three\n')],
    ['the index', (root: string) => Promise.resolve(void git(root, 'add', 'b.txt'))],
  ])('is stale when %s changed after the preview', async (_title, drift) => {
    const { call, root } = await start();
    await call('git_stage', { paths: ['a.txt'] });
    await drift(root);
    await expect(call('git_stage', { paths: ['a.txt'], confirm: true })).rejects.toMatchObject({ code: 'stale' });
    expect(git(root, 'diff', '--cached', '--name-only')).not.toContain('a.txt');
  });

  it('refuses paths outside (CVE-2026-27735), and no path becomes an option', async () => {
    const { call, root } = await start();
    for (const path of ['../x', '/etc/passwd', '../../etc/shadow'])
      await expect(call('git_stage', { paths: [path] }), path).rejects.toMatchObject({ code: 'forbidden' });
    for (const path of ['-A', '--all', '--chmod=+x', '*', ':(glob)**', '$(id)'])
      await expect(call('git_stage', { paths: [path] }), path).rejects.toMatchObject({
        code: expect.stringMatching(/^(invalid_input|conflict)$/),
      });
    await expect(call('git_stage', { paths: [] })).rejects.toMatchObject({ code: 'invalid_input' });
    expect(git(root, 'diff', '--cached', '--name-only')).toBe('');
  });
});
