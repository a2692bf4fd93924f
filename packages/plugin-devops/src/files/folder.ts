import { constants } from 'node:fs';
import { lstat, mkdir, open, readlink, realpath } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { LineclearError } from '@lineclear/core/plugin';
import { errnoOf } from './file-errors.ts';

/**
 * An open folder. Paths from `at` go through its descriptor, so that a folder swapped for a link after the check cannot redirect them.
 * Where the system has no /proc, they are ordinary paths and only the checks before and after opening protect.
 */
export interface Folder {
  readonly real: string;
  /** The path of one entry; `.` is the folder itself. */
  at(name: string): string;
  /** Makes the names in it durable. */
  sync(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Opens a real path and proves that the descriptor is the folder that was checked. */
export const openFolder = async (real: string): Promise<Folder> => {
  const handle = await open(real, folderFlags);
  return adopt({ handle, real, prove: true });
};

/** Opens a folder inside an open folder, never through a link. */
export const openChild = async ({ folder, name }: { folder: Folder; name: string }): Promise<Folder> => {
  const handle = await open(folder.at(name), folderFlags);
  return adopt({ handle, real: join(folder.real, name), prove: !anchored });
};

/** Opens a folder and makes it first, with the folders above it, when it does not exist. */
export const openOrMakeFolder = async (real: string): Promise<Folder> => {
  try {
    return await openFolder(real);
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error;
  }
  await using parent = await openOrMakeFolder(dirname(real));
  const name = basename(real);
  await mkdir(parent.at(name)).catch((error: unknown) => {
    if (errnoOf(error) !== 'EEXIST') throw error;
  });
  return await openChild({ folder: parent, name });
};

/** Fails when an open file is not the one at the real path that was checked. */
const proveHandle = async ({ handle, real }: { handle: FileHandle; real: string }): Promise<void> => {
  const actual = anchored ? await readlink(descriptorPath(handle)) : await samePath({ handle, real });
  if (actual === real) return;
  throw new LineclearError('conflict', 'A folder or link on this path changed while it was opened.', {
    hint: 'Call again; if it happens again, something else is changing these folders.',
    details: { reason: 'path_changed' },
    effect: 'none',
  });
};

const anchored = process.platform === 'linux';
const folderFlags = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
const descriptorPath = (handle: FileHandle): string => `/proc/self/fd/${handle.fd}`;

const adopt = async ({ handle, real, prove }: { handle: FileHandle; real: string; prove: boolean }): Promise<Folder> => {
  try {
    if (prove) await proveHandle({ handle, real });
  } catch (error) {
    await handle.close();
    throw error;
  }
  const base = anchored ? descriptorPath(handle) : real;
  return {
    real,
    at: (name) => {
      if (name === '' || name === '..' || name.includes('/')) throw new LineclearError('internal', 'A folder entry is one name.');
      return `${base}/${name}`;
    },
    sync: () => handle.sync(),
    [Symbol.asyncDispose]: () => handle.close(),
  };
};

const samePath = async ({ handle, real }: { handle: FileHandle; real: string }): Promise<string | undefined> => {
  const [opened, named] = await Promise.all([handle.stat({ bigint: true }), lstat(real, { bigint: true })]);
  return opened.dev === named.dev && opened.ino === named.ino ? realpath(real) : undefined;
};
