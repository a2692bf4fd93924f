import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '@lineclear/core/plugin';
import { describe, expect, it, vi } from 'vitest';
import devops from '../src/index.ts';
import { startWorkspace } from './start-workspace.ts';
import { tempFolder } from './temp-folder.ts';

const node = process.execPath;
const show = 'process.stdout.write(JSON.stringify({ args: process.argv.slice(2), env: process.env }))';
const start = (settings: JsonObject = {}) =>
  startWorkspace(
    { 'a.txt': 'one\n', 'show.mjs': show },
    { settings: { allow_programs: [node], shell: { allow: ['ls', 'node', 'true'] }, ...settings } },
  );

const shown = ({ outcome }: { outcome: JsonObject }): { args: string[]; env: Record<string, string> } =>
  JSON.parse(String((outcome['result'] as JsonObject)['stdout'])) as { args: string[]; env: Record<string, string> };

describe('mcp-server-kubernetes', () => {
  it('CVE-2026-39884: an argument with blanks stays one argument', async () => {
    const { confirm } = await start();
    const odd = ['default --address=0.0.0.0', ' a ', '', 'b\tc\nd', '--', '-x y'];
    expect(shown(await confirm('process_run', { argv: [node, 'show.mjs', ...odd] })).args).toEqual(odd);
    const line = `node show.mjs ${odd.map((text) => `'${text}'`).join(' ')}`;
    expect(shown(await confirm('shell_run', { command: line })).args).toEqual(odd);
  });

  it('CVE-2025-66404: a program is never taken apart by a shell', async () => {
    const { call } = await start();
    for (const argv of [['sh -c "touch pwned"'], ['ls; touch pwned'], ['$(touch pwned)']])
      await expect(call('process_run', { argv })).rejects.toMatchObject({ code: 'not_found' });
    expect(await call('process_run', { argv: ['sh', '-c', 'touch pwned'] })).toMatchObject({ approval: { required: 'human' } });
  });

  it('CVE-2026-47250: where a name is wanted, an option is not taken for one', async () => {
    const { call } = await start();
    for (const argv of [['--server=http://127.0.0.1'], ['-sURL']])
      await expect(call('process_run', { argv })).rejects.toMatchObject({ code: 'not_found' });
    for (const command of ['--server=http://127.0.0.1', '-sURL'])
      await expect(call('shell_run', { command })).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('mcp-kubernetes-server', () => {
  it('CVE-2025-59377: every command of a line is judged, not only the first word', async () => {
    const { call, files } = await start();
    const before = await files();
    for (const command of [
      'ls; rm a.txt',
      'ls && rm a.txt',
      'true || rm a.txt',
      'ls | tee a.txt',
      'ls\nrm a.txt',
      '(ls; rm a.txt)',
    ])
      await expect(call('shell_run', { command, confirm: true }), command).rejects.toMatchObject({
        code: 'forbidden',
        details: { reason: 'not_allowed' },
      });
    expect(await files()).toEqual(before);
  });
});

describe('servers with a mode that only reads', () => {
  // One call of each write that would succeed elsewhere; a new write without one makes the first test fail.
  const writes: Readonly<Record<string, JsonObject>> = {
    fs_write: { path: 'new.txt', content: '' },
    fs_edit: { path: 'a.txt', edits: [{ old: 'one', new: 'two' }] },
    fs_mkdir: { path: 'new' },
    fs_move: { from: 'a.txt', to: 'b.txt' },
    fs_delete: { path: 'a.txt' },
    process_run: { argv: [node, 'show.mjs'] },
    process_start: { argv: [node, 'show.mjs'] },
    process_write: { process_id: 'x', text: 'y' },
    process_stop: { process_id: 'x' },
    shell_run: { command: 'ls' },
    test_run: { argv: [node, 'show.mjs'] },
    git_commit: { message: 'Commit', paths: ['a.txt'] },
    git_branch_create: { name: 'new' },
    git_switch: { branch: 'main' },
    git_stage: { paths: ['a.txt'] },
    git_push: {},
  };

  it('know every write of the plugin', () => {
    const own = devops.tools.filter(({ kind }) => kind === 'write').map(({ name }) => name);
    expect(Object.keys(writes).toSorted()).toEqual(own.toSorted());
  });

  it.each(Object.entries(writes))(
    'CVE-2026-46519, CVE-2025-59333, CVE-2025-64132: %s is neither listed nor run for a caller who only reads',
    async (tool, args) => {
      const { started, call, files } = await startWorkspace(
        { 'a.txt': 'one\n', 'show.mjs': show },
        { readOnly: true, settings: { allow_programs: [node], shell: { allow: ['ls'] } } },
      );
      expect(started.composition.tools(started.caller).map(({ name }) => name)).not.toContain(tool);
      // A write under a plan that was confirmed before takes no confirmation of its own.
      for (const attempt of tool === 'process_write' ? [args] : [args, { ...args, confirm: true }])
        await expect(call(tool, attempt)).rejects.toMatchObject({ code: expect.stringMatching(/^(writes_off|forbidden)$/) });
      expect(await files()).toEqual({ 'a.txt': 'one\n', 'show.mjs': show });
    },
  );
});

describe('kubectl-mcp-server', () => {
  it('CVE-2025-65719: the credentials of the server reach no program', async () => {
    vi.stubEnv('TASKER_TOKEN', 'very-secret-4711');
    vi.stubEnv('SSH_AUTH_SOCK', '/tmp/very-secret-4711');
    const { confirm } = await start();
    const answers = [
      await confirm('process_run', { argv: [node, 'show.mjs'] }),
      await confirm('shell_run', { command: 'node show.mjs' }),
    ];
    vi.unstubAllEnvs();
    expect(answers.map((answer) => Object.keys(shown(answer).env))).toEqual(answers.map(() => expect.arrayContaining(['PATH'])));
    expect(JSON.stringify(answers)).not.toContain('very-secret-4711');
  });
});

describe('DesktopCommander', () => {
  it('what is sent to a running process is checked too: a shell takes no lines without a grant', async () => {
    const proof = await tempFolder();
    const { call, started } = await start({ allow_programs: ['sh'] });
    const args = { argv: ['sh'] };
    const { ticket = '' } = await call('process_start', args);
    await started.approve(String(ticket));
    const { result } = await call('process_start', { ...args, confirm: true, ticket });
    const process_id = (result as JsonObject)['process_id'] ?? '';
    await expect(call('process_write', { process_id, text: `touch '${proof}/pwned'` })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(readFile(join(proof, 'pwned'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('#218: a path does not stand for the program of a list, and a list of names does not grant a path', async () => {
    const tools = await tempFolder({ ls: '#!/bin/sh\necho planted\n' });
    await chmod(join(tools, 'ls'), 0o755);
    const { call } = await start({ allow_programs: ['ls'] });
    expect(await call('process_run', { argv: [join(tools, 'ls')] })).toMatchObject({ approval: { required: 'human' } });
    await expect(call('shell_run', { command: join(tools, 'ls') })).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('compares names of programs with their case', async () => {
    const { call } = await start();
    await expect(call('shell_run', { command: 'LS' })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(call('process_run', { argv: ['LS'] })).rejects.toMatchObject({ code: 'not_found' });
  });
});
