import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { skipWithout, sshdBinary } from '@lineclear/testing';
import { makeSshKey, startHosts, type TestHosts } from '@lineclear/testing/hosts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostSettings, startOn } from '../../src/hosts/test/start-hosts-plugin.ts';

const passphrase = 'open-sesame-4711';
const sudoPassword = 'sudo-password-0815';

// Behaves as sudo does towards what we use of it, and writes down what it was given.
const sudo = `#!/bin/sh
echo "argv: $*" >>"$HOME/sudo.log"
tr '\\0' ' ' <"/proc/$$/environ" >>"$HOME/sudo.log"
case $* in
"-S -p  -v")
  IFS= read -r given
  [ "$given" = "$(cat "$HOME/password")" ] || exit 1
  : >"$HOME/authenticated-$PPID" ;;
"-n -- "*)
  [ -e "$HOME/authenticated-$PPID" ] || [ -e "$HOME/nopasswd" ] || { echo "sudo: a password is required" >&2; exit 1; }
  shift 2
  exec "$@" ;;
*) echo "sudo: unexpected $*" >&2; exit 2 ;;
esac
`;

describe.skipIf(skipWithout(sshdBinary))('secrets of hosts', () => {
  let hosts: TestHosts<'web'>;
  let identity: string;
  beforeAll(async () => {
    hosts = await startHosts({ web: {} });
    await hosts.host('web').install({ program: 'sudo', text: sudo });
    // The same key with a passphrase on it.
    const key = await makeSshKey({ folder: hosts.folder, name: 'closed_key', passphrase });
    identity = key.privateKey;
    await appendFile(join(hosts.host('web').folder, 'authorized_keys'), `${key.publicKey}\n`);
    await writeFile(join(hosts.host('web').user.home, 'password'), sudoPassword);
  });
  afterAll(() => hosts?.stop());

  const start = (more: Record<string, unknown> = {}) =>
    startOn({ hosts: { web: hostSettings({ hosts, name: 'web', ...more }) } });
  const withSecrets = (more: Record<string, unknown> = {}) =>
    start({ identity, passphrase, sudo: { password: sudoPassword }, ...more });

  it('stand in no answer, no log, no audit event, and no file or argument on the host', async () => {
    const { answer, confirmTool, log, composition } = await withSecrets();
    const { preview, outcome } = await confirmTool('host_exec', { host: 'web', argv: ['id', '-un'], sudo: true });
    expect(outcome).toMatchObject({ result: { exit_code: 0 } });
    const answers = [
      preview,
      outcome,
      await answer('host_list', { check: true }),
      await answer('host_query', { host: 'web', query: 'processes' }),
      await answer('host_env_check', { host: 'web', file: '/etc/os-release', sudo: true }),
    ];
    await composition.audit.flush();
    const { home } = hosts.host('web').user;
    const runs = join(home, '.cache/lineclear/runs');
    const files = await Promise.all((await readdir(runs)).map((name) => readFile(join(runs, name), 'utf8')));
    const sudoLog = await readFile(join(home, 'sudo.log'), 'utf8');
    expect(sudoLog).toContain('argv: -n -- id -un');
    const all = JSON.stringify([
      answers,
      log,
      await composition.store.events({ limit: 1_000 }),
      await composition.store.plans({ limit: 100 }),
      files,
      sudoLog,
    ]);
    for (const secret of [passphrase, sudoPassword, identity.split('\n')[2] ?? '']) expect(all).not.toContain(secret);
  });

  it('never reach the input of the program, which has its own', async () => {
    const { confirmTool } = await withSecrets();
    const run = async (more: object) =>
      (await confirmTool('host_exec', { host: 'web', argv: ['cat'], sudo: true, ...more })).outcome['result'];
    expect(await run({})).toMatchObject({ stdout: '', exit_code: 0 });
    expect(await run({ stdin: 'mine' })).toMatchObject({ stdout: 'mine', exit_code: 0 });
  });

  it('are told to be wrong, and nothing runs then', async () => {
    const { confirmTool, callTool } = await withSecrets({ sudo: { password: 'not-the-password' } });
    await expect(confirmTool('host_exec', { host: 'web', argv: ['touch', 'made'], sudo: true })).rejects.toThrow(
      /cannot become root/,
    );
    await expect(callTool('host_env_check', { host: 'web', file: '/etc/os-release', sudo: true })).rejects.toMatchObject({
      code: 'forbidden',
      details: { reason: 'sudo_refused' },
    });
    expect(await readdir(hosts.host('web').user.home)).not.toContain('made');
    const wrong = await start({ identity, passphrase: 'wrong-passphrase' });
    const refused = await wrong.answer('host_query', { host: 'web', query: 'uptime' });
    expect(refused).toMatchObject({ error: { code: 'not_configured', details: { reason: 'bad_identity' } } });
    expect(JSON.stringify(refused)).not.toContain('wrong-passphrase');
  });

  it('are not asked for where sudo needs none, and sudo is refused where the settings name no way', async () => {
    const none = await start();
    await expect(none.previewTool('host_exec', { host: 'web', argv: ['id'], sudo: true })).rejects.toMatchObject({
      code: 'not_configured',
      details: { reason: 'no_sudo' },
    });
    const passwordless = await start({ sudo: 'passwordless' });
    const args = { host: 'web', argv: ['id'], sudo: true };
    expect((await passwordless.confirmTool('host_exec', args)).outcome['result']).toMatchObject({
      exit_code: 1,
      stderr: 'sudo: a password is required\n',
    });
    await none.confirmTool('host_exec', { host: 'web', argv: ['touch', `${hosts.host('web').user.home}/nopasswd`] });
    expect((await passwordless.confirmTool('host_exec', { ...args, timeout_s: 30 })).outcome['result']).toMatchObject({
      exit_code: 0,
    });
  });
});
