import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Home } from './home.ts';

const script = fileURLToPath(new URL('./toy-main.ts', import.meta.url));

/** A host process that ended. */
export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A host process that runs, and what it has printed so far. */
export interface Running {
  readonly child: ChildProcess;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Waits until stdout or stderr has a text that matches. */
  waitFor(pattern: RegExp): Promise<RegExpExecArray>;
  readonly ended: Promise<Ended>;
}

/** Starts the toy host in a home's project, the way a user would. */
export const start = ({
  args,
  home,
  env = {},
}: {
  args: readonly string[];
  home: Home;
  env?: Record<string, string>;
}): Running => {
  const child = spawn(process.execPath, ['--conditions=@lineclear/source', script, ...args], {
    cwd: home.project,
    env: { ...home.env, ...env },
  });
  let stdout = '';
  let stderr = '';
  const listeners = new Set<() => void>();
  const heard = (): void => {
    for (const listener of listeners) listener();
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    heard();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    heard();
  });
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (exitCode) => {
      heard();
      resolve({ exitCode, stdout, stderr });
    });
  });
  return {
    child,
    stdout: () => stdout,
    stderr: () => stderr,
    ended,
    waitFor: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = pattern.exec(stdout) ?? pattern.exec(stderr);
          if (found !== null) {
            listeners.delete(look);
            resolve(found);
          } else if (child.exitCode !== null) {
            listeners.delete(look);
            reject(new Error(`ended with ${child.exitCode} before ${String(pattern)}:\n${stdout}\n${stderr}`));
          }
        };
        listeners.add(look);
        look();
      }),
  };
};

/** Runs a command of the toy host to its end. */
export const run = ({ input = '', ...options }: Parameters<typeof start>[0] & { input?: string }): Promise<Ended> => {
  const running = start(options);
  running.child.stdin?.end(input);
  return running.ended;
};
