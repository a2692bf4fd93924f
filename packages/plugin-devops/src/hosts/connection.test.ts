import { execFile, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { skipWithout, sshdBinary } from '@lineclear/testing';
import { startHosts, type TestHosts } from '@lineclear/testing/hosts';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { readerCommands } from './client/reader-commands.ts';
import { Hosts } from './client/hosts.ts';
import { HostsReader } from './client/hosts-reader.ts';
import { hosts as connection } from './connection.ts';
import { queries } from './query/queries.ts';
import { hostSettings } from './test/start-hosts-plugin.ts';

// Stands before every command of a session and writes down what was asked for; then it runs it.
const recorder = (file: string) => `#!/bin/sh
printf '%s\\0' "$SSH_ORIGINAL_COMMAND" >>'${file}'
exec /bin/sh -c "$SSH_ORIGINAL_COMMAND"
`;

const state = { get: () => Promise.resolve(undefined) };
const signal = new AbortController().signal;

describe.skipIf(skipWithout(sshdBinary))('the connection to hosts', () => {
  let hosts: TestHosts<'web'>;
  let all: Hosts;
  let log: string;
  beforeAll(async () => {
    hosts = await startHosts({ web: {} });
    const web = hosts.host('web');
    log = join(web.user.home, 'asked');
    await web.install({ program: 'record', text: recorder(log) });
    await web.start({ config: [`ForceCommand ${join(web.bin, 'record')}`] });
    const settings = connection.profile.parse({ hosts: { web: hostSettings({ hosts, name: 'web' }) } });
    all = new Hosts({ settings, resolvePath: (path) => path, agentSocket: undefined, protectedPaths: [] });
  });
  afterAll(async () => {
    await all?.close();
    await hosts?.stop();
  });

  it('lets its reader send what it declares, in one form, and nothing else', async () => {
    const reader = new HostsReader(all);
    const call = { host: 'web', state, signal };
    const asked = Object.values(queries).map(({ argv }) => argv({ by: 'cpu', name: 'localhost' }));
    for (const argv of asked) {
      // oxlint-disable-next-line no-await-in-loop -- in an order that the record can be compared with
      await reader.query({ ...call, argv });
    }
    await reader.query({ ...call, argv: ['cat', '/proc/1/environ'] });
    await reader.outcome({ ...call, planId: 'a-plan' });
    const sent = (await readFile(log, 'utf8')).split('\0').slice(0, -1);
    expect(sent).toHaveLength(asked.length + 2);
    for (const [index, command] of sent.entries()) {
      expect(command).toMatch(
        index === sent.length - 1
          ? /^exec \/bin\/sh -c '[^]*' lineclear-outcome 'a-plan'$/
          : /^exec \/bin\/sh -c '[^]*' lineclear-query 'none' '/,
      );
      const argv = asked[index];
      if (argv !== undefined)
        expect(command.endsWith(`lineclear-query 'none' ${argv.map((word) => `'${word}'`).join(' ')}`)).toBe(true);
    }
    // Every question is declared, and the connection shows the declaration.
    expect(connection.readerCommands).toBe(readerCommands);
    for (const argv of asked) expect(readerCommands.some((command) => argv.join(' ').startsWith(command))).toBe(true);
  });

  it('refuses what it does not declare, before anything is sent', async () => {
    const reader = new HostsReader(all);
    const before = (await readFile(log, 'utf8')).length;
    for (const argv of [
      ['rm', '-rf', '/'],
      ['sh', '-c', 'id'],
      ['ss', '-K'],
      ['dmesg', '-C'],
      ['date', '-s', 'x'],
      ['systemctl', 'restart', 'x'],
      [],
    ]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await expect(reader.query({ host: 'web', state, signal, argv })).rejects.toMatchObject({
        details: { reason: 'undeclared_command' },
      });
    }
    expect((await readFile(log, 'utf8')).length).toBe(before);
  });

  it('closes a connection that nobody uses, and opens it again when it is needed', async () => {
    const web = hosts.host('web');
    const idle = new Hosts({
      settings: all.settings,
      resolvePath: (path) => path,
      agentSocket: undefined,
      protectedPaths: [],
      idleMs: 50,
    });
    const call = { host: 'web', state, signal };
    const first = await idle.connect(call);
    await expect(first.lost).rejects.toMatchObject({ code: 'unreachable' });
    expect(await idle.isConnected('web')).toBe(false);
    const accepted = web.gate.accepted;
    expect((await idle.connect(call)).isOpen).toBe(true);
    expect(web.gate.accepted).toBe(accepted + 1);
    await idle.close();
  });

  it('is opened once for everybody who asks at the same time', async () => {
    const shared = new Hosts({ settings: all.settings, resolvePath: (path) => path, agentSocket: undefined, protectedPaths: [] });
    const accepted = hosts.host('web').gate.accepted;
    const leaving = new AbortController();
    const left = shared.connect({ host: 'web', state, signal: leaving.signal });
    const others = Promise.all(Array.from({ length: 10 }, () => shared.connect({ host: 'web', state, signal })));
    leaving.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    expect(new Set(await others).size).toBe(1);
    expect(hosts.host('web').gate.accepted).toBe(accepted + 1);
    await shared.close();
  });

  it.skipIf(skipWithout({ command: 'ssh-agent', apt: 'openssh-client' }))(
    'logs in with a key of the running agent, which stays here',
    async () => {
      const socket = join(hosts.folder, 'agent');
      const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
      onTestFinished(() => void agent.kill());
      const add = promisify(execFile);
      await vi.waitFor(() => add('ssh-add', ['-q', hosts.clientKey.path], { env: { ...process.env, SSH_AUTH_SOCK: socket } }), {
        timeout: 30_000,
      });
      const { identity: _none, ...settings } = hostSettings({ hosts, name: 'web', agent: true });
      const parsed = connection.profile.parse({ hosts: { web: settings } });
      const options = { settings: parsed, resolvePath: (path: string) => path, protectedPaths: [] };
      const withAgent = new Hosts({ ...options, agentSocket: socket });
      const chunks: Buffer[] = [];
      const query = {
        host: 'web',
        state,
        signal,
        argv: ['cat', '/proc/self/environ'],
        onStdout: (chunk: Buffer) => void chunks.push(chunk),
      };
      expect(await new HostsReader(withAgent).query(query)).toMatchObject({ exitCode: 0 });
      const environment = Buffer.concat(chunks).toString();
      expect(environment).toContain('HOME=');
      expect(environment).not.toContain('SSH_AUTH_SOCK');
      await withAgent.close();
      const without = new Hosts({ ...options, agentSocket: undefined });
      await expect(without.connect({ host: 'web', state, signal })).rejects.toMatchObject({ code: 'unauthenticated' });
      await without.close();
    },
  );
});
