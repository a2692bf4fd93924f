import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { skipWithout, sshdBinary } from '@lineclear/testing';
import { makeSshKey, startHosts, type TestHosts } from '@lineclear/testing/hosts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostSettings, startOn } from '../../src/hosts/test/start-hosts-plugin.ts';

const uptime = { host: 'web', query: 'uptime' };

describe.skipIf(skipWithout(sshdBinary))('the key of a host', () => {
  let hosts: TestHosts<'web' | 'new' | 'jump' | 'inner'>;
  beforeAll(async () => {
    hosts = await startHosts({ web: {}, new: {}, jump: {}, inner: { inner: true } });
  });
  afterAll(() => hosts?.stop());

  const web = (more: Record<string, unknown> = {}) => hostSettings({ hosts, name: 'web', ...more });
  const stranger = `SHA256:${'A'.repeat(43)}`;

  it('is accepted where it is pinned, or in a file of known hosts', async () => {
    const pinned = await startOn({ hosts: { web: web() } });
    expect(await pinned.callTool('host_query', uptime)).toMatchObject({ host: 'web' });
    const known = await startOn({ hosts: { web: web({ host_keys: undefined }) }, known_hosts: [await hosts.writeKnownHosts()] });
    expect(await known.callTool('host_list', { check: true })).toMatchObject({
      hosts: [{ key: 'known', check: { reachable: true } }],
    });
  });

  it('is never accepted when nothing is known of it, and no account is named then', async () => {
    // Nobody else logs in there: its log tells of a login by and by.
    const settings = hostSettings({ hosts, name: 'new', host_keys: undefined });
    const { callTool, previewTool } = await startOn({ hosts: { new: settings } });
    const unknown = {
      code: 'forbidden',
      details: { reason: 'host_key_unknown', host: 'new', fingerprint: hosts.host('new').key.fingerprint },
    };
    await expect(callTool('host_query', { host: 'new', query: 'uptime' })).rejects.toMatchObject(unknown);
    await expect(previewTool('host_exec', { host: 'new', argv: ['id'] })).rejects.toMatchObject(unknown);
    expect(hosts.host('new').log()).not.toContain('Accepted');
  });

  it('is refused where another is pinned, known or enrolled, and enrolling does not override it', async () => {
    const changed = { code: 'forbidden', details: { reason: 'host_key_changed' } };
    const pinned = await startOn({
      hosts: { web: web({ host_keys: [stranger] }) },
      known_hosts: [await hosts.writeKnownHosts()],
    });
    await expect(pinned.callTool('host_query', uptime)).rejects.toMatchObject(changed);
    await expect(pinned.previewTool('host_enrol', { host: 'web' })).rejects.toMatchObject(changed);

    const other = await makeSshKey({ folder: hosts.folder, name: 'other_key' });
    const { address, port, knownHost } = hosts.host('web');
    const file = join(hosts.folder, 'wrong_known_hosts');
    await writeFile(file, `[${address}]:${port} ${other.publicKey}\n`);
    const known = await startOn({ hosts: { web: web({ host_keys: undefined }) }, known_hosts: [file] });
    await expect(known.callTool('host_query', uptime)).rejects.toMatchObject(changed);
    await expect(known.previewTool('host_enrol', { host: 'web' })).rejects.toMatchObject(changed);

    const revoked = join(hosts.folder, 'revoked_known_hosts');
    await writeFile(revoked, `@revoked * ${hosts.host('web').key.publicKey}\n${knownHost}\n`);
    const started = await startOn({ hosts: { web: web() }, known_hosts: [revoked] });
    await expect(started.callTool('host_query', uptime)).rejects.toMatchObject({ details: { reason: 'host_key_revoked' } });
  });

  it('is enrolled by a confirmed call, and then only this key is accepted', async () => {
    const { callTool, confirmTool, previewTool, questions } = await startOn({ hosts: { web: web({ host_keys: undefined }) } });
    const { preview, outcome } = await confirmTool('host_enrol', { host: 'web' });
    const { fingerprint } = hosts.host('web').key;
    expect(preview).toMatchObject({ approval: { required: 'client' }, details: { fingerprint } });
    expect(questions).toHaveLength(1);
    expect(outcome).toMatchObject({ status: 'executed', result: { fingerprint }, effect: { key: 'enrolled' } });
    expect(await callTool('host_query', uptime)).toMatchObject({ host: 'web' });
    await hosts.host('web').start({ newKey: true });
    await expect(callTool('host_query', uptime)).rejects.toMatchObject({ details: { reason: 'host_key_changed' } });
    await expect(previewTool('host_enrol', { host: 'web' })).rejects.toMatchObject({ details: { reason: 'host_key_changed' } });
    // A pin of the operator goes before what was enrolled.
    expect(await callTool('host_list', {})).toMatchObject({ hosts: [{ key: 'enrolled' }] });
  });

  it('is not enrolled when it changes between the preview and the confirmation', async () => {
    const { callTool, previewTool } = await startOn({ hosts: { web: web({ host_keys: undefined }) } });
    await previewTool('host_enrol', { host: 'web' });
    await hosts.host('web').start({ newKey: true });
    await expect(callTool('host_enrol', { host: 'web', confirm: true })).rejects.toMatchObject({ code: 'stale' });
    expect(await callTool('host_list', {})).toMatchObject({ hosts: [{ key: 'unknown' }] });
  });

  it('lets nothing run that was previewed under another key', async () => {
    const args = { host: 'web', argv: ['touch', join(hosts.host('web').user.home, 'ran-under-another-key')] };
    const pinned = await startOn({ hosts: { web: web() } });
    await pinned.previewTool('host_exec', args);
    await hosts.host('web').start({ newKey: true });
    await expect(pinned.callTool('host_exec', { ...args, confirm: true })).rejects.toMatchObject({
      details: { reason: 'host_key_changed' },
    });
    expect(existsSync(args.argv[1] ?? '')).toBe(false);
  });

  it('is judged at the jump host and at the host behind it', async () => {
    const both = (jump: Record<string, unknown>, inner: Record<string, unknown>) =>
      startOn({
        hosts: {
          jump: hostSettings({ hosts, name: 'jump', ...jump }),
          inner: hostSettings({ hosts, name: 'inner', jump: 'jump', ...inner }),
        },
      });
    const query = { host: 'inner', query: 'uptime' };
    const accepted = hosts.host('inner').gate.accepted;
    const right = await both({}, {});
    expect(await right.callTool('host_query', query)).toMatchObject({ host: 'inner' });
    expect(hosts.host('inner').gate.accepted).toBe(accepted + 1);
    await expect.poll(() => hosts.host('jump').log()).toContain('Accepted publickey');

    const wrongJump = await both({ host_keys: [stranger] }, {});
    const refused = { code: 'forbidden', details: { reason: 'host_key_changed' } };
    await expect(wrongJump.callTool('host_query', query)).rejects.toMatchObject({ ...refused, details: { host: 'jump' } });
    expect(hosts.host('inner').gate.accepted).toBe(accepted + 1);
    const wrongInner = await both({}, { host_keys: [stranger] });
    await expect(wrongInner.callTool('host_query', query)).rejects.toMatchObject({ ...refused, details: { host: 'inner' } });
    const unknownInner = await both({}, { host_keys: undefined });
    const { outcome } = await unknownInner.confirmTool('host_enrol', { host: 'inner' });
    expect(outcome).toMatchObject({ result: { fingerprint: hosts.host('inner').key.fingerprint } });
    expect(await unknownInner.callTool('host_query', query)).toMatchObject({ host: 'inner' });
  });

  it('is not looked at where the account is refused, and the error says so', async () => {
    const other = await makeSshKey({ folder: hosts.folder, name: 'not_authorised' });
    const { callTool } = await startOn({ hosts: { web: web({ identity: other.privateKey }) } });
    await expect(callTool('host_query', uptime)).rejects.toMatchObject({
      code: 'unauthenticated',
      details: { reason: 'login_refused' },
    });
    const broken = await startOn({ hosts: { web: web({ identity: 'no key at all' }) } });
    await expect(broken.callTool('host_query', uptime)).rejects.toMatchObject({
      code: 'not_configured',
      details: { reason: 'bad_identity' },
    });
    const secret = await makeSshKey({ folder: hosts.folder, name: 'with_passphrase', passphrase: 'open sesame' });
    const closed = await startOn({ hosts: { web: web({ identity: secret.privateKey }) } });
    await expect(closed.callTool('host_query', uptime)).rejects.toMatchObject({ details: { reason: 'bad_identity' } });
  });

  it('comes before the password of an account, which is not sent to a stranger', async () => {
    const { user } = hosts.host('web');
    if (user.password === undefined) return;
    await hosts.host('web').start({ config: ['PasswordAuthentication yes', 'PubkeyAuthentication no'] });
    const login = { identity: undefined, password: user.password };
    const { callTool } = await startOn({ hosts: { web: web(login) } });
    expect(await callTool('host_query', uptime)).toMatchObject({ host: 'web' });
    const strange = await startOn({ hosts: { web: web({ ...login, host_keys: [stranger] }) } });
    await expect(strange.callTool('host_query', uptime)).rejects.toMatchObject({ details: { reason: 'host_key_changed' } });
    const wrong = await startOn({ hosts: { web: web({ ...login, password: 'not-the-password' }) } });
    await expect(wrong.callTool('host_query', uptime)).rejects.toMatchObject({ code: 'unauthenticated' });
    await hosts.host('web').start();
  });
});
