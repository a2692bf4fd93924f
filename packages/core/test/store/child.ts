import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface ChildOptions {
  /** In `children/`, without the ending. */
  readonly script: string;
  readonly args?: readonly string[];
  /** Runs as this user; only root may say so. */
  readonly userId?: number;
  /** The largest file it may write, in units of 512 bytes. */
  readonly fileBlocks?: number;
}

/** Starts a script as a process of its own, from source. */
export const startChild = ({ script, args = [], userId, fileBlocks }: ChildOptions): ChildProcess => {
  const path = fileURLToPath(new URL(`./children/${script}.ts`, import.meta.url));
  const command = [process.execPath, '--conditions=@lineclear/source', path, ...args];
  const limited =
    fileBlocks === undefined ? command : ['sh', '-c', 'ulimit -f "$0" && exec "$@"', String(fileBlocks), ...command];
  const [program = '', ...rest] = limited;
  return spawn(program, rest, {
    stdio: ['ignore', 'pipe', 'inherit'],
    // Test runners set their own options, which a plain process must not inherit.
    env: { PATH: process.env['PATH'] },
    ...(userId === undefined ? {} : { uid: userId, gid: userId }),
  });
};

/** Runs a script to its end and yields the lines of JSON that it printed. */
export const runChild = async (options: ChildOptions): Promise<readonly unknown[]> => {
  const child = startChild(options);
  const printed = collect(child);
  const [code, signal]: unknown[] = await once(child, 'close');
  if (code !== 0) throw new Error(`${options.script} ended with ${String(code ?? signal)}`);
  return lines(printed.text());
};

/** What a child printed so far. */
export const collect = (child: ChildProcess): { text: () => string } => {
  let text = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  return { text: () => text };
};

/** The whole lines; the last one may have been cut by a signal. */
export const lines = (text: string): readonly unknown[] =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line): unknown => JSON.parse(line));
