import { type ChildProcess, spawn } from 'node:child_process';
import type { Home } from './home.ts';
import { type App, launcherOf } from './built.ts';

/** A process that ended. */
export interface Ended {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process that runs. Disposing of it kills it, and waits until it is gone. */
export interface Running extends AsyncDisposable {
  readonly child: ChildProcess;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Resolves with the first match in stdout or stderr; rejects when the process ends without one. */
  readonly waitFor: (pattern: RegExp) => Promise<RegExpExecArray>;
  readonly ended: Promise<Ended>;
}

export interface StartOptions {
  /** The built app, `ops` when absent; or a script of the tests, which gets the built packages too. */
  readonly app?: App | { readonly script: string };
  readonly args: readonly string[];
  readonly home: Home;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts an app in a home's workspace, the way a user would. */
export const start = ({ app = 'ops', args, home, env = {} }: StartOptions): Running => {
  // The apps turn their cache on by themselves.
  const [script, cache] =
    typeof app === 'string' ? [launcherOf(app), {}] : [app.script, { NODE_COMPILE_CACHE: home.env['XDG_CACHE_HOME'] }];
  const child = spawn(process.execPath, [script, ...args], { cwd: home.workspace, env: { ...home.env, ...cache, ...env } });
  let stdout = '';
  let stderr = '';
  let isOver = false;
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    tell();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    tell();
  });
  // A process that ends while it is written to is something tests do on purpose.
  child.stdin.on('error', () => {});
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (exitCode, signal) => {
      isOver = true;
      tell();
      resolve({ exitCode, signal, stdout, stderr });
    });
  });
  const waitFor = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = pattern.exec(stdout) ?? pattern.exec(stderr);
        if (found === null && !isOver) return;
        listeners.delete(look);
        if (found === null) reject(new Error(`${args.join(' ')} ended before ${String(pattern)}:\n${stdout}\n${stderr}`));
        else resolve(found);
      };
      listeners.add(look);
      look();
    });
  return {
    child,
    stdout: () => stdout,
    stderr: () => stderr,
    waitFor,
    ended,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
};

/** Runs a command to its end. */
export const run = ({ input = '', ...options }: StartOptions & { readonly input?: string }): Promise<Ended> => {
  const running = start(options);
  running.child.stdin?.end(input);
  return running.ended;
};
