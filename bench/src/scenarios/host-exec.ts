import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
import { skipWithout, sshdBinary } from '../../../packages/testing/src/index.ts';
import { startHosts } from '../../../packages/testing/src/hosts/index.ts';
import { inTurns } from '../measure/in-turns.ts';
import { ratio, summary } from '../measure/statistics.ts';
import { startProcess } from '../processes/start-process.ts';
import { temporaryFolder } from '../processes/temporary-folder.ts';
import type { Scenario } from '../scenario.ts';

const Executed = z.object({ ms: z.number(), wholeMs: z.number() });
const run = promisify(execFile);

/** Running a program on a host. */
export const hostExecution: Scenario = {
  name: 'host-exec',
  title: 'Running a program on a host over SSH',
  method:
    "`echo` as an ordinary user of a real sshd on loopback. host_exec: what its execute takes over the connection that the preview opened, with the record on the host that lets a lost answer be found again. ssh: OpenSSH's client over a ControlMaster that is connected already, from its start to its end. In turns, another word each time.",
  isMissing: () => skipWithout(sshdBinary),
  run: async ({ rounds, calls }) => {
    await using stack = new AsyncDisposableStack();
    const hosts = await startHosts({ bench: {} });
    stack.defer(() => hosts.stop());
    const { address, port, user, key } = hosts.host('bench');
    const state = stack.use(await temporaryFolder());
    const settings = { address, port, user: user.name, identity: hosts.clientKey.privateKey, host_keys: [key.fingerprint] };
    const args = [state.path, JSON.stringify({ hosts: { bench: settings } })];
    const ours = stack.use(await startProcess({ script: 'host-exec.ts', args }));
    const options = [
      'BatchMode=yes',
      `UserKnownHostsFile=${await hosts.writeKnownHosts()}`,
      `ControlPath=${join(state.path, 'control')}`,
    ].flatMap((option) => ['-o', option]);
    const shared = ['-F', 'none', '-i', hosts.clientKey.path, '-p', String(port), ...options];
    const target = `${user.name}@${address}`;
    await run('ssh', [...shared, '-o', 'ControlMaster=yes', '-fN', target]);
    stack.defer(async () => void (await run('ssh', [...shared, '-O', 'exit', target])));

    let word = 0;
    const whole: number[] = [];
    const once = {
      ours: async () => {
        const { ms, wholeMs } = await ours.ask({ command: 'exec', argument: `w${word}`, schema: Executed });
        whole.push(wholeMs);
        return ms;
      },
      ssh: async () => {
        const started = performance.now();
        const { stdout } = await run('ssh', [...shared, target, 'echo', `w${word}`]);
        if (stdout !== `w${word}\n`) throw new Error(`it printed ${stdout}`);
        return performance.now() - started;
      },
    };
    const measure = (subject: () => Promise<number>): Promise<number> => {
      word += 1;
      return subject();
    };
    await inTurns({ subjects: once, rounds: 2, measure });
    const samplesOf = await inTurns({ subjects: once, rounds: Math.max(rounds, Math.ceil(calls / 40)), measure });
    return [
      {
        what: 'execute of host_exec ÷ ssh',
        ...ratio({ of: samplesOf('ours'), to: samplesOf('ssh') }),
        unit: '×',
        budget: { atMost: 1.3 },
      },
      { what: 'execute of host_exec', ...summary(samplesOf('ours')), unit: 'ms' },
      { what: 'ssh over its ControlMaster', ...summary(samplesOf('ssh')), unit: 'ms' },
      { what: 'host_exec: preview, confirmation and execution', ...summary(whole), unit: 'ms' },
    ];
  },
};
