import { access, readFile, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '@lineclear/core/plugin';
import { describe, expect, it } from 'vitest';
import { git, repository } from './repository.ts';
import { startWorkspace } from './start-workspace.ts';
import { putFiles, tempFolder } from './temp-folder.ts';

/** A repository in a workspace, and beside it one of somebody else. */
const start = async () => {
  const parent = await tempFolder();
  const theirs = await repository({ 'secret.txt': 'secret of others\n' });
  const root = await repository({ 'a.txt': 'one\n' });
  await symlink(theirs, join(root, 'link'));
  await writeFile(join(root, 'a.txt'), 'two\n');
  git(root, 'branch', 'side');
  const workspace = await startWorkspace({}, { root });
  const head = () => git(theirs, 'rev-parse', 'HEAD');
  return { ...workspace, parent, root, theirs, head };
};

const isMissing = (path: string) => expect(access(path)).rejects.toMatchObject({ code: 'ENOENT' });

/** Every text of a git tool that names a revision, a branch, a remote or a path. */
const inEveryPlace = (text: string): readonly (readonly [tool: string, args: JsonObject])[] => [
  ['git_diff', { from: text }],
  ['git_diff', { from: 'HEAD', to: text }],
  ['git_log', { revision: text }],
  ['git_show', { revision: text }],
  ['git_branch_create', { name: text }],
  ['git_branch_create', { name: 'new', from: text }],
  ['git_switch', { branch: text }],
  ['git_push', { remote: text }],
  ['git_push', { branch: text }],
];
const asPath = (text: string): readonly (readonly [tool: string, args: JsonObject])[] => [
  ['git_diff', { paths: [text] }],
  ['git_log', { paths: [text] }],
  ['git_show', { path: text }],
  ['git_stage', { paths: [text] }],
  ['git_commit', { message: 'Take it', paths: [text] }],
];

describe('mcp-server-git', () => {
  it('CVE-2025-68143: no tool makes a repository', async () => {
    const root = await tempFolder({ 'a.txt': 'one\n' });
    const { started, call } = await startWorkspace({}, { root });
    for (const tool of ['git_init', 'git_clone'])
      await expect(started.callTool(tool, { path: root, repo_path: root })).rejects.toMatchObject({ name: expect.any(String) });
    await expect(call('git_commit', { message: 'First', paths: ['a.txt'] })).rejects.toMatchObject({ code: 'not_found' });
    await expect(call('git_stage', { paths: ['a.txt'] })).rejects.toMatchObject({ code: 'not_found' });
    await isMissing(join(root, '.git'));
  });

  it.each([
    '--output=pwned',
    '-opwned',
    '--ext-diff',
    '--exec=touch pwned',
    '-c core.pager=touch',
    '--upload-pack=touch pwned',
    '-',
  ])('CVE-2025-68144, CVE-2026-47250: %s is no option where a revision, branch or remote is wanted', async (text) => {
    const { started, root } = await start();
    for (const [tool, args] of inEveryPlace(text)) {
      const answer = await started.answer(tool, args);
      expect(answer, `${tool} ${JSON.stringify(args)}`).toMatchObject({
        kind: 'error',
        error: { code: expect.stringMatching(/^(invalid_input|not_found)$/) },
      });
    }
    await isMissing(join(root, 'pwned'));
  });

  it.each(['--output=pwned', '-opwned', '--pathspec-from-file=/etc/passwd', ':(top)', '--'])(
    'CVE-2025-68144: %s is a path where a path is wanted',
    async (text) => {
      const { root, confirm, call } = await start();
      await putFiles({ folder: root, files: { [text]: 'one\n' } });
      await confirm('git_commit', { message: 'Take it', paths: [text] });
      expect(git(root, '-c', 'core.quotePath=false', 'show', '--name-only', '--format=')).toBe(text);
      expect(await call('git_show', { path: text })).toMatchObject({ text: 'one\n' });
      await isMissing(join(root, 'pwned'));
    },
  );

  it('CVE-2025-68145: the repository has to lie in the workspace, whatever its name says', async () => {
    const { started, root, theirs, head } = await start();
    const before = head();
    await putFiles({ folder: root, files: { 'fake/.git': `gitdir: ${theirs}/.git\n` } });
    for (const repo of [theirs, 'link', `../${theirs.split('/').at(-1)}`, 'link/.', 'fake', '/', '..']) {
      const calls: readonly (readonly [string, JsonObject])[] = [
        ['git_status', {}],
        ['git_log', {}],
        ['git_show', {}],
        ['git_commit', { message: 'Mine now' }],
        ['git_stage', { paths: ['secret.txt'] }],
        ['git_branch_create', { name: 'pwned' }],
        ['git_switch', { branch: 'main' }],
        ['git_push', {}],
      ];
      for (const [tool, args] of calls) {
        const answer = await started.answer(tool, { ...args, repository: repo });
        expect(answer, `${tool} in ${repo}`).toMatchObject({ kind: 'error', error: { code: 'forbidden' } });
        expect(JSON.stringify(answer)).not.toContain('secret of others');
      }
    }
    expect([head(), git(theirs, 'branch', '--list', 'pwned')]).toEqual([before, '']);
  });

  it('CVE-2026-27735: paths of files outside are neither staged, committed nor shown', async () => {
    const { started, root, theirs } = await start();
    const name = theirs.split('/').at(-1);
    for (const path of ['../a', `../${name}/secret.txt`, `${theirs}/secret.txt`, 'link/secret.txt', '/etc/passwd']) {
      for (const [tool, args] of asPath(path)) {
        const answer = await started.answer(tool, args);
        expect(answer, `${tool} ${path}`).toMatchObject({ kind: 'error', error: { code: 'forbidden' } });
      }
    }
    expect(git(root, 'diff', '--cached', '--name-only')).toBe('');
  });
});

describe('git-mcp-server', () => {
  it.each(['x; touch pwned', '$(touch pwned)', '`touch pwned`', 'x | touch pwned', '" && touch pwned && "', "'; touch pwned; '"])(
    'CVE-2025-53107: %s in a message, name or path of git stays a text',
    async (text) => {
      const { started, root, confirm } = await start();
      for (const [tool, args] of [...inEveryPlace(text), ...asPath(text)]) await started.answer(tool, args);
      await confirm('git_commit', { message: text, paths: ['a.txt'] });
      expect(git(root, 'log', '-1', '--format=%B')).toBe(text);
      expect((await readdir(root)).filter((name) => name.includes('pwned'))).toEqual([]);
    },
  );
});

describe('git itself', () => {
  it('a remote is a name of the repository, never an address or a command (CVE-2025-6514)', async () => {
    const { started, root } = await start();
    for (const remote of [
      'ext::touch pwned',
      'ext::sh -c touch% pwned',
      'file:///tmp',
      '/tmp',
      'https://x.example/y',
      'ssh://-oProxyCommand=id/x',
    ])
      expect(await started.answer('git_push', { remote })).toMatchObject({
        kind: 'error',
        error: { code: expect.stringMatching(/^(invalid_input|not_found)$/) },
      });
    await isMissing(join(root, 'pwned'));
  });

  it.each([
    'ssh://-oProxyCommand=PROGRAM/x',
    'ssh://git@-oProxyCommand=PROGRAM/x',
    '-oProxyCommand=PROGRAM:x',
    'ssh://example.invalid/-oProxyCommand=PROGRAM',
    'ext::PROGRAM',
    'ssh://example.invalid;PROGRAM/x',
    'ssh://$(PROGRAM)/x',
  ])('CVE-2025-9654: a remote address runs no command: %s', async (address) => {
    const traps = await tempFolder();
    const program = join(traps, 'trap.sh');
    await writeFile(program, `#!/bin/sh\ntouch '${traps}/sprung'\n`, { mode: 0o755 });
    const { started, root } = await start();
    git(root, 'config', 'remote.origin.url', address.replace('PROGRAM', program));
    git(root, 'config', 'protocol.ext.allow', 'always');
    expect(await started.answer('git_push', { branch: 'side' })).toMatchObject({ kind: 'error' });
    await isMissing(join(traps, 'sprung'));
  });

  it('hooks and settings of a repository are changed by no tool', async () => {
    const { started, root } = await start();
    const before = await readFile(join(root, '.git/config'), 'utf8');
    const targets = ['.git/config', '.git/hooks/pre-commit', '.GIT/config', './.git/../.git/config', '.g\u200cit/config'];
    for (const path of targets) {
      const calls: readonly (readonly [string, JsonObject])[] = [
        ['fs_write', { path, content: 'pwned', overwrite: true }],
        ['fs_edit', { path, edits: [{ old: '[core]', new: '[alias]' }] }],
        ['fs_move', { from: 'a.txt', to: path, overwrite: true }],
        ['fs_mkdir', { path: `${path}/x`, parents: true }],
      ];
      for (const [tool, args] of calls)
        expect(await started.answer(tool, args), `${tool} ${path}`).toMatchObject({
          kind: 'error',
          error: { code: 'forbidden' },
        });
    }
    expect(await readFile(join(root, '.git/config'), 'utf8')).toBe(before);
  });
});
