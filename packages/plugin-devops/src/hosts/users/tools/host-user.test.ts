import { execFileSync } from 'node:child_process';
import { mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { skipWithout, sshdBinary } from '@lineclear/testing';
import { makeSshKey, skipWithoutRoot, startHosts } from '@lineclear/testing/hosts';
import { afterAll, describe, expect, it } from 'vitest';
import { cutDuring } from '../../test/cut-during.ts';
import { hostSettings, startOn } from '../../test/start-hosts-plugin.ts';

const isMissing = skipWithout(sshdBinary) || skipWithoutRoot() || skipWithout({ command: 'useradd', apt: 'passwd' });

describe.skipIf(isMissing)('host_user', async () => {
  if (isMissing) return;
  const hosts = await startHosts({ web: {} });
  const user = `lcu${process.pid}`;
  const home = `/home/${user}`;
  const remove = () => execFileSync('/usr/sbin/userdel', ['-r', '-f', user], { stdio: 'ignore' });
  afterAll(async () => {
    await hosts.stop();
    remove();
  });
  const key = await makeSshKey({ folder: hosts.folder, name: 'other' });
  const line = `${key.publicKey} somebody@desk`;
  const start = () =>
    startOn({ hosts: { web: hostSettings({ hosts, name: 'web', root: true }), noroot: hostSettings({ hosts, name: 'web' }) } });
  const args = (action: string, rest: object = {}) => ({ host: 'web', action, user, ...rest });
  const authorized = () => readFile(`${home}/.ssh/authorized_keys`, 'utf8');

  it('creates an account that no password opens', async () => {
    const { confirmTool, callTool } = await start();
    const { preview, outcome } = await confirmTool('host_user', args('create'));
    expect(preview).toMatchObject({
      description: `Create the account "${user}" with a home, the shell /bin/bash and no password on web as root (test, development).`,
      risk: 'additive',
      details: { shell: '/bin/bash', program: 'useradd', undo: expect.stringContaining('userdel') },
    });
    expect(outcome).toMatchObject({ result: { done: true }, effect: { home, shell: '/bin/bash', locked: false, keys: [] } });
    expect(execFileSync('/usr/bin/getent', ['shadow', user], { encoding: 'utf8' })).toMatch(/^[^:]+:\*:/);
    await expect(callTool('host_user', args('create'))).rejects.toMatchObject({
      code: 'conflict',
      details: { reason: 'user_exists' },
    });
  });

  it('lets a key in and keeps it out again', async () => {
    const { confirmTool } = await start();
    const { preview, outcome } = await confirmTool('host_user', args('add_key', { key: line }));
    expect(preview).toMatchObject({ details: { key: line, fingerprint: key.fingerprint, home } });
    expect(outcome).toMatchObject({ effect: { keys: [key.fingerprint] } });
    expect(await authorized()).toBe(`${line}\n`);
    const { uid, mode } = await stat(`${home}/.ssh/authorized_keys`);
    expect([uid, mode & 0o777]).toEqual([Number(execFileSync('id', ['-u', user], { encoding: 'utf8' })), 0o600]);
    await writeFile(`${home}/.ssh/authorized_keys`, `# mine\nfrom="10.0.0.1" ${line}\nssh-ed25519 AAAA other`);
    await confirmTool('host_user', args('remove_key', { key: key.fingerprint }));
    expect(await authorized()).toBe('# mine\nssh-ed25519 AAAA other\n');
  });

  it('does not write where a link of the account leads', async () => {
    const { confirmTool } = await start();
    const target = `${hosts.folder}/root-only`;
    await writeFile(target, 'untouched', { mode: 0o600 });
    execFileSync('rm', ['-r', `${home}/.ssh`]);
    await mkdir(`${home}/.ssh`);
    execFileSync('chown', [user, `${home}/.ssh`]);
    await symlink(target, `${home}/.ssh/authorized_keys`);
    const { outcome } = await confirmTool('host_user', args('add_key', { key: line }));
    expect(outcome).toMatchObject({ result: { done: false } });
    expect(await readFile(target, 'utf8')).toBe('untouched');
    execFileSync('rm', [`${home}/.ssh/authorized_keys`]);
  });

  it('locks and unlocks, for keys too', async () => {
    const { confirmTool } = await start();
    expect((await confirmTool('host_user', args('lock'))).outcome).toMatchObject({ effect: { locked: true } });
    expect(execFileSync('/usr/bin/getent', ['shadow', user], { encoding: 'utf8' })).toMatch(/^[^:]+:!\*:(?:[^:]*:){5}1:/);
    expect((await confirmTool('host_user', args('unlock'))).outcome).toMatchObject({ effect: { locked: false } });
    expect(execFileSync('/usr/bin/getent', ['shadow', user], { encoding: 'utf8' })).toMatch(/^[^:]+:\*:(?:[^:]*:){5}:/);
  });

  it('takes an account that is still to expire for open, and says that a lock loses its date', async () => {
    const { confirmTool, previewTool } = await start();
    const usermod = (...options: readonly string[]) => execFileSync('/usr/sbin/usermod', [...options, user]);
    usermod('-L', '-e', '2999-01-31');
    const { preview, outcome } = await confirmTool('host_user', args('lock'));
    const wayBack = `host_exec with ["chage", "-E", "2999-01-31", "${user}"], as root`;
    expect(preview).toMatchObject({
      before: { locked: false, expires: '2999-01-31' },
      warnings: ['The date on which it expires, 2999-01-31, is lost.'],
      details: { undo: `host_user with action: unlock, then ${wayBack}` },
    });
    expect(outcome).toMatchObject({ effect: { locked: true, expires: '1970-01-02' } });
    const undo = await previewTool('host_user', args('unlock'));
    expect(undo).toMatchObject({ details: { undo: 'host_user with action: lock' } });
    expect(undo).not.toHaveProperty('warnings.0');
    usermod('-e', '2001-02-03');
    expect(await previewTool('host_user', args('unlock'))).toMatchObject({
      before: { locked: true },
      warnings: ['The date on which it expires, 2001-02-03, is lost.'],
      details: { undo: expect.stringContaining('"2001-02-03"') },
    });
    usermod('-U', '-e', '');
  });

  it('adds to a group, and asks a person where that makes a root', async () => {
    const { confirmTool, previewTool, callTool } = await start();
    expect((await confirmTool('host_user', args('add_group', { group: 'games' }))).outcome).toMatchObject({
      effect: { groups: expect.arrayContaining(['games']) },
    });
    expect(await previewTool('host_user', args('add_group', { group: 'sudo' }))).toMatchObject({
      risk: 'destructive',
      approval: { required: 'client' },
      warnings: [expect.stringContaining('what root can')],
    });
    await expect(callTool('host_user', args('add_group', { group: 'nogrouphere' }))).rejects.toMatchObject({
      details: { reason: 'no_such_group' },
    });
  });

  it('asks a person about a key for root, and about its own way in', async () => {
    const { previewTool } = await start();
    const forRoot = await previewTool('host_user', { host: 'web', action: 'add_key', user: 'root', key: line });
    expect(forRoot).toMatchObject({ approval: { required: 'client' }, warnings: ['Whoever has this key is root on the host.'] });
    const lockOwn = await previewTool('host_user', { host: 'web', action: 'lock', user: 'root' });
    expect(lockOwn).toMatchObject({ risk: 'destructive', warnings: ['This server may lose its own way in.'] });
  });

  it.for<[string, object]>([
    ['a private key', { key: '-----BEGIN OPENSSH PRIVATE KEY-----' }],
    ['options', { key: `command="sh" ${line}` }],
    ['two keys', { key: `${line}\n${line}` }],
    ['a type that is not that of the key', { key: line.replace('ssh-ed25519', 'ssh-rsa') }],
    ['a name that is an option', { user: '-o', key: line }],
    ['a name with a line feed', { user: 'a\nroot', key: line }],
    ['a name for a shell', { user: '$(id)', key: line }],
    ['a group beside a key', { key: line, group: 'games' }],
  ])('refuses %s', async ([, rest]) => {
    const { callTool } = await start();
    await expect(callTool('host_user', { ...args('add_key'), ...rest })).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('says what is missing', async () => {
    const { callTool } = await start();
    await expect(callTool('host_user', { ...args('lock'), user: 'nobodyhere' })).rejects.toMatchObject({ code: 'not_found' });
    await expect(callTool('host_user', args('remove_key', { key: `SHA256:${'x'.repeat(43)}` }))).rejects.toMatchObject({
      details: { reason: 'no_such_key' },
    });
    await expect(callTool('host_user', { ...args('lock'), host: 'noroot' })).rejects.toMatchObject({
      details: { reason: 'no_sudo' },
    });
  });

  it('is stale when the account changed, and finds out what became of a change whose connection was lost', async () => {
    const { previewTool, callTool } = await start();
    await previewTool('host_user', args('lock'));
    execFileSync('/usr/sbin/usermod', ['-a', '-G', 'audio', user]);
    await expect(callTool('host_user', { ...args('lock'), confirm: true })).rejects.toMatchObject({ code: 'stale' });
    const run = () => callTool('host_user', { ...args('lock'), confirm: true });
    const outcome = await cutDuring({ host: hosts.host('web'), program: 'usermod', words: '-L', real: '/usr/sbin/usermod', run });
    expect(outcome).toMatchObject({ status: 'executed', result: { done: true } });
    remove();
    execFileSync('/usr/sbin/useradd', ['-m', user]);
  });
});
