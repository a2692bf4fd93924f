import { existsSync } from 'node:fs';
import { chmod, copyFile, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '@lineclear/core/plugin';
import { describe, expect, it, vi } from 'vitest';
import { holdTimer } from '../../../test/held-timer.ts';
import { startWorkspace } from '../../../test/start-workspace.ts';
import { putFiles, tempFolder } from '../../../test/temp-folder.ts';

const node = process.execPath;
const files = {
  'show.mjs': 'console.log(JSON.stringify({ args: process.argv.slice(2), cwd: process.cwd(), env: process.env }))',
  'fail.mjs': 'console.error("bad"); process.exitCode = 3',
  'hang.mjs':
    'import { writeFileSync } from "node:fs"; console.log("started"); writeFileSync("up", ""); setInterval(() => {}, 1000)',
  'loud.mjs': 'process.stdout.write("a".repeat(200000) + "\\nlast line\\n")',
  'echo.mjs': 'process.stdin.pipe(process.stdout)',
  'sub/x': '',
};
const start = (options: Parameters<typeof startWorkspace>[1] = {}) =>
  startWorkspace(files, { ...options, settings: { allow_programs: [node], ...options.settings } });
const resultOf = ({ outcome }: { outcome: JsonObject }) => outcome['result'] as JsonObject;
const run = (...argv: string[]) => ({ argv: [node, ...argv] });

describe('process_run with an allowed program', () => {
  it('runs after the model confirms, without a shell', async () => {
    const { confirm, root, started } = await start();
    const odd = ['$(id)', '; id', '*', 'a b', '`id`', '> out', '| sh'];
    const done = await confirm('process_run', { ...run('../show.mjs', ...odd), cwd: 'sub' });
    expect(done.preview).toMatchObject({ approval: { required: 'model' }, description: expect.stringContaining('"; id"') });
    const result = resultOf(done);
    expect(result).toMatchObject({ exit_code: 0, signal: null, timed_out: false, stderr: '', bytes_left_out: 0 });
    const seen = JSON.parse(String(result['stdout'])) as { args: string[]; cwd: string };
    expect(seen).toMatchObject({ args: odd, cwd: join(root, 'sub') });
    expect(started.questions).toEqual([]);
  });

  it('hands over a small environment, and what the profile adds', async () => {
    vi.stubEnv('SECRET_TOKEN', 'do not leak');
    vi.stubEnv('NODE_OPTIONS', '--no-warnings');
    const { confirm } = await start({ settings: { env: { CI: 'true' } } });
    const { env } = JSON.parse(String(resultOf(await confirm('process_run', run('show.mjs')))['stdout'])) as {
      env: Record<string, string>;
    };
    vi.unstubAllEnvs();
    expect(env).toMatchObject({ CI: 'true', HOME: expect.any(String) });
    expect(Object.keys(env)).not.toContain('SECRET_TOKEN');
    expect(Object.keys(env)).not.toContain('NODE_OPTIONS');
  });

  it('answers failures, timeouts, much output and stdin as results', async () => {
    const { confirm, root } = await start();
    expect(resultOf(await confirm('process_run', run('fail.mjs')))).toMatchObject({ exit_code: 3, stderr: 'bad\n' });
    const limit = holdTimer(77_000);
    const hanging = confirm('process_run', { ...run('hang.mjs'), timeout_s: 77 });
    await expect.poll(() => existsSync(join(root, 'up'))).toBe(true);
    limit.end();
    expect(resultOf(await hanging)).toMatchObject({
      exit_code: null,
      signal: 'SIGTERM',
      timed_out: true,
      stdout: 'started\n',
    });
    const loud = resultOf(await confirm('process_run', run('loud.mjs')));
    expect(loud).toMatchObject({
      bytes_left_out: 200_011 - 32_768,
      stdout: expect.stringMatching(/^a+\n\[… \d+ bytes left out …\]\na+\nlast line\n$/),
    });
    const echoed = await confirm('process_run', { ...run('echo.mjs'), stdin: 'héllo\nyou' });
    expect(echoed.preview).toMatchObject({ details: { stdin: 'héllo\nyou' } });
    expect(resultOf(echoed)).toMatchObject({ stdout: 'héllo\nyou' });
  });

  it('is stale when the script changed after the preview', async () => {
    const { call, root } = await start();
    await call('process_run', run('show.mjs'));
    await writeFile(join(root, 'show.mjs'), 'process.exitCode = 9');
    await expect(call('process_run', { ...run('show.mjs'), confirm: true })).rejects.toMatchObject({ code: 'stale' });
  });
});

describe('process_run with a build tool', () => {
  it('is stale when the file that defines its commands changed after the preview', async () => {
    const tools = await tempFolder({ npm: '#!/bin/sh\nexit 0\n' });
    await chmod(join(tools, 'npm'), 0o755);
    const { call, root } = await startWorkspace({ 'package.json': '{}' }, { settings: { allow_programs: [join(tools, 'npm')] } });
    const args = { argv: [join(tools, 'npm'), 'test'] };
    expect(await call('process_run', args)).toMatchObject({ approval: { required: 'model' } });
    await writeFile(join(root, 'package.json'), '{ "scripts": { "test": "evil" } }');
    await expect(call('process_run', { ...args, confirm: true })).rejects.toMatchObject({ code: 'stale' });
  });
});

describe('process_run with anything else', () => {
  const needsPerson = (reason: RegExp) => ({
    approval: { required: 'human' },
    details: { needs_a_person: [expect.stringMatching(reason)] },
  });

  it('runs a program that is not allowed only after a person approved it outside the model’s reach', async () => {
    const { call, confirm, started } = await start({ settings: { allow_programs: [] } });
    const preview = await call('process_run', run('show.mjs', 'x'));
    expect(preview).toMatchObject(needsPerson(/not in allow_programs/));
    await expect(confirm('process_run', run('show.mjs', 'y'))).rejects.toMatchObject({ code: 'awaiting_approval' });
    await started.approve(String(preview['ticket']));
    expect(await call('process_run', { ...run('show.mjs', 'x'), confirm: true, ticket: preview['ticket'] ?? '' })).toMatchObject({
      status: 'executed',
      result: { exit_code: 0 },
    });
  });

  it('asks a person about inline code, launchers, and arguments outside the workspace, although the program is allowed', async () => {
    const { call } = await start({ settings: { allow_programs: [node, 'sh', 'env', 'cat'] } });
    expect(await call('process_run', run('-e', '1'))).toMatchObject(needsPerson(/code or settings given by "-e"/));
    expect(await call('process_run', { argv: ['sh', '-c', 'id'] })).toMatchObject(needsPerson(/"-c"/));
    expect(await call('process_run', { argv: ['env', 'node', 'show.mjs'] })).toMatchObject(needsPerson(/any other program/));
    expect(await call('process_run', { argv: ['cat', '/etc/hostname'] })).toMatchObject(needsPerson(/outside the workspace/));
    expect(await call('process_run', { argv: ['cat', 'show.mjs'] })).toMatchObject({ approval: { required: 'model' } });
  });

  it('asks a person about a program inside the workspace, also under an allowed name', async () => {
    const { call, root } = await start({ settings: { allow_programs: ['node', 'ls'] } });
    await copyFile('/bin/ls', join(root, 'ls'));
    await chmod(join(root, 'ls'), 0o755);
    await symlink(node, join(root, 'node'));
    expect(await call('process_run', { argv: ['./ls'] })).toMatchObject({ approval: { required: 'human' } });
    expect(await call('process_run', { argv: ['./node', 'show.mjs'] })).toMatchObject({ approval: { required: 'human' } });
    expect(await call('process_run', { argv: ['ls'] })).toMatchObject({ approval: { required: 'model' } });
  });

  it('never finds a bare name in a search folder that tools could write to, or in a relative one', async () => {
    const root = await tempFolder({ 'bin/ls': '#!/bin/sh\necho planted' });
    await chmod(join(root, 'bin/ls'), 0o755);
    vi.stubEnv('PATH', `${root}/bin:.:bin::${process.env['PATH']}`);
    const { call } = await startWorkspace({}, { root, settings: { allow_programs: ['ls'] } });
    const preview = await call('process_run', { argv: ['ls'] });
    vi.unstubAllEnvs();
    expect(JSON.stringify(preview['details'])).not.toContain(root + '/bin');
    expect(preview).toMatchObject({ approval: { required: 'model' } });
  });

  it('is stale when the program file was swapped after the preview', async () => {
    const tools = await tempFolder();
    const program = join(tools, 'tool');
    await putFiles({ folder: tools, files: { tool: '#!/bin/sh\necho good\n' } });
    await chmod(program, 0o755);
    const { call } = await start({ settings: { allow_programs: [program] } });
    const args = { argv: [program] };
    expect(await call('process_run', args)).toMatchObject({ approval: { required: 'model' } });
    const { atime, mtime } = await stat(program);
    await writeFile(program, '#!/bin/sh\necho evil\n');
    await utimes(program, atime, mtime);
    await expect(call('process_run', { ...args, confirm: true })).rejects.toMatchObject({ code: 'stale' });
  });

  it('refuses what nobody may run', async () => {
    const { call } = await start();
    const attempt = (args: JsonObject) => call('process_run', args);
    await expect(attempt({ argv: [] })).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(attempt({ argv: ['no-such-program-here'] })).rejects.toMatchObject({
      code: 'not_found',
      details: { reason: 'no_program' },
    });
    await expect(attempt({ argv: [''] })).rejects.toMatchObject({ code: 'not_found' });
    await expect(attempt({ argv: ['ls -la'] })).rejects.toMatchObject({
      code: 'not_found',
      hint: expect.stringContaining('separate items'),
    });
    await expect(attempt({ ...run('show.mjs'), cwd: '..' })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(attempt({ ...run('show.mjs'), cwd: 'missing' })).rejects.toMatchObject({ code: 'not_found' });
    await expect(attempt(run('show.mjs', 'a\0b'))).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(attempt({ ...run('show.mjs'), timeout_s: 601 })).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(attempt({ ...run('show.mjs'), env: { LD_PRELOAD: 'x' } })).rejects.toMatchObject({ code: 'invalid_input' });
  });
});
