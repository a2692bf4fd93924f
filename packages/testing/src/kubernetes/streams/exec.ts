import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import type { Readable } from 'node:stream';
import type { JsonObject } from '@lineclear/core/plugin';
import type { WebSocket } from 'ws';
import { badRequest } from '../api/status.ts';
import type { KubernetesObject } from '../model/object.ts';
import { listAt, textAt } from '../model/object.ts';
import type { Runtime } from '../world/runtime.ts';
import type { StreamFault } from './channels.ts';
import { channelOf, endWith, sendOn } from './channels.ts';

/** The container that a program is to run in; throws where it is not clear which, or where none runs. */
export const containerFor = (pod: KubernetesObject, asked: string): string => {
  const names = listAt(pod, 'spec', 'containers').map((one) => textAt(one, 'name'));
  const [only] = names;
  const { name } = pod.metadata;
  if (asked === '' && names.length > 1)
    throw badRequest(`a container name must be specified for pod ${name}, choose one of: [${names.join(' ')}]`);
  const container = asked === '' ? (only ?? '') : asked;
  if (!names.includes(container)) throw badRequest(`container ${container} is not valid for pod ${name}`);
  const phase = textAt(pod, 'status', 'phase');
  if (phase === 'Succeeded' || phase === 'Failed')
    throw badRequest(`cannot exec into a container in a completed pod; current phase is ${phase}`);
  const state = listAt(pod, 'status', 'containerStatuses').find((one) => one['name'] === container);
  if (textAt(state, 'state', 'running', 'startedAt') === '') throw badRequest(`container not found ("${container}")`);
  return container;
};

/** Runs a program of this machine for a container that has it, with its streams on the socket. */
export const runProgram = ({
  socket,
  runtime,
  container,
  command,
  stdin,
  fault,
}: {
  socket: WebSocket;
  runtime: Runtime;
  container: string;
  command: readonly string[];
  stdin: boolean;
  fault: StreamFault | undefined;
}): void => {
  const [program = '', ...args] = command;
  const path = runtime.programs.get(program);
  if (path === undefined) {
    void endWith(socket, statusChannel, notInstalled(program));
    return;
  }
  const child = spawn(path, args, {
    cwd: tmpdir(),
    env: { PATH: '/usr/bin:/bin', HOSTNAME: container },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  if (!stdin) child.stdin.end();
  child.stdin.on('error', () => {});
  socket.on('message', (message) => {
    const received = channelOf(message);
    if (received?.channel === stdinChannel) child.stdin.write(received.bytes);
    if (received?.channel === closeChannel && received.bytes[0] === stdinChannel) child.stdin.end();
  });
  socket.once('close', () => kill(child));
  for (const [channel, stream] of [
    [stdoutChannel, child.stdout],
    [stderrChannel, child.stderr],
  ] as const)
    pipe(socket, { channel, stream, fault });
  child.once('close', (code) => {
    if (fault === 'before_status') socket.terminate();
    else void endWith(socket, statusChannel, ended(code ?? killedCode));
  });
};

const stdinChannel = 0;
const stdoutChannel = 1;
const stderrChannel = 2;
const statusChannel = 3;
// The second version of closing: one stream is over, the socket stays.
const closeChannel = 255;
const killedCode = 137;

const pipe = (
  socket: WebSocket,
  { channel, stream, fault }: { channel: number; stream: Readable; fault: StreamFault | undefined },
): void => {
  stream.on('data', (bytes: Buffer) => {
    // What is not sent yet is not read either: a program may write more than fits into memory.
    stream.pause();
    void sendOn(socket, channel, bytes).then(() => (fault === 'halfway' ? socket.terminate() : stream.resume()));
  });
};

// The program may have started others.
const kill = ({ pid, exitCode, signalCode }: ChildProcess): void => {
  if (pid === undefined || exitCode !== null || signalCode !== null) return;
  process.kill(-pid, 'SIGKILL');
};

const ended = (code: number): JsonObject =>
  code === 0
    ? { metadata: {}, status: 'Success' }
    : {
        metadata: {},
        status: 'Failure',
        message: `command terminated with non-zero exit code: error executing command, exit code ${code}`,
        reason: 'NonZeroExitCode',
        details: { causes: [{ reason: 'ExitCode', message: String(code) }] },
      };

const notInstalled = (program: string): JsonObject => ({
  metadata: {},
  status: 'Failure',
  message: `Internal error occurred: exec: ${JSON.stringify(program)}: executable file not found in $PATH`,
  reason: 'InternalError',
  details: { causes: [{ message: `exec: ${JSON.stringify(program)}: executable file not found in $PATH` }] },
  code: 500,
});
