import { skipWithout, sshdBinary } from '@lineclear/testing';
import { startHosts, type TestHosts } from '@lineclear/testing/hosts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostSettings, startOn } from '../../test/start-hosts-plugin.ts';

describe.skipIf(skipWithout(sshdBinary))('host_query', () => {
  let hosts: TestHosts<'web'>;
  beforeAll(async () => {
    hosts = await startHosts({ web: {} });
  });
  afterAll(() => hosts?.stop());

  const start = async () => {
    const { callTool } = await startOn({ hosts: { web: hostSettings({ hosts, name: 'web' }) } });
    return (query: string, more = {}) => callTool('host_query', { host: 'web', query, ...more });
  };
  const standIn = (program: string, text: string) => hosts.host('web').install({ program, text: `#!/bin/sh\n${text}\n` });

  it('answers what the host itself says of disks, memory, system, mounts, time and processes', async () => {
    const ask = await start();
    expect(await ask('disk')).toMatchObject({
      host: 'web',
      rows: expect.arrayContaining([expect.objectContaining({ mount: '/', size: expect.any(Number) })]),
      untrusted: true,
    });
    expect(await ask('inodes')).toMatchObject({ rows: expect.arrayContaining([expect.objectContaining({ mount: '/' })]) });
    expect(await ask('memory')).toMatchObject({
      rows: expect.arrayContaining([{ name: 'MemTotal', value: expect.stringMatching(/^\d+ kB$/) }]),
    });
    expect(await ask('os_release')).toMatchObject({ rows: expect.arrayContaining([expect.objectContaining({ name: 'ID' })]) });
    expect(await ask('mounts')).toMatchObject({
      rows: expect.arrayContaining([expect.objectContaining({ mount: '/proc', type: 'proc' })]),
    });
    expect(await ask('time')).toMatchObject({ rows: [{ line: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]+Z$/) }] });
    expect(await ask('processes', { limit: 3, by: 'memory' })).toMatchObject({
      rows: [{ pid: expect.any(Number), command: expect.any(String) }, {}, {}],
      left_out: expect.any(Number),
    });
  });

  it('looks names up where the host does', async () => {
    const ask = await start();
    expect(await ask('dns', { name: 'localhost' })).toMatchObject({
      rows: expect.arrayContaining([expect.objectContaining({ socket: expect.stringContaining('STREAM') })]),
    });
    await standIn('getent', 'exit 2');
    expect(await ask('dns', { name: 'nowhere.invalid' })).toMatchObject({ rows: [], left_out: 0 });
  });

  it('reads sockets and units as their programs print them', async () => {
    await standIn(
      'ss',
      `case $2 in
-tuln) echo 'tcp   LISTEN 0      128          0.0.0.0:22         0.0.0.0:*'; echo 'udp   UNCONN 0      0        127.0.0.1:323        0.0.0.0:*' ;;
-tan) echo 'LISTEN 0 128 0.0.0.0:22 0.0.0.0:*'; echo 'ESTAB 0 0 10.0.0.1:22 10.0.0.2:5000'; echo 'ESTAB 0 0 10.0.0.1:22 10.0.0.3:5000' ;;
esac`,
    );
    await standIn('systemctl', `echo 'app.service loaded failed failed The application'`);
    const ask = await start();
    expect(await ask('listening_ports')).toMatchObject({
      rows: [
        { protocol: 'tcp', address: '0.0.0.0:22' },
        { protocol: 'udp', address: '127.0.0.1:323' },
      ],
    });
    expect(await ask('connections')).toMatchObject({
      rows: [
        { state: 'ESTAB', count: 2 },
        { state: 'LISTEN', count: 1 },
      ],
    });
    expect(await ask('failed_units')).toMatchObject({
      rows: [{ unit: 'app.service', state: 'failed', description: 'The application' }],
    });
  });

  it('shows the end of the log of the kernel, and says what it left out', async () => {
    await standIn('dmesg', 'for line in one two three; do echo "$line"; done');
    const ask = await start();
    expect(await ask('kernel_log', { limit: 2 })).toMatchObject({ rows: [{ line: 'two' }, { line: 'three' }], left_out: 1 });
  });

  it('says that a program is missing, or what it answered instead', async () => {
    await standIn('who', 'echo "not permitted" >&2; exit 1');
    await standIn('ss', 'exec no-such-program');
    const ask = await start();
    await expect(ask('who')).rejects.toMatchObject({
      code: 'upstream_error',
      details: { program: 'who', upstream: 'not permitted\n' },
    });
    await expect(ask('connections')).rejects.toMatchObject({ code: 'unsupported', details: { reason: 'no_program' } });
  });
});
