import { existsSync } from 'node:fs';
import { chmod, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '@lineclear/core/plugin';
import { describe, expect, it, vi } from 'vitest';
import { holdTimer } from '../../../test/held-timer.ts';
import { startWorkspace } from '../../../test/start-workspace.ts';
import { tempFolder } from '../../../test/temp-folder.ts';

const allow = ['ls', 'wc', 'cat', 'echo', 'grep', 'sort', 'head', 'find', 'test', 'true', 'printf', 'sleep', 'sh'];
const files = {
  'a.txt': 'one\ntwo\n',
  'sub/b.txt': 'three\n',
  'hello.sh': 'echo hello "$@"\n',
  'hang.sh': 'sleep 300 &\n: >up\nwait\n',
};
const start = (options: Parameters<typeof startWorkspace>[1] = {}) =>
  startWorkspace(files, { ...options, settings: { shell: { allow }, ...options.settings } });
const resultOf = ({ outcome }: { outcome: JsonObject }) => outcome['result'] as JsonObject;
const model = { approval: { required: 'model' } };
const person = (...reasons: RegExp[]) => ({
  approval: { required: 'human' },
  details: { needs_a_person: reasons.map((reason) => expect.stringMatching(reason) as unknown) },
});

describe('shell_run', () => {
  it('is offered only where the profile grants it', async () => {
    const { started, call } = await startWorkspace(files);
    const listed = started.composition.tools(started.caller).map(({ name }) => name);
    expect(listed).toContain('process_run');
    expect(listed).not.toContain('shell_run');
    await expect(call('shell_run', { command: 'ls' })).rejects.toMatchObject({
      code: 'not_configured',
      hint: expect.stringContaining('shell: { allow'),
    });
  });

  it('shows every command, its program and every redirection, and runs them after the model confirms', async () => {
    const { confirm, root, started } = await start();
    const done = await confirm('shell_run', { command: 'cat a.txt sub/b.txt 2>/dev/null | grep -c "e$" && echo done' });
    expect(done.preview).toMatchObject({
      ...model,
      details: {
        folder: root,
        commands: [
          { command: 'cat a.txt sub/b.txt', program: expect.stringMatching(/\/cat$/) },
          { command: 'grep -c "e$"', program: expect.stringMatching(/\/grep$/) },
          { command: 'echo done', program: 'bash itself' },
        ],
        redirections: ['2>/dev/null'],
      },
    });
    expect(resultOf(done)).toMatchObject({ exit_code: 0, stdout: '2\ndone\n', stderr: '', timed_out: false });
    expect(started.questions).toEqual([]);
  });

  it.each([
    ['if test -f a.txt; then echo yes; else echo no; fi', 'yes\n'],
    ['cd=1; while test -f none; do echo never; done; echo end', 'end\n'],
    ['(echo b; echo a) | sort', 'a\nb\n'],
    ['{ echo one; ! true || echo two; }', 'one\ntwo\n'],
    ['wc -l < a.txt', '2\n'],
    ['find . -name "*.txt" -type f | sort', './a.txt\n./sub/b.txt\n'],
    ['echo \'a\nb\' "c  d" e\\ f', 'a\nb c  d e f\n'],
    ["printf '%s-%d\\n' a 1", 'a-1\n'],
    ['sh hello.sh "x y"', 'hello x y\n'],
    ['for i in 1 2; do echo .; done', '.\n.\n'],
    ['echo \\\n  long', 'long\n'],
  ])('runs %j', async (command, stdout) => {
    const { confirm } = await start();
    const done = await confirm('shell_run', { command });
    expect(done.preview).toMatchObject(model);
    expect(resultOf(done)).toMatchObject({ exit_code: 0, stdout, stderr: '' });
  });

  it('runs in the given folder, with a small environment and no input', async () => {
    vi.stubEnv('SECRET_TOKEN', 'do not leak');
    const env = { BASH_ENV: 'hello.sh', CI: 'true', PS4: '$(ls)' };
    const { confirm } = await start({ settings: { shell: { allow: ['ls', 'cat', 'printenv'] }, env } });
    expect(resultOf(await confirm('shell_run', { command: 'ls; cat', cwd: 'sub' }))).toMatchObject({ stdout: 'b.txt\n' });
    const { stdout } = resultOf(await confirm('shell_run', { command: 'printenv' }));
    vi.unstubAllEnvs();
    expect(stdout).toContain('CI=true');
    expect(stdout).not.toMatch(/SECRET_TOKEN|BASH_ENV|hello|PS4/);
  });

  it('ends everything it started at the timeout', async () => {
    const { confirm, root } = await start();
    const limit = holdTimer(77_000);
    const hanging = confirm('shell_run', { command: 'echo started; sh hang.sh', timeout_s: 77 });
    await expect.poll(() => existsSync(join(root, 'up'))).toBe(true);
    limit.end();
    expect(resultOf(await hanging)).toMatchObject({ timed_out: true, stdout: 'started\n', exit_code: null });
  });

  it('asks a person about words that are known only later, files that are written, and places outside', async () => {
    const { call, started } = await start();
    const preview = (command: string) => call('shell_run', { command });
    expect(await preview('wc -l *.txt')).toMatchObject(person(/argument \*\.txt is known only/));
    expect(await preview('x=a.txt; cat "$x"')).toMatchObject(person(/argument "\$x" is known only/));
    expect(await preview('cat $(ls)')).toMatchObject(person(/\$\(ls\) is known only/));
    expect(await preview('ls > list.txt')).toMatchObject(person(/writes the file "list.txt"/));
    expect(await preview('ls 2>> sub/new.log')).toMatchObject(person(/writes the file "sub\/new.log"/));
    expect(await preview('cat /etc/hostname')).toMatchObject(person(/outside the workspace/));
    expect(await preview('test -f /etc/hostname && echo yes')).toMatchObject(person(/outside the workspace/));
    expect(await preview('TZ=UTC ls')).toMatchObject(person(/TZ=UTC is set for ls/));
    const { ticket = '' } = await preview('cat *.txt > all.txt');
    await started.approve(String(ticket));
    await call('shell_run', { command: 'cat *.txt > all.txt', confirm: true, ticket });
    expect(await call('fs_read', { path: 'all.txt' })).toMatchObject({ text: '1\tone\n2\ttwo' });
  });

  it.each([
    'sort --compress-program=./hello.sh a.txt',
    'sort --comp ./hello.sh a.txt',
    'sort --files0-from=a.txt',
    'find . -delete',
    'find . -fprint x',
    'find . -exec ls {} +',
    'sh -c ls',
    'echo ls | sh',
    'sh $(echo hello.sh)',
    'sh *.sh',
    'find $x -name a',
  ])('refuses programs that would start others or run code: %j', async (command) => {
    const { call } = await start();
    await expect(call('shell_run', { command })).rejects.toMatchObject({ code: 'forbidden', effect: 'none' });
  });

  it('is stale when a program or a script changed after the preview', async () => {
    const tools = await tempFolder({ tool: '#!/bin/sh\necho good\n' });
    const program = join(tools, 'tool');
    await chmod(program, 0o755);
    vi.stubEnv('PATH', `${tools}:${process.env['PATH']}`);
    const { call, root } = await start({ settings: { shell: { allow: ['tool', 'sh', 'ls'] } } });
    const attempt = { command: 'ls; tool' };
    expect(await call('shell_run', attempt)).toMatchObject(model);
    vi.unstubAllEnvs();
    const { atime, mtime } = await stat(program);
    await writeFile(program, '#!/bin/sh\necho evil\n');
    await utimes(program, atime, mtime);
    await expect(call('shell_run', { ...attempt, confirm: true })).rejects.toMatchObject({ code: 'stale' });
    await call('shell_run', { command: 'ls && sh hello.sh' });
    await writeFile(join(root, 'hello.sh'), 'echo other');
    await expect(call('shell_run', { command: 'ls && sh hello.sh', confirm: true })).rejects.toMatchObject({ code: 'stale' });
  });

  it('never takes a program from a folder that tools could write to', async () => {
    const root = await tempFolder({ 'bin/ls': '#!/bin/sh\necho planted' });
    await chmod(join(root, 'bin/ls'), 0o755);
    vi.stubEnv('PATH', `${root}/bin:.::${process.env['PATH']}`);
    const { confirm } = await start({ root });
    const done = await confirm('shell_run', { command: 'ls; ls' });
    vi.unstubAllEnvs();
    expect(resultOf(done)).toMatchObject({ stdout: 'bin\nbin\n' });
  });

  it('follows no link out of the workspace for a redirection', async () => {
    const outside = await tempFolder({ 'secret.txt': 'secret' });
    const { call, root } = await start();
    await symlink(join(outside, 'secret.txt'), join(root, 'link'));
    await symlink(outside, join(root, 'folder'));
    for (const command of ['cat < link', 'ls > link', 'ls > folder/new', 'ls > .git/hooks/x', 'ls > ../x', 'cat < /etc/passwd'])
      await expect(call('shell_run', { command }), command).rejects.toMatchObject({ code: 'forbidden' });
  });
});
