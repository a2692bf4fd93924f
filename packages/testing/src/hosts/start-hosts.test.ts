import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { skipWithout } from '../services/binary.ts';
import { sshdBinary } from '../services/sshd.ts';
import type { TestHost } from './host.ts';
import { skipWithoutRoot } from './root.ts';
import { startHosts } from './start-hosts.ts';

const run = promisify(execFile);
const isMissing = skipWithout(sshdBinary);

describe.skipIf(isMissing)('test hosts', async () => {
  if (isMissing) return;
  const hosts = await startHosts({ web: {}, jump: {}, inner: { inner: true, config: ['MaxSessions 1'] } });
  afterAll(() => hosts.stop());
  const web = hosts.host('web');
  const knownHosts = await hosts.writeKnownHosts();

  const options = ['-F', 'none', '-i', hosts.clientKey.path, '-oBatchMode=yes', `-oUserKnownHostsFile=${knownHosts}`];
  const ssh = ({ host = web, login = host.user.name, command }: { host?: TestHost; login?: string; command: string }) =>
    run('ssh', [...options, '-p', `${host.port}`, `${login}@${host.address}`, command]);

  const linesOf = async (host: TestHost): Promise<readonly string[]> =>
    Promise.all((await host.processes()).map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8')));

  test('let an account in that is not root, with a home and a PATH for each host', async () => {
    await web.install({ program: 'which-host', text: '#!/bin/sh\necho web\n' });
    const { stdout } = await ssh({ command: 'which-host; id -un; echo "$HOME"; touch "$HOME/mine"' });
    expect(stdout).toBe(`web\n${web.user.name}\n${web.user.home}\n`);
    await expect(ssh({ host: hosts.host('jump'), command: 'which-host' })).rejects.toThrow(/not found/);
  });

  test.skipIf(skipWithoutRoot())('let root in', async () => {
    const { stdout } = await ssh({ login: 'root', command: 'id -u; echo "$HOME"' });
    expect(stdout).toBe(`0\n${web.root?.home}\n`);
  });

  test('can be jumped through', async () => {
    const jump = hosts.host('jump');
    const inner = hosts.host('inner');
    const proxy = ['ssh', ...options, '-p', `${jump.port}`, '-W', '%h:%p', `${jump.user.name}@${jump.address}`].join(' ');
    const before = jump.gate.bytes.up;
    const { stdout } = await run('ssh', [
      ...options,
      `-oProxyCommand=${proxy}`,
      '-p',
      `${inner.port}`,
      `${inner.user.name}@127.0.0.2`,
      'echo through',
    ]);
    expect(stdout).toBe('through\n');
    expect(jump.gate.bytes.up).toBeGreaterThan(before);
  });

  test('show another key after a start with a new one, at the same address', async () => {
    const jump = hosts.host('jump');
    const shown = jump.key.fingerprint;
    await jump.start({ newKey: true });
    expect(jump.key.fingerprint).not.toBe(shown);
    await expect(ssh({ host: jump, command: 'true' })).rejects.toThrow(/IDENTIFICATION HAS CHANGED/);
    await hosts.writeKnownHosts();
    expect((await ssh({ host: jump, command: 'echo same' })).stdout).toBe('same\n');
  });

  test('answer no more while they are frozen', async () => {
    const going = ssh({ command: 'echo begun; read line; echo "$line"' });
    const { stdin, stdout } = going.child;
    if (stdin === null || stdout === null) throw new Error('ssh has no pipes.');
    await once(stdout, 'data');
    await web.freeze();
    stdin.end('late\n');
    let isAnswered = false;
    void going.then(() => (isAnswered = true));
    expect((await ssh({ command: 'echo another' })).stdout).toBe('another\n');
    expect(isAnswered).toBe(false);
    await web.thaw();
    expect((await going).stdout).toBe('begun\nlate\n');
  });

  test('greet nobody while all of them is frozen', async () => {
    await web.freeze({ all: true });
    const before = web.gate.bytes.down;
    await expect(
      run('ssh', [...options, '-oConnectTimeout=1', '-p', `${web.port}`, `${web.user.name}@127.0.0.1`, 'true']),
    ).rejects.toThrow(/timed out/);
    expect(web.gate.bytes.down).toBe(before);
    await web.thaw();
    expect((await ssh({ command: 'echo awake' })).stdout).toBe('awake\n');
  });

  test('lose their connection after as many bytes as asked for', async () => {
    const cut = web.gate.cutAfter({ bytes: 100_000, direction: 'down' });
    await expect(ssh({ command: 'head -c 10000000 /dev/zero' })).rejects.toThrow(/reset|closed|broken pipe/i);
    await cut;
    expect((await ssh({ command: 'echo back' })).stdout).toBe('back\n');
  });

  test('swallow what is sent while their network stalls', async () => {
    // What a test before this one sent last is through.
    await expect.poll(() => web.gate.open).toBe(0);
    const before = web.gate.bytes;
    web.gate.stall();
    const going = ssh({ command: 'echo late' });
    await expect.poll(() => web.gate.open).toBe(1);
    // Until another one was greeted and answered, this one would have been greeted.
    expect((await ssh({ host: hosts.host('jump'), command: 'echo another' })).stdout).toBe('another\n');
    expect(web.gate.bytes).toEqual(before);
    web.gate.resume();
    expect((await going).stdout).toBe('late\n');
    expect(web.gate.bytes.down).toBeGreaterThan(before.down);
  });

  test('end what was started on them, detached or not, when they are stopped', async () => {
    await ssh({ command: 'setsid sleep 1000 </dev/null >/dev/null 2>&1 & echo $!' });
    // It becomes `setsid`, and that becomes `sleep`.
    await expect.poll(() => linesOf(web)).toEqual(['sleep\u00001000\u0000']);
    await web.stop();
    await expect(ssh({ command: 'true' })).rejects.toThrow(/refused/);
    expect(await web.processes()).toEqual([]);
    await web.start();
    expect((await ssh({ command: 'echo again' })).stdout).toBe('again\n');
  });
});
