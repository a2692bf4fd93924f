import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { skipWithout, sshdBinary } from '@lineclear/testing';
import { skipWithoutRoot, startHosts } from '@lineclear/testing/hosts';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { cutDuring } from '../../test/cut-during.ts';
import { hostSettings, startOn } from '../../test/start-hosts-plugin.ts';
import { readStopOutcome, stopCommand } from '../stop-process.ts';

const isMissing = skipWithout(sshdBinary) || skipWithoutRoot();

describe.skipIf(isMissing)('host_process_stop', async () => {
  if (isMissing) return;
  const hosts = await startHosts({ web: {} });
  afterAll(() => hosts.stop());
  const started: ChildProcess[] = [];
  afterEach(() => {
    for (const child of started.splice(0)) child.kill('SIGKILL');
  });
  const uid = Number(execFileSync('id', ['-u', hosts.host('web').user.name], { encoding: 'utf8' }));
  const start = () =>
    startOn({ hosts: { web: hostSettings({ hosts, name: 'web' }), root: hostSettings({ hosts, name: 'web', root: true }) } });

  // Prints when its handlers are in place.
  const startProcess = async (script: string, owner = uid): Promise<ChildProcess & { pid: number }> => {
    const child = spawn('sh', ['-c', `${script}; echo ready; while :; do sleep 0.05; done`, 'a worker', 'x (y) z'], {
      stdio: ['ignore', 'pipe', 'ignore'],
      cwd: '/',
      uid: owner,
    });
    started.push(child);
    await once(child.stdout, 'data');
    const { pid } = child;
    if (pid === undefined) throw new Error('no process');
    return Object.assign(child, { pid });
  };

  it('ends a process of its account, and says what it was', async () => {
    const child = await startProcess(':');
    const { confirmTool, callTool } = await start();
    const { preview, outcome } = await confirmTool('host_process_stop', { host: 'web', pid: child.pid });
    expect(preview).toMatchObject({
      description: expect.stringContaining('a worker'),
      risk: 'destructive',
      before: { pid: child.pid, user: hosts.host('web').user.name },
      details: { grace_s: 10, undo: null, command: expect.stringMatching(/x \(y\) z$/) },
    });
    expect(outcome).toMatchObject({ result: { how: 'terminated' }, effect: { runs: null } });
    expect(child.signalCode).toBe('SIGTERM');
    await expect(callTool('host_process_stop', { host: 'web', pid: child.pid })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('kills one that goes on, after the grace', async () => {
    const child = await startProcess('trap "" TERM');
    const { confirmTool } = await start();
    const { outcome } = await confirmTool('host_process_stop', { host: 'web', pid: child.pid, grace_s: 1 });
    expect(outcome).toMatchObject({ result: { how: 'killed' } });
    expect(child.signalCode).toBe('SIGKILL');
  });

  it('is stale when another process has the id', async () => {
    const child = await startProcess(':');
    const { previewTool, callTool } = await start();
    // An exec keeps the id and the start, and is another program all the same.
    const other = await startProcess('trap "exec sleep 1000" USR1');
    await previewTool('host_process_stop', { host: 'web', pid: other.pid });
    const commandOf = () => readFileSync(`/proc/${other.pid}/cmdline`, 'utf8');
    other.kill('SIGUSR1');
    await expect.poll(commandOf, { interval: 5 }).toBe(['sleep', '1000', ''].join('\0'));
    await expect(callTool('host_process_stop', { host: 'web', pid: other.pid, confirm: true })).rejects.toMatchObject({
      code: 'stale',
    });
    expect([child.exitCode, other.exitCode]).toEqual([null, null]);
  });

  it('sends no signal where the start or the command is another one in the last moment', async () => {
    const child = await startProcess(':');
    const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8');
    const startTicks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
    const run = (change: object): number | null => {
      const command = readFileSync(`/proc/${child.pid}/cmdline`, 'utf8').replaceAll('\0', '^@');
      const [program = '', ...args] = stopCommand({ process: { pid: child.pid, startTicks, command, ...change }, graceS: 10 });
      try {
        execFileSync(program, args);
        return 0;
      } catch (error) {
        return error instanceof Error && 'status' in error && typeof error.status === 'number' ? error.status : null;
      }
    };
    expect(readStopOutcome({ exitCode: run({ startTicks: '1' }), host: 'web', pid: child.pid })).toBe('already_gone');
    expect(() => readStopOutcome({ exitCode: run({ command: 'another^@' }), host: 'web', pid: child.pid })).toThrow(
      'another program',
    );
    expect(child.exitCode ?? child.signalCode).toBe(null);
    expect(run({})).toBe(0);
  });

  it('ends no process of another account without a way to root', async () => {
    const child = await startProcess(':', 0);
    const { callTool, confirmTool } = await start();
    await expect(callTool('host_process_stop', { host: 'web', pid: child.pid })).rejects.toMatchObject({
      details: { reason: 'no_sudo' },
    });
    expect((await confirmTool('host_process_stop', { host: 'root', pid: child.pid })).outcome).toMatchObject({
      result: { how: 'terminated' },
    });
  });

  it('takes no id that is the first process, a group or a text', async () => {
    const { callTool } = await start();
    for (const pid of [1, 0, -1, -4711, '1', '4711; id', 1.5]) {
      await expect(callTool('host_process_stop', { host: 'web', pid }), String(pid)).rejects.toMatchObject({
        code: 'invalid_input',
      });
    }
  });

  it('finds out what became of it when the connection is lost', async () => {
    const child = await startProcess(':');
    const { previewTool, callTool } = await start();
    const args = { host: 'web', pid: child.pid };
    await previewTool('host_process_stop', args);
    const run = () => callTool('host_process_stop', { ...args, confirm: true });
    // The script is run by the shell of the host.
    const outcome = await cutDuring({
      host: hosts.host('web'),
      program: 'sh',
      words: 'lineclear-stop-process',
      real: '/bin/sh',
      run,
    });
    expect(outcome).toMatchObject({ status: 'executed', result: { how: 'terminated' } });
  });
});
