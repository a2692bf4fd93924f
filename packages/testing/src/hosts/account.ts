import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { atExit } from '../services/at-exit.ts';
import { findBinary } from '../services/binary.ts';
import { runCommand } from '../services/run-command.ts';

/** An ordinary account of this machine. */
export interface OrdinaryAccount {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  /** Works where a host accepts passwords; absent where the account is the one that runs the tests. */
  readonly password?: string;
  /** Removes it, where it was made. */
  remove(): void;
}

const useradd = { command: 'useradd', apt: 'passwd' };
const userdel = { command: 'userdel', apt: 'passwd' };
const openssl = { command: 'openssl', apt: 'openssl' };

/** An account that is not root: a fresh one where the tests run as root, else the one that they run as. */
export const makeAccount = async (home: string): Promise<OrdinaryAccount> => {
  const { username, uid, gid } = userInfo();
  if (uid !== 0) return { name: username, uid, gid, remove: () => undefined };
  const remover = await findBinary(userdel);
  await removeForgotten(remover);
  const name = `${prefix}${process.pid}x${randomBytes(3).toString('hex')}`;
  const password = randomBytes(12).toString('hex');
  const hash = await runCommand({ binary: openssl, args: ['passwd', '-6', password] });
  await runCommand({
    binary: useradd,
    args: ['-M', '-N', '-g', 'nogroup', '-s', '/bin/sh', '-d', home, '-p', hash.trim(), name],
  });
  // Without it, a run that dies would leave an account behind that can log in.
  const forget = atExit(() => removeNow(remover, name));
  const entry = (await accounts()).find((account) => account.name === name);
  if (entry === undefined) throw new Error(`useradd made no account ${name}.`);
  return {
    ...entry,
    password,
    remove: () => {
      forget();
      removeNow(remover, name);
    },
  };
};

const prefix = 'lctest';

const accounts = async () =>
  (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => {
    const [name = '', , uid, gid] = line.split(':');
    return { name, uid: Number(uid), gid: Number(gid) };
  });

// -f: a process that is still ending is no reason to keep the account.
const removeNow = (remover: string, name: string): void => {
  execFileSync(remover, ['-f', name], { stdio: 'ignore' });
};

// Of runs that were killed: their process is not there any more.
const removeForgotten = async (remover: string): Promise<void> => {
  for (const { name } of await accounts()) {
    const pid = new RegExp(`^${prefix}(\\d+)x[0-9a-f]{6}$`).exec(name)?.[1];
    if (pid === undefined || isRunning(Number(pid))) continue;
    try {
      removeNow(remover, name);
    } catch {
      // Another run that starts now was faster.
      continue;
    }
  }
};

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
