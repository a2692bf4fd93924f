import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { git, repository } from '../../../test/repository.ts';
import { startWorkspace } from '../../../test/start-workspace.ts';

describe('git_status', () => {
  it('shows branch and changes', async () => {
    const root = await repository({ 'a.txt': 'one\n', 'b.txt': 'two\n', 'c.txt': 'three\n' });
    await writeFile(join(root, 'a.txt'), 'changed\n');
    git(root, 'mv', 'b.txt', 'moved.txt');
    await rm(join(root, 'c.txt'));
    await writeFile(join(root, 'new file'), '');
    const { call } = await startWorkspace({}, { root });
    expect(await call('git_status')).toEqual({
      repository: '.',
      branch: 'main',
      head: git(root, 'rev-parse', 'HEAD'),
      staged: [{ path: 'moved.txt', change: 'renamed', from: 'b.txt' }],
      unstaged: [
        { path: 'a.txt', change: 'modified' },
        { path: 'c.txt', change: 'deleted' },
      ],
      untracked: ['new file'],
      conflicted: [],
      left_out: 0,
    });
  });

  it('shows a repository below the root, from any folder in it, and counts what is left out', async () => {
    const root = await repository({ 'sub/a.txt': '' });
    await mkdir(join(root, 'many'));
    await Promise.all(Array.from({ length: 130 }, (_, index) => writeFile(join(root, `f${index}`), '')));
    const { call } = await startWorkspace({}, { root: join(root, '..'), settings: { roots: [root] } });
    const status = await call('git_status', { repository: 'sub' });
    expect(status).toMatchObject({ repository: '.', left_out: 30 });
    expect(status['untracked']).toHaveLength(100);
  });

  it('says what is wrong with a repository that is missing or a file', async () => {
    const root = await repository({ 'a.txt': '' });
    const { call } = await startWorkspace({}, { root });
    await expect(call('git_status', { repository: 'nowhere' })).rejects.toMatchObject({ code: 'not_found' });
    await expect(call('git_status', { repository: 'a.txt' })).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('works before the first commit and with a detached head', async () => {
    const root = await repository();
    git(root, 'checkout', '-q', '--detach');
    const { call } = await startWorkspace({}, { root });
    expect(await call('git_status')).not.toHaveProperty('branch');
    git(root, 'checkout', '-q', '--orphan', 'fresh');
    expect(await call('git_status')).toMatchObject({ branch: 'fresh', staged: [{ path: 'a.txt', change: 'added' }] });
    expect(await call('git_status')).not.toHaveProperty('head');
  });

  it('says what is wrong with a folder that is no work tree', async () => {
    const root = await repository();
    const { call } = await startWorkspace({ 'plain/x': '' });
    await expect(call('git_status', { repository: 'plain' })).rejects.toMatchObject({
      code: 'not_found',
      details: { reason: 'no_repository' },
    });
    await expect(call('git_status', { repository: '../x' })).rejects.toMatchObject({ code: 'forbidden' });
    const inside = await startWorkspace({}, { root });
    await expect(inside.call('git_status', { repository: '.git' })).rejects.toMatchObject({ code: 'unsupported' });
  });

  it('leaves the index file untouched', async () => {
    const root = await repository();
    const { call } = await startWorkspace({}, { root });
    const { readFile, utimes } = await import('node:fs/promises');
    await utimes(join(root, 'a.txt'), 1, 1);
    const before = await readFile(join(root, '.git/index'));
    await call('git_status');
    expect(await readFile(join(root, '.git/index'))).toEqual(before);
  });
});
