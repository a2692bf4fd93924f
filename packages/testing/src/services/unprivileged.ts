import { readFile } from 'node:fs/promises';

export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** The account `nobody` when this process is root, `undefined` when it is not: some servers refuse to run as root. */
export const unprivilegedAccount = async (): Promise<Account | undefined> => {
  if (process.getuid?.() !== 0) return undefined;
  const line = (await readFile('/etc/passwd', 'utf8')).split('\n').find((entry) => entry.startsWith('nobody:'));
  const [name, , uid, gid] = line?.split(':') ?? [];
  if (name === undefined) throw new Error('There is no account `nobody` to run the service under.');
  return { name, uid: Number(uid), gid: Number(gid) };
};
