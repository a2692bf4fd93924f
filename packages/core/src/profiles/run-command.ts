import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Runs a program without a shell and yields what it prints; rejects when it fails, is killed after `timeoutMs` or prints over 1 MiB. */
export const runCommand = async (argv: readonly string[], { timeoutMs }: { readonly timeoutMs: number }): Promise<string> => {
  const [program = '', ...args] = argv;
  const { stdout } = await execute(program, args, {
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
    encoding: 'utf8',
    windowsHide: true,
  });
  return stdout;
};
