import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { skipWithout, sshdBinary } from '@lineclear/testing';
import { skipWithoutRoot, startHosts, type TestHosts } from '@lineclear/testing/hosts';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { hostSettings, startOn } from '../../src/hosts/test/start-hosts-plugin.ts';
import { holdTimer } from '../held-timer.ts';

// Says when it begins and when it ends, so that the log shows how many ran at a time; asleep it hears a signal.
const counted = '#!/bin/sh\necho begin >>"$HOME/log"\nsleep 0.1\necho end >>"$HOME/log"\n';
const stubborn = `#!/bin/sh
[ "$1" = trap ] && trap '' TERM INT HUP
echo "$$" >"$HOME/stubborn"
while :; do sleep 0.05; done
`;

describe.skipIf(skipWithout(sshdBinary))('commands on one host', () => {
  let hosts: TestHosts<'web' | 'narrow'>;
  beforeAll(async () => {
    hosts = await startHosts({ web: {}, narrow: { config: ['MaxSessions 2'] } });
    for (const name of ['web', 'narrow'] as const) {
      await hosts.host(name).install({ program: 'uptime', text: counted });
      await hosts.host(name).install({ program: 'stubborn', text: stubborn });
    }
  });
  afterAll(() => hosts?.stop());

  const start = (name: 'web' | 'narrow', more: Record<string, unknown> = {}) =>
    startOn({ hosts: { [name]: hostSettings({ hosts, name, ...more }) } });
  const mostAtOnce = async (name: 'web' | 'narrow', root = false): Promise<number> => {
    const { user, root: admin } = hosts.host(name);
    const log = join((root ? admin : user)?.home ?? '', 'log');
    const lines = (await readFile(log, 'utf8')).trim().split('\n');
    await writeFile(log, '');
    let running = 0;
    return Math.max(...lines.map((line) => (running += line === 'begin' ? 1 : -1)));
  };
  /** The number of the process that a program on the host wrote down. */
  const pidIn = (file: string): Promise<number> =>
    vi.waitFor(
      async () => {
        const found = Number(await readFile(file, 'utf8'));
        expect(found).toBeGreaterThan(0);
        return found;
      },
      { timeout: 30_000 },
    );
  const many = (count: number, one: () => Promise<unknown>) => Promise.all(Array.from({ length: count }, one));
  it('share one connection and keep to its limit of channels', async () => {
    const { callTool } = await start('web', { channels: 4 });
    const accepted = hosts.host('web').gate.accepted;
    const answers = await many(20, () => callTool('host_query', { host: 'web', query: 'uptime' }));
    expect(answers).toHaveLength(20);
    expect(await mostAtOnce('web')).toBeLessThanOrEqual(4);
    expect(hosts.host('web').gate.accepted).toBe(accepted + 1);
  });

  it('wait where the server admits fewer than the settings say', async () => {
    const { callTool } = await start('narrow');
    const answers = await many(8, () => callTool('host_query', { host: 'narrow', query: 'uptime' }));
    expect(answers).toHaveLength(8);
    expect(await mostAtOnce('narrow')).toBeLessThanOrEqual(2);
  });

  it('are refused where the server admits none', async () => {
    await hosts.host('narrow').start({ config: ['MaxSessions 0'] });
    const { callTool } = await start('narrow');
    const refused = { code: 'rate_limited', details: { reason: 'max_sessions', host: 'narrow' } };
    await expect(callTool('host_query', { host: 'narrow', query: 'uptime' })).rejects.toMatchObject(refused);
    await hosts.host('narrow').start();
  });

  it('are refused when too many wait, and those that wait go on', async () => {
    const { answer } = await start('narrow', { channels: 1 });
    const answers = await Promise.all(Array.from({ length: 70 }, () => answer('host_query', { host: 'narrow', query: 'who' })));
    const refused = answers.filter((one) => one.kind === 'error');
    expect(refused.length).toBeGreaterThan(0);
    for (const one of refused) {
      expect(one).toMatchObject({ error: { code: 'rate_limited', details: { reason: 'queue_full' }, retry_after_s: 2 } });
    }
    expect(answers.length - refused.length).toBeGreaterThanOrEqual(64);
  });

  it.each([
    { who: 'an account that is not root, though they hear no SIGTERM', root: false, how: 'trap' },
    { who: 'root, whose sshd passes no signals on', root: true, how: 'hears' },
  ])('end with all they started when their time is over, for $who', async ({ root, how }) => {
    if (root && skipWithoutRoot()) return;
    const { confirmTool } = await start('web', { root, channels: 1 });
    const limit = holdTimer(77_000);
    const running = confirmTool('host_exec', { host: 'web', argv: ['stubborn', how], timeout_s: 77 });
    const home = (root ? hosts.host('web').root : hosts.host('web').user)?.home ?? '';
    const pid = await pidIn(join(home, 'stubborn'));
    limit.end();
    const { outcome } = await running;
    expect(outcome['result']).toMatchObject({ timed_out: true });
    expect(outcome['result']).not.toHaveProperty('may_still_run');
    expect(await hosts.host('web').processes()).not.toContain(pid);
  });

  it('end when the caller of a read leaves', async () => {
    await hosts.host('web').install({ program: 'who', text: '#!/bin/sh\necho "$$" >"$HOME/asked"\nexec sleep 30\n' });
    const { answer } = await start('web');
    const leaving = new AbortController();
    const asking = answer('host_query', { host: 'web', query: 'who' }, leaving.signal);
    const pid = await pidIn(join(hosts.host('web').user.home, 'asked'));
    leaving.abort();
    await asking;
    await expect.poll(() => hosts.host('web').processes()).not.toContain(pid);
  });

  it('do not wait for what they leave running, and do not end it', async () => {
    await hosts.host('web').install({
      program: 'daemon',
      text: '#!/bin/sh\necho starting\nsleep 60 &\necho "$!" >"$HOME/daemon"\n',
    });
    const { confirmTool } = await start('web');
    const { outcome } = await confirmTool('host_exec', { host: 'web', argv: ['daemon'], timeout_s: 30 });
    expect(outcome).toMatchObject({ result: { exit_code: 0, stdout: 'starting\n' } });
    expect(outcome['result']).not.toHaveProperty('timed_out');
    const pid = Number(await readFile(join(hosts.host('web').user.home, 'daemon'), 'utf8'));
    expect(await hosts.host('web').processes()).toContain(pid);
    process.kill(pid, 'SIGKILL');
  });

  it('have the signals and the limits of a login, and the folder that was asked for', async () => {
    const { confirmTool } = await start('web');
    const run = async (argv: string[], more = {}) =>
      (await confirmTool('host_exec', { host: 'web', argv, ...more })).outcome['result'];
    expect(await run(['cat', '/proc/self/status'])).toMatchObject({
      stdout: expect.stringMatching(/SigIgn:\s+0000000000000000\nSigCgt:\s+0000000000000000/),
    });
    expect(await run(['sh', '-c', 'ulimit -f'])).toMatchObject({ stdout: 'unlimited\n' });
    expect(await run(['sh', '-c', 'ls /proc/self/fd | wc -l'])).toMatchObject({ stdout: '4\n' });
    expect(await run(['pwd'], { cwd: '/usr' })).toMatchObject({ stdout: '/usr\n' });
    await expect(run(['pwd'], { cwd: '/no-such-folder' })).rejects.toThrow(/There is no such folder/);
    expect(await run(['no-such-program'])).toMatchObject({ exit_code: 127 });
    expect(await run(['sh', '-c', 'kill -9 $$'])).toMatchObject({ exit_code: 137 });
  });
});
