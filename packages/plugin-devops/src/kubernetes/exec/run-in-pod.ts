import { fence, LineclearError, path } from '@lineclear/core/plugin';
import { BoundedOutput } from '../../process/bounded-output.ts';
import type { ClusterAccess } from '../client/cluster.ts';
import { type Channel, channelProtocols, openChannel } from '../streams/open-channel.ts';
import { maskText } from '../masking/mask-text.ts';
import { openDigest } from '../masking/secret-digest.ts';
import { type ExitStatus, readExitStatus } from './exit-status.ts';

export interface PodCommand {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  /** The program and its arguments: no shell reads them. */
  readonly command: readonly string[];
  readonly stdin: string | undefined;
}

export interface PodOutput {
  readonly exitCode: number;
  /** The beginning and the end of what it printed. */
  readonly stdout: string;
  readonly stderr: string;
  readonly leftOutBytes: number;
}

/**
 * Runs a command in a container to its end, without a terminal. Once it has begun, everything but its exit code is an unknown outcome:
 * a cut connection and a passed time limit leave it running, for all that can be seen from here.
 */
export const runInPod = async ({
  access,
  timeoutMs,
  ...call
}: PodCommand & { access: ClusterAccess; timeoutMs: number }): Promise<PodOutput> => {
  const [stdout, stderr] = [new BoundedOutput(maxStdoutBytes), new BoundedOutput(maxStderrBytes)];
  const status = await statusOf({
    access,
    timeoutMs,
    call,
    onStdout: (bytes) => stdout.add(bytes),
    onStderr: (bytes) => stderr.add(bytes),
  });
  const [out, errors] = [stdout.text(), stderr.text()];
  if (status === 'timeout') throw outlived({ timeoutMs, printed: out.text });
  if (status === undefined) throw cut(out.text);
  if (status.kind === 'failed') throw notWatched(status.reason);
  return {
    exitCode: status.code,
    stdout: shown(out.text),
    stderr: shown(errors.text),
    leftOutBytes: out.leftOutBytes + errors.leftOutBytes,
  };
};

const maxStdoutBytes = 32 << 10;
const maxStderrBytes = 16 << 10;
const { canEnd, cannotEnd } = channelProtocols;
const streams = { stdin: 0, stdout: 1, stderr: 2, status: 3 } as const;

const statusOf = async ({
  access,
  timeoutMs,
  call,
  onStdout,
  onStderr,
}: {
  access: ClusterAccess;
  timeoutMs: number;
  call: PodCommand;
  onStdout: (bytes: Buffer) => void;
  onStderr: (bytes: Buffer) => void;
}): Promise<ExitStatus | 'timeout' | undefined> => {
  const ended = Promise.withResolvers<ExitStatus | 'timeout' | undefined>();
  let status = '';
  let timer: NodeJS.Timeout | undefined;
  let channel: Channel | undefined;
  try {
    channel = await openChannel({
      access,
      address: addressOf(call),
      // A program that reads to the end of its input waits for it: better no connection than one that cannot say so.
      protocols: call.stdin === undefined ? [canEnd, cannotEnd] : [canEnd],
      events: {
        onBytes: (stream, bytes) => {
          if (stream === streams.stdout) onStdout(bytes);
          if (stream === streams.stderr) onStderr(bytes);
          if (stream === streams.status && status.length < maxStatusBytes) status += bytes.toString('utf8');
        },
        onClose: () => ended.resolve(readExitStatus(status)),
      },
    });
    timer = setTimeout(() => ended.resolve('timeout'), timeoutMs);
    if (call.stdin !== undefined) {
      channel.send(streams.stdin, Buffer.from(call.stdin));
      channel.end(streams.stdin);
    }
    return await ended.promise;
  } finally {
    clearTimeout(timer);
    channel?.close();
  }
};

const maxStatusBytes = 64 << 10;

const addressOf = ({ namespace, pod, container, command, stdin }: PodCommand): string => {
  const query = new URLSearchParams({ container, stdout: 'true', stderr: 'true' });
  for (const part of command) query.append('command', part);
  if (stdin !== undefined) query.append('stdin', 'true');
  return `${path`/api/v1/namespaces/${namespace}/pods/${pod}/exec`}?${query.toString()}`;
};

const shown = (text: string): string =>
  text.includes('\0') ? `[${Buffer.byteLength(text)} bytes that are no text]` : maskText({ text, digest: openDigest() });

const quotedOutput = (text: string): string => fence(shown(text), { source: 'a command in a pod' });

const unknownHint = 'It is not repeated: look at what the command changes before anything else.';

const outlived = ({ timeoutMs, printed }: { timeoutMs: number; printed: string }): LineclearError =>
  new LineclearError('timeout', `The command did not end within ${timeoutMs / 1_000} s; it may still be running.`, {
    hint: unknownHint,
    details: { reason: 'still_running', printed: quotedOutput(printed) },
    effect: 'unknown',
  });

const cut = (printed: string): LineclearError =>
  new LineclearError('unreachable', 'The connection was cut before the command said how it ended.', {
    hint: unknownHint,
    details: { reason: 'connection_cut', printed: quotedOutput(printed) },
    effect: 'unknown',
  });

// The runtime says the same of a program that it cannot find and of one that it lost.
const notWatched = (reason: string): LineclearError =>
  new LineclearError('upstream_error', 'The cluster could not run the command to its end.', {
    hint: 'Look whether the container has this program: images without a shell have few.',
    details: { reason: 'not_run', upstream: quotedOutput(reason.slice(0, 500)) },
    effect: 'unknown',
  });
