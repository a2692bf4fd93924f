import { mkdir, readFile, readdir, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { compose } from '@lineclear/core';
import type { JsonObject } from '@lineclear/core/plugin';
import { describe, expect, it, onTestFinished } from 'vitest';
import devops from '../src/index.ts';
import { startWorkspace } from './start-workspace.ts';
import { putFiles, tempFolder } from './temp-folder.ts';

const shell = { allow: ['cat', 'ls', 'echo'] };

/** Every tool that takes the path of a file or folder, asked for this one. */
const askAll = (path: string): readonly (readonly [tool: string, args: JsonObject])[] => [
  ['fs_read', { path }],
  ['fs_list', { path }],
  ['fs_info', { path }],
  ['fs_search', { pattern: 'secret', path }],
  ['secret_scan', { path }],
  ['fs_write', { path, content: 'pwned', overwrite: true }],
  ['fs_edit', { path, edits: [{ old: 'secret', new: 'pwned' }] }],
  ['fs_mkdir', { path: `${path}/pwned`, parents: true }],
  ['fs_move', { from: 'a.txt', to: path, overwrite: true }],
  ['fs_delete', { path, recursive: true }],
  ['git_status', { repository: path }],
  ['process_run', { argv: ['ls'], cwd: path }],
  ['shell_run', { command: 'ls', cwd: path }],
  ['shell_run', { command: `cat < '${path}'` }],
  ['shell_run', { command: `ls > '${path}'` }],
];

/** A workspace with a stranger's folder beside it, whose content no answer may show and no call may change. */
const start = async ({ place }: { place: (root: string) => string }) => {
  const parent = await tempFolder({ 'App/a.txt': 'mine\n' });
  const root = join(parent, 'App');
  await putFiles({ folder: place(root), files: { 'secret.txt': 'secret of others\n' } });
  const workspace = await startWorkspace({}, { root, settings: { shell, allow_programs: ['ls'] } });
  const refuseAll = async (path: string) => {
    for (const [tool, args] of askAll(path)) {
      const answer = await workspace.started.answer(tool, args);
      expect(answer, `${tool} ${JSON.stringify(args)}`).toMatchObject({ kind: 'error', error: { code: 'forbidden' } });
      expect(JSON.stringify(answer)).not.toContain('secret of others');
    }
    expect(await readdir(place(root))).toEqual(['secret.txt']);
    expect(await readFile(join(place(root), 'secret.txt'), 'utf8')).toBe('secret of others\n');
  };
  return { ...workspace, parent, refuseAll };
};

describe('server-filesystem', () => {
  it('CVE-2025-53109: a link inside leads to no file or folder outside', async () => {
    const { root, parent, refuseAll } = await start({ place: (folder) => `${folder}-other` });
    await symlink(`${root}-other`, join(root, 'folder'));
    await symlink(join(parent, 'App-other/secret.txt'), join(root, 'file.txt'));
    await symlink('folder', join(root, 'twice'));
    for (const path of ['folder', 'folder/secret.txt', 'twice/secret.txt', 'twice/../twice/secret.txt']) {
      // The link itself may be looked at, moved and deleted: none of that touches what it points to.
      const keepsLink = ['fs_info', 'fs_delete', 'fs_move'];
      const asked = askAll(path).filter(([tool]) => path.includes('/') || !keepsLink.includes(tool));
      for (const [tool, args] of asked) await expectForbidden({ root, tool, args });
    }
    await refuseAll('folder/secret.txt');
  });

  it('CVE-2025-53110: a folder whose name begins with the name of the root is outside', async () => {
    const { root, refuseAll } = await start({ place: (folder) => `${folder}_evil` });
    for (const path of [
      `${root}_evil`,
      `../${basename(root)}_evil`,
      `${root}_evil/secret.txt`,
      `${root}/../${basename(root)}_evil`,
    ])
      await refuseAll(path);
  });
});

const expectForbidden = async ({ root, tool, args }: { root: string; tool: string; args: JsonObject }): Promise<void> => {
  const { started } = await startWorkspace({}, { root, settings: { shell, allow_programs: ['ls'] } });
  const answer = await started.answer(tool, args);
  expect(answer, `${tool} ${JSON.stringify(args)}`).toMatchObject({ kind: 'error', error: { code: 'forbidden' } });
};

describe('DesktopCommander', () => {
  it('#411: `..` leads nowhere outside, however it is written', async () => {
    const { root, refuseAll } = await start({ place: (folder) => join(folder, '../other') });
    await mkdir(join(root, 'sub'));
    for (const path of ['../other', 'sub/../../other', './/..//other', `${root}/sub/../../other/secret.txt`])
      await refuseAll(path);
  });

  it('#420: a file that does not exist yet is not made behind a link', async () => {
    const { call, confirm, root, parent } = await start({ place: (folder) => `${folder}-other` });
    await symlink(`${root}-other`, join(root, 'folder'));
    await symlink(join(parent, 'App-other/new.txt'), join(root, 'dangling.txt'));
    for (const path of ['folder/new.txt', 'folder/deep/new.txt', 'dangling.txt', 'dangling.txt/new.txt']) {
      await expect(call('fs_write', { path, content: 'pwned' }), path).rejects.toMatchObject({ code: 'forbidden' });
      await expect(call('fs_mkdir', { path, parents: true }), path).rejects.toMatchObject({ code: 'forbidden' });
      await expect(confirm('fs_move', { from: 'a.txt', to: path }), path).rejects.toMatchObject({
        code: expect.stringMatching(/^(forbidden|conflict|invalid_input)$/),
        effect: 'none',
      });
      await expect(call('shell_run', { command: `echo pwned > ${path}` }), path).rejects.toMatchObject({ code: 'forbidden' });
    }
    expect(await readdir(`${root}-other`)).toEqual(['secret.txt']);
  });

  it('compares names with their case: /srv/app is not /srv/App', async () => {
    const { root, refuseAll } = await start({ place: (folder) => join(folder, '../app') });
    for (const path of ['../app', '../app/secret.txt', root.replace(/App$/, 'app')]) await refuseAll(path);
  });

  it('#374: no tool edits the rules, and no file that holds them can be reached', async () => {
    const rules = 'default: test\n';
    const root = await tempFolder({ 'a.txt': 'mine\n', 'lineclear.yaml': rules });
    await symlink('lineclear.yaml', join(root, 'innocent.txt'));
    const config = join(root, 'lineclear.yaml');
    const { names, call } = await guarded({ root, config });
    expect(names.filter((name) => /config|setting|policy|profile|allow|block/.test(name))).toEqual([]);
    const attempts: readonly (readonly [string, JsonObject])[] = [
      ...['lineclear.yaml', 'innocent.txt', config].flatMap((path): (readonly [string, JsonObject])[] => [
        ['fs_write', { path, content: 'pwned', overwrite: true }],
        ['fs_edit', { path, edits: [{ old: 'test', new: 'pwned' }] }],
        ['process_run', { argv: ['tee', path], stdin: 'pwned' }],
        ['process_run', { argv: ['cp', 'a.txt', path] }],
        ['shell_run', { command: `echo pwned > ${path}` }],
        ['shell_run', { command: `x=${path}; cat "$x"` }],
        ['shell_run', { command: `echo ${path}` }],
      ]),
      ['fs_move', { from: 'a.txt', to: 'lineclear.yaml', overwrite: true }],
      ['fs_delete', { path: 'lineclear.yaml' }],
    ];
    for (const [tool, args] of attempts) {
      expect(await call(tool, args), `${tool} ${JSON.stringify(args)}`).toMatchObject({
        kind: 'error',
        error: { code: 'forbidden', details: { reason: 'protected_path' } },
      });
    }
    expect(await readFile(config, 'utf8')).toBe(rules);
  });
});

describe('EKS MCP server', () => {
  it('awslabs/mcp #2942: what may not be read is not listed, found or counted either', async () => {
    const root = await tempFolder({ 'a.txt': 'mine\n', 'lineclear.yaml': 'token: very-secret-4711\n' });
    const { call } = await guarded({ root, config: join(root, 'lineclear.yaml') });
    expect(await call('fs_read', { path: 'lineclear.yaml' })).toMatchObject({ kind: 'error', error: { code: 'forbidden' } });
    for (const [tool, args] of [
      ['fs_list', { depth: 3 }],
      ['fs_search', { pattern: 'very-secret', include_ignored: true }],
      ['fs_search', { kind: 'names', pattern: '*' }],
      ['secret_scan', { include_ignored: true }],
    ] as const) {
      const answer = await call(tool, args);
      expect(answer).toMatchObject({ kind: 'value' });
      expect(JSON.stringify(answer)).not.toMatch(/very-secret-4711|lineclear\.yaml/);
    }
  });
});

/** The plugin with the server's own configuration inside its workspace, as in a project folder. */
const guarded = async ({ root, config }: { root: string; config: string }) => {
  const workspace = { roots: [root], shell, allow_programs: ['ls', 'tee', 'cp'] };
  const composition = await compose({
    plugins: [devops],
    profiles: { default: 'test', profiles: { test: { tier: 'development', connections: { workspace } } } },
    protectedPaths: [config],
  });
  onTestFinished(() => composition.close());
  const caller = { principal: { id: 'tester' }, profile: 'test', transport: 'embedded' } as const;
  return {
    names: composition.tools(caller).map(({ name }) => name),
    call: (tool: string, args: JsonObject) =>
      composition.path.call({ tool, args, caller, asking: { mode: 'none' }, signal: new AbortController().signal }),
  };
};
