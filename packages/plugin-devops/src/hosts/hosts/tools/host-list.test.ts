import { skipWithout, sshdBinary } from '@lineclear/testing';
import { startHosts, type TestHosts } from '@lineclear/testing/hosts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostSettings, startOn } from '../../test/start-hosts-plugin.ts';

describe.skipIf(skipWithout(sshdBinary))('host_list', () => {
  let hosts: TestHosts<'web' | 'db'>;
  beforeAll(async () => {
    hosts = await startHosts({ web: {}, db: {} });
  });
  afterAll(() => hosts?.stop());

  it('lists names, addresses, ways and what is known of keys, a page at a time and without asking anybody', async () => {
    const { callTool } = await startOn({
      hosts: {
        web: hostSettings({ hosts, name: 'web', labels: { role: 'web' }, sudo: { password: 'unused-password' } }),
        db: hostSettings({ hosts, name: 'db', jump: 'web', host_keys: undefined }),
      },
    });
    const accepted = hosts.host('web').gate.accepted;
    expect(await callTool('host_list', {})).toMatchObject({
      tier: 'development',
      hosts: [
        { name: 'db', jump: 'web', key: 'unknown', sudo: 'none' },
        { name: 'web', key: 'pinned', sudo: 'password', labels: { role: 'web' } },
      ],
      left_out: 0,
    });
    expect(await callTool('host_list', { limit: 1, skip: 1 })).toMatchObject({ hosts: [{ name: 'web' }], left_out: 1 });
    expect(hosts.host('web').gate.accepted).toBe(accepted);
  });

  it('says who answers and why somebody does not, when it is asked to', async () => {
    const { callTool } = await startOn({
      hosts: {
        web: hostSettings({ hosts, name: 'web' }),
        db: hostSettings({ hosts, name: 'db', host_keys: undefined }),
        gone: hostSettings({ hosts, name: 'web', port: 9 }),
      },
    });
    expect(await callTool('host_list', { check: true })).toMatchObject({
      hosts: [
        {
          name: 'db',
          check: {
            reachable: false,
            code: 'forbidden',
            reason: 'host_key_unknown',
            fingerprint: hosts.host('db').key.fingerprint,
          },
        },
        { name: 'gone', check: { reachable: false, code: 'unreachable' } },
        { name: 'web', check: { reachable: true, fingerprint: hosts.host('web').key.fingerprint } },
      ],
    });
  });
});
