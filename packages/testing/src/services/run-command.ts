import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { atExit } from './at-exit.ts';
import type { ServiceBinary } from './binary.ts';
import { findBinary } from './binary.ts';
import type { Account } from './unprivileged.ts';

const run = promisify(execFile);

/** Runs a program to its end and yields what it printed; throws with its stderr when it fails. */
export const runCommand = async ({
  binary,
  args,
  env,
  account,
}: {
  binary: ServiceBinary;
  args: readonly string[];
  env?: Readonly<Record<string, string>>;
  account?: Account | undefined;
}): Promise<string> => {
  const running = run(await findBinary(binary), [...args], {
    env: { ...process.env, ...env },
    cwd: '/',
    ...(account !== undefined && { uid: account.uid, gid: account.gid }),
  });
  // It would go on writing into a folder that is being removed.
  const forget = atExit(() => void running.child.kill('SIGKILL'));
  try {
    return (await running).stdout;
  } finally {
    forget();
  }
};
