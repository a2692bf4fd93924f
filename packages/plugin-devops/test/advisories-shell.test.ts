import { execFile } from 'node:child_process';
import { access, chmod, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { JsonObject } from '@lineclear/core/plugin';
import { describe, expect, it, vi } from 'vitest';
import { startWorkspace } from './start-workspace.ts';
import { tempFolder } from './temp-folder.ts';

// Ways around filters for command lines. In a plain shell each of them starts `sudo`.
const bypasses: readonly (readonly [title: string, line: string])[] = [
  ['CVE-2025-11491: a second command after a semicolon', 'ls; sudo'],
  ['DesktopCommander #422: a line end between commands', 'ls\nsudo'],
  ['DesktopCommander #217: a command substitution', 'echo $(sudo)'],
  ['CVE-2025-11491: backticks inside quotes', 'echo "`sudo`"'],
  ['DesktopCommander #497: a process substitution that is read', 'cat <(sudo)'],
  ['DesktopCommander #497: a process substitution that is written', 'echo x > >(sudo)'],
  ['DesktopCommander #423: a quoted name', '"sudo"'],
  ['DesktopCommander #421: quotes inside a name', "s'u'do"],
  ['DesktopCommander #218 and #421: a path with wildcards', 'TOOLS/su*o'],
  ['CVE-2025-11491: env as a launcher', 'env sudo'],
  ['CVE-2025-11491: a variable before the command', 'FOO=1 sudo'],
  ['CVE-2025-11491: inline code of a shell', 'bash -c "sudo"'],
  ['CVE-2025-11491: a group', '{ sudo; }'],
  ['CVE-2025-11491: the body of a condition', 'if true; then sudo; fi'],
  ['CVE-2025-11491: the body of a function', 'f() { sudo; }; f'],
  ['CVE-2025-11491: a name from a variable', 'X=sudo; $X'],
  ['CVE-2025-11491: eval', 'eval "sudo"'],
  ['CVE-2025-11491: the default of a variable', 'echo ${X:-$(sudo)}'],
  ['CVE-2025-11491: a here-document', 'cat <<E\n$(sudo)\nE'],
  ['CVE-2025-11491: the words of an array', 'x=($(sudo))'],
  ['CVE-2025-11491: the value of an option', 'ls --color=$(sudo)'],
  ['CVE-2025-11491: a backslash before the name', '\\sudo'],
  ['CVE-2025-11491: a tab behind the name', 'sudo\t-l'],
  ['CVE-2025-11491: a second command after a process in the background', 'true &sudo'],
  ['CVE-2025-11491: arithmetic', '(( a[$(sudo)] ))'],
  ['CVE-2025-11491: a sourced file', '. ./run.sh'],
  ['CVE-2025-11491: encoded code in a pipe', 'echo c3Vkbw== | base64 -d | sh'],
];
// Also of a family that the lists of the advisories leave out.
const more: readonly (readonly [title: string, line: string])[] = [
  ['CVE-2025-59377: a write behind a harmless first word', 'ls -l; sudo delete'],
  ['CVE-2025-53355: an operator inside what looks like one value', 'ls a.txt;sudo'],
  ['CVE-2025-66404: a text that ends up in sh -c', 'sh -c "sudo"'],
  ['a variable name that holds code', "test -v 'a[$(sudo)]'"],
  ['a format that changes the search path', 'printf %n PATH; echo x > y; mkdir 0; sudo'],
  ['the program that xargs starts', 'echo x | xargs sudo'],
  ['the program that find starts', 'find . -exec sudo \\;'],
  ['the program of a search path of its own', 'PATH=TOOLS:$PATH sudo'],
  ['a trap', 'trap sudo EXIT'],
  ['a line end behind a backslash', 'su\\\ndo'],
];
// With launchers and shells on the list, so that it is the judge that refuses and not only the list.
const allow = ['ls', 'echo', 'cat', 'true', 'env', 'bash', 'sh', 'base64', 'test', 'printf', 'xargs', 'find', 'mkdir'];
const show = 'process.stdout.write(JSON.stringify(process.argv.slice(2)))';

const start = async () => {
  const proof = await tempFolder();
  const tools = await tempFolder({ sudo: `#!/bin/sh\n: > '${proof}/ran'\n` });
  await chmod(join(tools, 'sudo'), 0o755);
  vi.stubEnv('PATH', `${tools}:${process.env['PATH']}`);
  const workspace = await startWorkspace(
    { 'a.txt': 'one\n', 'run.sh': 'sudo\n', 'show.mjs': show },
    { settings: { shell: { allow }, allow_programs: [process.execPath] } },
  );
  // The connection opens with the first call and keeps the search path of that moment.
  await workspace.call('fs_list');
  const env = { PATH: process.env['PATH'] };
  vi.unstubAllEnvs();
  return {
    ...workspace,
    env,
    lineOf: (text: string) => text.replace('TOOLS', tools),
    didRun: () =>
      access(join(proof, 'ran')).then(
        () => true,
        () => false,
      ),
  };
};

describe.each([...bypasses, ...more])('%s', (_title, text) => {
  it('is refused as a shell line, and nothing of it runs', async () => {
    const { call, lineOf, didRun, root } = await start();
    const args = { command: lineOf(text) };
    for (const attempt of [args, { ...args, confirm: true }]) {
      await expect(call('shell_run', attempt)).rejects.toMatchObject({
        code: 'forbidden',
        effect: 'none',
        details: { reason: expect.stringMatching(/^(shell_construct|not_allowed|builtin|runs_others)$/) },
      });
    }
    expect(await didRun()).toBe(false);
    expect((await readdir(root)).toSorted()).toEqual(['a.txt', 'run.sh', 'show.mjs']);
  });

  it('stays a text as an argument of process_run', async () => {
    const { call, started, lineOf, didRun } = await start();
    const args: JsonObject = { argv: [process.execPath, 'show.mjs', lineOf(text)] };
    const { ticket = '', approval } = await call('process_run', args);
    if (JSON.stringify(approval).includes('human')) await started.approve(String(ticket));
    const outcome = await call('process_run', { ...args, confirm: true, ticket });
    expect(outcome).toMatchObject({ status: 'executed', result: { stdout: JSON.stringify([lineOf(text)]) } });
    expect(await didRun()).toBe(false);
  });
});

describe('in a plain shell', () => {
  // Without this, a line that could never start the program would pass for a refused attack.
  it.each(bypasses)('%s starts the program', async (_title, text) => {
    const { lineOf, didRun, root, env } = await start();
    await promisify(execFile)('bash', ['-c', lineOf(text)], { cwd: root, env }).catch(() => undefined);
    await vi.waitFor(async () => expect(await didRun()).toBe(true), { timeout: 30_000 });
  });
});
