import { statSync } from 'node:fs';
import { chmod, mkdir, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { unavailable } from './errors.ts';

/** Makes the folder (0700) and an empty file (0600) where they are missing, and takes other users' rights off them. */
export const prepareFile = async ({ path, ownsFolder }: { path: string; ownsFolder: boolean }): Promise<void> => {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // A folder that the caller shares with other things, like /tmp, keeps its rights.
  if (ownsFolder) await closeToOthers({ path: folder, mode: 0o700 });
  await createEmpty(path);
  await closeToOthers({ path, mode: 0o600 });
};

/** What tells a file from another one that took its place. */
export interface FileIdentity {
  readonly device: number;
  readonly inode: number;
}

export const identityOf = (path: string): FileIdentity | undefined => {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? undefined : { device: found.dev, inode: found.ino };
};

/** Throws `audit_unavailable` when the file is no longer the one that was opened: SQLite would go on writing to the removed one. */
export const assertSameFile = ({ path, identity }: { path: string; identity: FileIdentity }): void => {
  const now = identityOf(path);
  if (now?.inode !== identity.inode || now.device !== identity.device) throw unavailable({ trouble: 'missing', path });
};

/**
 * SQLite makes its files with the umask's rights, and gives -wal and -shm those of the main file, so the main file comes first.
 * An existing file is not even opened: closing it again would drop the locks that this process holds on it (POSIX).
 */
const createEmpty = async (path: string): Promise<void> => {
  try {
    const file = await open(path, 'wx', 0o600);
    await file.close();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
};

const closeToOthers = async ({ path, mode }: { path: string; mode: number }): Promise<void> => {
  const found = await stat(path);
  const isOurs = process.getuid === undefined || found.uid === process.getuid();
  if (isOurs && (found.mode & 0o077) !== 0) await chmod(path, mode);
};
