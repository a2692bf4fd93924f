import { access, chmod, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { git, repository } from '../../../test/repository.ts';
import { startWorkspace } from '../../../test/start-workspace.ts';
import { tempFolder } from '../../../test/temp-folder.ts';

const start = async (files: Readonly<Record<string, string>> = { 'a.txt': 'one\n', 'b.txt': 'one\n' }) => {
  const root = await repository(files);
  return { ...(await startWorkspace({}, { root })), change: (path: string, text = 'two\n') => writeFile(join(root, path), text) };
};
const objects = async (root: string) => (await readdir(join(root, '.git/objects'), { recursive: true })).toSorted();

describe('git_commit', () => {
  it('commits what is staged, after a preview that shows the diff and changes nothing', async () => {
    const { confirm, call, change, root } = await start();
    await change('a.txt');
    git(root, 'add', 'a.txt');
    await change('b.txt');
    const before = { objects: await objects(root), index: await readFile(join(root, '.git/index')) };
    await call('git_commit', { message: 'Change a' });
    expect({ objects: await objects(root), index: await readFile(join(root, '.git/index')) }).toEqual(before);

    const { preview, outcome } = await confirm('git_commit', { message: 'Change a\n\nBecause.' });
    expect(preview).toMatchObject({
      description: 'Commit 1 file to main of "." in test: "Change a"',
      changes: expect.stringContaining('-one\n+two'),
      details: { author: 'Bea <bea@example.com>', files: [{ path: 'a.txt', added: 1, removed: 1 }] },
    });
    const head = git(root, 'rev-parse', 'HEAD');
    expect(outcome).toMatchObject({ result: { commit: head, branch: 'main' }, effect: { head, is_head: true } });
    expect(git(root, 'log', '-1', '--format=%an <%ae> %B')).toBe('Bea <bea@example.com> Change a\n\nBecause.');
    expect(git(root, 'status', '--porcelain')).toBe('M b.txt');
    expect(git(root, 'rev-list', '--count', 'HEAD')).toBe('2');
  });

  it('commits named paths as they are in the work tree, new and deleted ones too, and keeps the rest staged', async () => {
    const { confirm, change, root } = await start({ 'a.txt': 'one\n', 'b.txt': 'one\n', 'gone/c.txt': 'one\n' });
    await change('a.txt');
    await change('b.txt');
    git(root, 'add', 'b.txt');
    await mkdir(join(root, 'new'));
    await change('new/d.txt');
    await rm(join(root, 'gone'), { recursive: true });
    await confirm('git_commit', { message: 'Some of it', paths: ['a.txt', 'new', 'gone/c.txt'] });
    expect(git(root, 'show', '--format=', '--name-status', 'HEAD')).toBe('M\ta.txt\nD\tgone/c.txt\nA\tnew/d.txt');
    expect(git(root, 'status', '--porcelain')).toBe('M  b.txt');
  });

  it('takes paths relative to the folder it was given', async () => {
    const { confirm, change, root } = await start({ 'sub/a.txt': 'one\n', 'a.txt': 'one\n' });
    await change('sub/a.txt');
    await change('a.txt');
    await confirm('git_commit', { repository: 'sub', message: 'Inner', paths: ['a.txt'] });
    expect(git(root, 'status', '--porcelain')).toBe('M a.txt');
    await confirm('git_commit', { message: 'All', paths: ['.'] });
    expect(git(root, 'status', '--porcelain')).toBe('');
  });

  it('makes the first commit of a repository', async () => {
    const root = await tempFolder({ 'a.txt': 'one\n', 'b.txt': 'one\n' });
    git(root, 'init', '-q', '-b', 'main');
    const { confirm } = await startWorkspace({}, { root });
    await confirm('git_commit', { message: 'Begin', paths: ['a.txt'] });
    git(root, 'add', 'b.txt');
    await confirm('git_commit', { message: 'Go on' });
    expect(git(root, 'log', '--format=%s')).toBe('Go on\nBegin');
    expect(git(root, 'status', '--porcelain')).toBe('');
  });

  it('names the caller as author where git has no identity', async () => {
    const root = await tempFolder({ 'a.txt': '' });
    vi.stubEnv('HOME', await tempFolder());
    git(root, 'init', '-q');
    const { confirm } = await startWorkspace({}, { root, principal: 'Ops <Bot>\nx' });
    const { preview } = await confirm('git_commit', { message: 'Begin', paths: ['.'] });
    vi.unstubAllEnvs();
    expect(preview).toMatchObject({ warnings: [expect.stringContaining('caller is named')] });
    expect(git(root, 'log', '-1', '--format=%an|%ae|%cn')).toBe('Ops Bot x|Ops-Bot-x@localhost|Ops Bot x');
  });

  it.each([
    ['a file changed', (root: string) => writeFile(join(root, 'a.txt'), 'three\n')],
    ['the branch moved', (root: string) => Promise.resolve(git(root, 'commit', '-q', '--allow-empty', '-m', 'Theirs'))],
    ['another branch was checked out', (root: string) => Promise.resolve(git(root, 'checkout', '-q', '-b', 'other'))],
  ])('is stale when %s after the preview', async (_title, drift) => {
    const { call, change, root } = await start();
    await change('a.txt');
    const args = { message: 'Change a', paths: ['a.txt'] };
    await call('git_commit', args);
    await drift(root);
    await expect(call('git_commit', { ...args, confirm: true })).rejects.toMatchObject({ code: 'stale' });
    expect(git(root, 'log', '--format=%s')).not.toContain('Change a');
  });

  it('refuses when there is nothing to commit', async () => {
    const { call, change } = await start();
    await change('a.txt');
    const nothing = { code: 'conflict', details: { reason: 'nothing_to_commit' } };
    await expect(call('git_commit', { message: 'Nothing' })).rejects.toMatchObject(nothing);
    await expect(call('git_commit', { message: 'Nothing', paths: ['b.txt'] })).rejects.toMatchObject(nothing);
    await expect(call('git_commit', { message: 'Nothing', paths: ['missing.txt'] })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    await expect(call('git_commit', { message: '  \n ' })).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('refuses while a merge waits to be finished', async () => {
    const { call, change, root } = await start();
    git(root, 'checkout', '-q', '-b', 'other');
    await change('a.txt', 'other\n');
    git(root, 'commit', '-q', '-a', '-m', 'Other');
    git(root, 'checkout', '-q', 'main');
    await change('a.txt', 'mine\n');
    git(root, 'commit', '-q', '-a', '-m', 'Mine');
    expect(() => git(root, 'merge', 'other')).toThrow('Command failed');
    const attempt = call('git_commit', { message: 'Half a merge', paths: ['b.txt'] });
    await expect(attempt).rejects.toMatchObject({ code: 'unsupported', details: { operation: 'merge' } });
  });

  it('refuses paths outside, above and in .git (CVE-2026-27735), and messages stay messages', async () => {
    const { call, confirm, change, root } = await start();
    for (const path of ['../x', '/etc/passwd']) {
      await expect(call('git_commit', { message: 'Escape', paths: [path] }), path).rejects.toMatchObject({ code: 'forbidden' });
    }
    await expect(call('git_commit', { message: 'Escape', paths: ['.git/config'] })).rejects.toMatchObject({ code: 'conflict' });
    await change('a.txt');
    await confirm('git_commit', { message: '--amend $(touch pwned) `id`\n# kept', paths: ['a.txt'] });
    expect(git(root, 'log', '-1', '--format=%B')).toBe('--amend $(touch pwned) `id`\n# kept');
    await expect(access(join(root, 'pwned'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('says which hooks do not run', async () => {
    const { call, change, root } = await start();
    await change('a.txt');
    await mkdir(join(root, '.husky'));
    await writeFile(join(root, '.husky/pre-commit'), '#!/bin/sh\nexit 1\n');
    await chmod(join(root, '.husky/pre-commit'), 0o755);
    git(root, 'config', 'core.hooksPath', '.husky');
    expect(await call('git_commit', { message: 'Change', paths: ['a.txt'] })).toMatchObject({
      warnings: ['These hooks of the repository do not run: pre-commit.'],
    });
  });

  it('waits for nobody when the branch is locked', async () => {
    const { confirm, change, root } = await start();
    await change('a.txt');
    await writeFile(join(root, '.git/refs/heads/main.lock'), '');
    await expect(confirm('git_commit', { message: 'Locked', paths: ['a.txt'] })).rejects.toMatchObject({ code: 'stale' });
    expect(git(root, 'log', '--format=%s')).toBe('First');
  });
});
