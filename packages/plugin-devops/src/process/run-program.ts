import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { LineclearError } from '@lineclear/core/plugin';
import type { Folder } from '../files/folder.ts';

export interface ProgramCall {
  /** An absolute path: nothing is looked up, and no shell sees the arguments. */
  readonly program: string;
  readonly args: readonly string[];
  /** What the program finds as argv[0]; `program` when absent. */
  readonly invokedAs?: string;
  readonly folder: Folder;
  readonly env: Readonly<Record<string, string>>;
  /** Empty when absent. */
  readonly stdin?: string | Uint8Array;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly onStdout: (chunk: Buffer) => void;
  readonly onStderr: (chunk: Buffer) => void;
  /** Ends the program early without an error: enough was read. */
  readonly enough?: AbortSignal;
}

export interface ProgramEnd {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly durationMs: number;
  /** Why it was ended from here; `undefined` when it ended by itself. */
  readonly stopped: 'timeout' | 'cancelled' | 'enough' | undefined;
}

export type RunProgram = (call: ProgramCall) => Promise<ProgramEnd>;

/**
 * Runs a program in a process group of its own and waits for its end. At the end, the timeout or the abort the whole group is ended,
 * so that nothing it started goes on; a process that made a session of its own is out of reach.
 */
export const runProgram: RunProgram = (call) => {
  const { promise, resolve, reject } = Promise.withResolvers<ProgramEnd>();
  const startedAt = performance.now();
  let stopped: ProgramEnd['stopped'];
  const child = start(call);
  const stop = (reason: NonNullable<ProgramEnd['stopped']>) => {
    if (stopped !== undefined) return;
    stopped = reason;
    signalGroup({ child, signal: 'SIGTERM' });
    killTimer = setTimeout(() => signalGroup({ child, signal: 'SIGKILL' }), graceMs);
  };
  let killTimer: NodeJS.Timeout | undefined;
  let drainTimer: NodeJS.Timeout | undefined;
  const timer = setTimeout(() => stop('timeout'), call.timeoutMs);
  const cancel = () => stop('cancelled');
  const enough = () => stop('enough');
  const release = () => {
    clearTimeout(timer);
    clearTimeout(killTimer);
    clearTimeout(drainTimer);
    call.signal.removeEventListener('abort', cancel);
    call.enough?.removeEventListener('abort', enough);
  };
  call.signal.addEventListener('abort', cancel);
  call.enough?.addEventListener('abort', enough);
  if (call.signal.aborted) cancel();

  child.once('error', (error) => {
    release();
    reject(cannotStart({ error, program: call.program }));
  });
  child.once('exit', () => {
    signalGroup({ child, signal: 'SIGKILL' });
    // A process that left the group may hold the pipes open for ever.
    drainTimer = setTimeout(() => {
      child.stdout?.destroy();
      child.stderr?.destroy();
    }, graceMs);
  });
  child.once('close', (exitCode, signal) => {
    release();
    resolve({ exitCode, signal, stopped, durationMs: Math.round(performance.now() - startedAt) });
  });
  return promise;
};

const graceMs = 2_000;

const start = (call: ProgramCall): ChildProcess => {
  try {
    const child = spawn(call.program, [...call.args], {
      cwd: call.folder.at('.'),
      env: { ...call.env },
      argv0: call.invokedAs ?? call.program,
      detached: true,
      shell: false,
      stdio: 'pipe',
    });
    child.stdout.on('data', call.onStdout);
    child.stderr.on('data', call.onStderr);
    // A program need not read its input.
    child.stdin.on('error', () => undefined);
    child.stdin.end(call.stdin);
    return child;
  } catch (error) {
    throw cannotStart({ error, program: call.program });
  }
};

const signalGroup = ({ child, signal }: { child: ChildProcess; signal: NodeJS.Signals }): void => {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // Nobody is left.
  }
};

/** Nothing ran: the program is none, or the system refused to start it. */
export const cannotStart = ({ error, program }: { error: unknown; program: string }): LineclearError =>
  new LineclearError('invalid_input', `"${program}" cannot be started.`, {
    hint: 'Check the program, the folder and the length of the arguments.',
    details: { reason: 'cannot_start', errno: error instanceof Error && 'code' in error ? error.code : undefined },
    effect: 'none',
    cause: error,
  });
