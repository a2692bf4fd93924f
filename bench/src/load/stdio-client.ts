import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { initialize, initialized } from './messages.ts';

export interface StdioCommand {
  /** What `node` is given. */
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
}

/** A server that was started as clients start it, and the lines to and from it. Disposing of it ends it. */
export interface StdioClient extends AsyncDisposable {
  readonly pid: number | undefined;
  /** Sends one line and waits for the next one that comes back. */
  ask(line: string): Promise<string>;
  tell(line: string): void;
}

/** Starts a server and does not wait for it: the first answer shows that it runs. */
export const startStdio = ({ args, env = {}, cwd }: StdioCommand): StdioClient => {
  const child = spawn(process.execPath, args, {
    cwd,
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', ...env },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  let rest = '';
  let waiting: { resolve: (line: string) => void; reject: (error: Error) => void } | undefined;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    rest += text;
    const end = rest.indexOf('\n');
    if (end === -1) return;
    const line = rest.slice(0, end);
    rest = rest.slice(end + 1);
    waiting?.resolve(line);
  });
  const ended = once(child, 'close').then(() => waiting?.reject(new Error(`${args.join(' ')} ended too early`)));
  // Writing to a server that ended is reported by its end.
  child.stdin.on('error', () => {});
  return {
    pid: child.pid,
    ask: (line) => {
      const answer = new Promise<string>((resolve, reject) => {
        waiting = { resolve, reject };
      });
      child.stdin.write(`${line}\n`);
      return answer;
    },
    tell: (line) => void child.stdin.write(`${line}\n`),
    [Symbol.asyncDispose]: async () => {
      child.stdin.end();
      const patience = setTimeout(() => child.kill('SIGKILL'), 2_000);
      await ended;
      clearTimeout(patience);
    },
  };
};

/** Opens a session of 2025-11-25. */
export const openStdioSession = async (client: StdioClient): Promise<void> => {
  await client.ask(initialize);
  client.tell(initialized);
};
