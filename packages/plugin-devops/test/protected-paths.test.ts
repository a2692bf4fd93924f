import { readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compose } from '@lineclear/core';
import type { JsonObject } from '@lineclear/core/plugin';
import { describe, expect, it, onTestFinished } from 'vitest';
import devops from '../src/index.ts';
import { bareRepository, git, repository } from './repository.ts';
import { putFiles } from './temp-folder.ts';

const secret = 'token: very-secret-4711';

/** A workspace whose root holds the server's own configuration and state, as in a project folder. */
const start = async () => {
  const root = await repository({
    'a.txt': 'very-secret is not here\n',
    'sub/x': '',
    'lineclear.yaml': 'tracked: by accident\n',
  });
  await putFiles({ folder: root, files: { 'lineclear.yaml': secret, 'state/key': secret } });
  await symlink('lineclear.yaml', join(root, 'innocent.txt'));
  await symlink('state', join(root, 'folder'));
  const composition = await compose({
    plugins: [devops],
    profiles: {
      default: 'test',
      profiles: {
        test: {
          tier: 'development',
          connections: { workspace: { roots: [root], allow_programs: ['cat', 'ls'], git: { push_to: ['file:///'] } } },
        },
      },
    },
    protectedPaths: [join(root, 'lineclear.yaml'), join(root, 'state')],
  });
  onTestFinished(() => composition.close());
  const call = (tool: string, args: JsonObject) =>
    composition.path.call({
      tool,
      args,
      caller: { principal: { id: 'tester' }, profile: 'test', transport: 'embedded' },
      asking: { mode: 'none' },
      signal: new AbortController().signal,
    });
  return { root, call };
};

const calls: readonly (readonly [string, JsonObject])[] = [
  'lineclear.yaml',
  'innocent.txt',
  'state/key',
  'folder/key',
  './sub/../lineclear.yaml',
].flatMap((path): (readonly [string, JsonObject])[] => [
  ['fs_read', { path }],
  ['fs_search', { pattern: 'secret', path }],
  ['fs_write', { path, content: 'x', overwrite: true }],
  ['fs_edit', { path, edits: [{ old: 'secret', new: 'x' }] }],
  ['process_run', { argv: ['cat', path] }],
  ['process_run', { argv: ['cat', `--file=${path}`] }],
]);
const entries: readonly (readonly [string, JsonObject])[] = ['lineclear.yaml', 'state', 'state/key'].flatMap(
  (path): (readonly [string, JsonObject])[] => [
    ['fs_info', { path }],
    ['fs_move', { from: path, to: 'b.txt' }],
    ['fs_move', { from: 'a.txt', to: path, overwrite: true }],
    ['fs_delete', { path, recursive: true }],
    ['git_diff', { paths: [path] }],
    ['git_log', { paths: [path] }],
    ['git_commit', { message: 'Take it', paths: [path] }],
    ['git_show', { path }],
    ['git_stage', { paths: [path] }],
    ['secret_scan', { path }],
  ],
);
const folders: readonly (readonly [string, JsonObject])[] = [
  ['fs_list', { path: 'state' }],
  ['fs_list', { path: 'folder' }],
  ['git_status', { repository: 'state' }],
  ['process_run', { argv: ['ls'], cwd: 'state' }],
];

describe('the server’s own files', () => {
  it.each([...calls, ...entries, ...folders])('are refused by %s %j', async (tool, args) => {
    const { call } = await start();
    const answer = await call(tool, args);
    expect(answer).toMatchObject({ kind: 'error', error: { code: 'forbidden', details: { reason: 'protected_path' } } });
    expect(JSON.stringify(answer)).not.toContain('very-secret-4711');
  });

  it('are left out of lists, searches and git', async () => {
    const { root, call } = await start();
    await writeFile(join(root, 'a.txt'), 'very-secret is still not here\n');
    const everything = [
      await call('fs_list', { depth: 3 }),
      await call('fs_search', { pattern: 'secret-4711', include_ignored: true }),
      await call('fs_search', { pattern: 'secret-4711', include_ignored: true, globs: ['*'] }),
      await call('fs_search', { kind: 'names', pattern: 'lineclear' }),
      await call('fs_search', { kind: 'names', pattern: 'key', include_ignored: true }),
      await call('git_status', {}),
      await call('git_diff', {}),
      await call('git_diff', { from: 'HEAD' }),
      await call('git_show', {}),
      await call('secret_scan', { include_ignored: true }),
    ];
    for (const answer of everything) {
      expect(answer.kind).toBe('value');
      expect(JSON.stringify(answer)).not.toMatch(/very-secret-4711|lineclear\.yaml|state\/key/);
    }
  });

  it('are not committed with a folder, and stop the commit when somebody staged them', async () => {
    const { root, call } = await start();
    const whole = await call('git_commit', { message: 'Everything', paths: ['.'] });
    expect(whole).toMatchObject({ value: { details: { files: [{ path: 'folder' }, { path: 'innocent.txt' }] } } });
    expect(JSON.stringify(whole)).not.toContain('very-secret-4711');
    git(root, 'add', '-A');
    const staged = await call('git_commit', { message: 'Staged' });
    expect(staged).toMatchObject({ kind: 'error', error: { code: 'forbidden', details: { reason: 'protected_path' } } });
    expect(JSON.stringify(staged)).not.toContain('very-secret-4711');
  });

  it('are not changed by a switch, and not pushed', async () => {
    const { root, call } = await start();
    const before = await readFile(join(root, 'lineclear.yaml'), 'utf8');
    git(root, 'branch', 'side');
    git(root, 'rm', '-q', '--cached', 'lineclear.yaml');
    git(root, 'commit', '-q', '-m', 'Track it no more');
    git(root, 'remote', 'add', 'origin', await bareRepository());
    for (const [tool, args] of [
      ['git_switch', { branch: 'side' }],
      ['git_push', { branch: 'side' }],
    ] as const) {
      expect(await call(tool, args)).toMatchObject({ kind: 'error', error: { details: { reason: 'protected_path' } } });
    }
    expect(await readFile(join(root, 'lineclear.yaml'), 'utf8')).toBe(before);
  });

  it('keep the folder that holds them from being moved or deleted', async () => {
    const { root, call } = await start();
    await putFiles({ folder: root, files: { 'state/deep/x': '' } });
    for (const [tool, args] of [
      ['fs_delete', { path: 'folder', recursive: true }],
      ['fs_move', { from: 'innocent.txt', to: 'b.txt' }],
    ] as const) {
      expect(await call(tool, args)).toMatchObject({ kind: 'value' });
    }
    expect(await call('fs_delete', { path: 'state/deep', recursive: true })).toMatchObject({
      kind: 'error',
      error: { code: 'forbidden' },
    });
  });
});
