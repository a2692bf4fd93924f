import { LineclearError, quoted } from '@lineclear/core/plugin';
import type { ClientChannel } from 'ssh2';
import { BoundedOutput, type ShownOutput } from '../../process/bounded-output.ts';
import type { HostConnection } from './host-connection.ts';
import { connectionLost } from './host-errors.ts';
import { Preamble } from './preamble.ts';

export interface ChannelCall {
  readonly connection: HostConnection;
  readonly command: string;
  /** Sent as it stands, then the input ends. */
  readonly stdin?: Buffer;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** How much of the output is kept, and half as much of the errors: one half from the beginning, one from the end. */
  readonly limitBytes: number;
  /** Sees every byte of the output, for what is read as it comes. */
  readonly onStdout?: (chunk: Buffer) => void;
  /** Waits for no place among the channels. */
  readonly isUrgent?: boolean;
  /** Ends what runs, when the time is over or the caller leaves; says whether all of it ended. */
  readonly stop: (processGroup: number) => Promise<boolean>;
}

export interface ChannelEnd {
  /** The words of the script's first line: `started` with the process, or why nothing was started. */
  readonly said: string;
  /** Null when a signal ended it, or when it was not waited for. */
  readonly exitCode: number | null;
  readonly exitSignal: string | null;
  readonly durationMs: number;
  readonly stdout: ShownOutput;
  readonly stderr: ShownOutput;
  readonly stopped: 'timeout' | 'cancelled' | undefined;
  /** It was stopped from here, and some of it may go on. */
  readonly mayStillRun: boolean;
}

/** Runs a command line on a connection to its end. A lost connection is seen at once and thrown. */
export const runChannel = async (call: ChannelCall): Promise<ChannelEnd> => {
  const { connection, signal } = call;
  const startedAt = performance.now();
  const preamble = new Preamble();
  const [stdout, stderr] = [new BoundedOutput(call.limitBytes), new BoundedOutput(call.limitBytes / 2)];
  const watch = new EndWatch();
  const opened = (channel: ClientChannel): void => {
    channel.on('data', (chunk: Buffer) => {
      const output = preamble.take(chunk);
      stdout.add(output);
      call.onStdout?.(output);
    });
    channel.stderr.on('data', (chunk: Buffer) => stderr.add(chunk));
    // A program need not read its input.
    channel.on('error', () => undefined);
    watch.attach(channel);
    channel.end(call.stdin ?? Buffer.alloc(0));
  };
  const channel = await connection.exec({ command: call.command, signal, opened, isUrgent: call.isUrgent ?? false });
  const interrupted = interruption({ timeoutMs: call.timeoutMs, signal });
  try {
    const first = await Promise.race([watch.ended, interrupted.promise, connection.lost]);
    // What ended by itself is not ended from here, though something that it left running still prints.
    const stopped = typeof first === 'string' && !watch.end.isKnown ? first : undefined;
    const gone = stopped === undefined || (await stopRunning({ call, channel, group: preamble.processGroup }));
    if (stopped !== undefined) await Promise.race([watch.ended, patience(), connection.lost]);
    const { end } = watch;
    if (stopped === undefined && !end.isKnown) throw connectionLost({ host: connection.name, why: 'closed' });
    return {
      said: preamble.said ?? notStarted({ host: connection.name, stopped }),
      exitCode: end.exitCode,
      exitSignal: end.exitSignal,
      durationMs: Math.round(performance.now() - startedAt),
      stdout: stdout.show(),
      stderr: stderr.show(),
      stopped,
      mayStillRun: stopped !== undefined && !gone,
    };
  } finally {
    interrupted.release();
    channel.destroy();
  }
};

interface End {
  readonly exitCode: number | null;
  readonly exitSignal: string | null;
  /** Whether the host said how it ended; a connection that breaks closes channels too. */
  readonly isKnown: boolean;
}

/** Waits for the end of the program, and then of its output; what it left running may hold that open, and is not waited for. */
class EndWatch {
  readonly ended: Promise<void>;
  readonly #done: () => void;
  #end: End = { exitCode: null, exitSignal: null, isKnown: false };
  #drain: NodeJS.Timeout | undefined;

  constructor() {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.ended = promise;
    this.#done = resolve;
  }

  get end(): End {
    return this.#end;
  }

  attach(channel: ClientChannel): void {
    const expectMore = () => {
      if (!this.#end.isKnown) return;
      clearTimeout(this.#drain);
      this.#drain = setTimeout(this.#done, drainMs);
    };
    channel.on('exit', (code: number | null, signal?: string) => {
      this.#end = { exitCode: code, exitSignal: signal ?? null, isKnown: true };
      expectMore();
    });
    channel.on('data', expectMore);
    channel.stderr.on('data', expectMore);
    channel.once('close', () => {
      clearTimeout(this.#drain);
      this.#done();
    });
  }
}

const drainMs = 2_000;

const interruption = ({ timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal }) => {
  const { promise, resolve } = Promise.withResolvers<'timeout' | 'cancelled'>();
  const timer = setTimeout(() => resolve('timeout'), timeoutMs);
  const cancel = () => resolve('cancelled');
  signal.addEventListener('abort', cancel, { once: true });
  if (signal.aborted) cancel();
  return {
    promise,
    release: () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
    },
  };
};

/** sshd passes signals on except to the logins of root, so the group is ended through another channel. */
const stopRunning = async ({
  call,
  channel,
  group,
}: {
  call: ChannelCall;
  channel: ClientChannel;
  group: number | undefined;
}): Promise<boolean> => {
  channel.signal('TERM');
  if (group === undefined) return false;
  try {
    return await call.stop(group);
  } catch {
    return false;
  }
};

// How long the end of something that was ended may take to arrive.
const patience = async (): Promise<'late'> => {
  const { promise, resolve } = Promise.withResolvers<'late'>();
  setTimeout(() => resolve('late'), drainMs).unref();
  return promise;
};

const notStarted = ({ host, stopped }: { host: string; stopped: ChannelEnd['stopped'] }): never => {
  if (stopped !== undefined) {
    throw new LineclearError('timeout', `The host ${quoted(host)} did not begin in time.`, {
      details: { reason: 'not_begun', host },
      effect: 'unknown',
    });
  }
  throw new LineclearError('unsupported', `The account of the host ${quoted(host)} does not run commands.`, {
    hint: 'Give the account a POSIX shell and /bin/sh, and no forced command.',
    details: { reason: 'no_shell', host },
    effect: 'none',
  });
};
