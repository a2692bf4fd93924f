import { homedir, userInfo } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import type { Clock } from '@lineclear/core/plugin';

export type StopSignal = 'SIGINT' | 'SIGTERM';

/** A stream that people or another process read. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** A stream that may be a terminal with a person at it. */
export interface Input extends Readable {
  readonly isTTY?: boolean;
  setRawMode?(isRaw: boolean): unknown;
}

/** Everything of the process that a command may use, so that tests can bring their own. */
export interface Surroundings {
  /** Without the interpreter and the script. */
  readonly argv: readonly string[];
  /** The Node that runs. */
  readonly interpreter: string;
  /** The script that was started. */
  readonly script: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly home: string;
  /** The operating-system user; the principal of stdio and of the command line. */
  readonly user: string;
  readonly platform: NodeJS.Platform;
  readonly stdin: Input;
  readonly stdout: Writable & Output;
  readonly stderr: Writable & Output;
  readonly clock: Clock;
  /** Calls back on every signal that asks to stop; returns how to stop listening. */
  readonly onStopSignal: (listener: (signal: StopSignal) => void) => () => void;
  /** Ends at once, without waiting for anything. */
  readonly exitNow: (exitCode: number) => void;
}

/** The surroundings of the running process. */
export const processSurroundings = (): Surroundings => ({
  argv: process.argv.slice(2),
  interpreter: process.execPath,
  script: process.argv[1] ?? '',
  env: process.env,
  cwd: process.cwd(),
  home: process.env['HOME'] ?? homedir(),
  user: userName(),
  platform: process.platform,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  clock: { now: () => Date.now() },
  onStopSignal: (listener) => {
    process.on('SIGINT', listener).on('SIGTERM', listener);
    return () => process.off('SIGINT', listener).off('SIGTERM', listener);
  },
  exitNow: (exitCode) => process.exit(exitCode),
});

// In a container the user id often has no name.
const userName = (): string => {
  try {
    return userInfo().username;
  } catch {
    return `uid-${process.getuid?.() ?? 'unknown'}`;
  }
};
