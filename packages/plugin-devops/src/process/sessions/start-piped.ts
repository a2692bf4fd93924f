import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { cannotStart } from '../run-program.ts';
import type { Child, ChildCall, ChildEnd, StartChild } from './child.ts';
import { createPace } from './pace.ts';

/** Starts a process whose input and output are pipes. */
export const startPiped: StartChild = async (call) => {
  try {
    return await launch(call);
  } catch (error) {
    throw cannotStart({ error, program: call.program });
  }
};

/** Input that the process has not read yet; more is refused, because it would only fill this server's memory. */
const maxUnreadInput = 1 << 20;
const drainMs = 2_000;

const launch = async (call: ChildCall): Promise<Child> => {
  const child = spawn(call.program, [...call.args], {
    cwd: call.folder.at('.'),
    env: { ...call.env },
    argv0: call.invokedAs,
    detached: true,
    shell: false,
    stdio: 'pipe',
  });
  const { stdin, stdout, stderr } = child;
  readAll({ source: stdout, take: (chunk) => call.onOutput({ stream: 'stdout', chunk }) });
  readAll({ source: stderr, take: (chunk) => call.onOutput({ stream: 'stderr', chunk }) });
  // A program need not read its input, and may end at any time.
  stdin.on('error', () => undefined);
  if (!call.takesInput) stdin.end();
  const exited = Promise.withResolvers<ChildEnd>();
  const drained = Promise.withResolvers<void>();
  let drainTimer: NodeJS.Timeout | undefined;
  child.once('exit', (exitCode, signal) => {
    exited.resolve({ exitCode, signal });
    // A process that left the family may hold the pipes open for ever.
    drainTimer = setTimeout(() => {
      stdout.destroy();
      stderr.destroy();
    }, drainMs);
  });
  child.once('close', () => {
    clearTimeout(drainTimer);
    drained.resolve();
  });
  await once(child, 'spawn');
  return {
    pid: child.pid ?? 0,
    write: ({ text, end }) => {
      if (!stdin.writable || stdin.writableLength > maxUnreadInput) return false;
      stdin.write(text);
      if (end) stdin.end();
      return true;
    },
    exited: exited.promise,
    drained: drained.promise,
  };
};

const readAll = ({ source, take }: { source: Readable; take: (chunk: Buffer) => number }): void => {
  const pace = createPace(source);
  source.on('data', (chunk: Buffer) => pace(take(chunk)));
};
