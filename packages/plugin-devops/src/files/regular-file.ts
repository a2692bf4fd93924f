import { constants, type Stats } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { LineclearError } from '@lineclear/core/plugin';
import type { Location } from './confinement.ts';
import { toFileError } from './file-errors.ts';
import { openFolder } from './folder.ts';
import type { Folder } from './folder.ts';

/** The bytes of a file and what must be kept when it is replaced. */
export interface FileContent {
  readonly bytes: Buffer;
  /** Permission bits, without the type. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** Reads a whole regular file of at most `maxBytes`. Pipes, sockets and devices are refused before anything is read. */
export const readRegularFile = async ({ location, maxBytes }: { location: Location; maxBytes: number }): Promise<FileContent> => {
  if (location.real === location.root) throw notRegular({ shown: location.shown, isFolder: true });
  try {
    await using folder = await openFolder(dirname(location.real));
    return await readEntry({ folder, name: basename(location.real), maxBytes, shown: location.shown });
  } catch (error) {
    throw toFileError({ error, shown: location.shown, effect: 'none' });
  }
};

/** Reads one entry of an open folder, never through a link. */
export const readEntry = async (request: {
  folder: Folder;
  name: string;
  maxBytes: number;
  shown: string;
}): Promise<FileContent> => {
  const { maxBytes, shown } = request;
  await using file = await openEntry(request);
  const { size, mode, uid, gid } = file.facts;
  if (size > maxBytes) throw tooLarge({ shown, maxBytes, bytes: size });
  const bytes = await readBounded({ handle: file.handle, maxBytes, sizeHint: size });
  if (bytes === undefined) throw tooLarge({ shown, maxBytes, bytes: size });
  return { bytes, mode: mode & 0o7777, uid, gid };
};

interface OpenFile extends AsyncDisposable {
  readonly handle: FileHandle;
  readonly facts: Stats;
}

/** Opens a regular file of any size for reading. Pipes, sockets and devices are refused. */
export const openRegularFile = async (location: Location): Promise<OpenFile> => {
  if (location.real === location.root) throw notRegular({ shown: location.shown, isFolder: true });
  try {
    await using folder = await openFolder(dirname(location.real));
    return await openEntry({ folder, name: basename(location.real), shown: location.shown });
  } catch (error) {
    throw toFileError({ error, shown: location.shown, effect: 'none' });
  }
};

const openEntry = async ({ folder, name, shown }: { folder: Folder; name: string; shown: string }): Promise<OpenFile> => {
  // Opening a device can already do something (rewind a tape), so the type is looked at before and again after.
  const named = await lstat(folder.at(name));
  if (!named.isFile()) throw notRegular({ shown, isFolder: named.isDirectory() });
  const handle = await open(
    folder.at(name),
    constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK | constants.O_NOCTTY,
  );
  try {
    const facts = await handle.stat();
    if (!facts.isFile()) throw notRegular({ shown, isFolder: facts.isDirectory() });
    return { handle, facts, [Symbol.asyncDispose]: () => handle.close() };
  } catch (error) {
    await handle.close();
    throw error;
  }
};

// The size can be wrong (files that grow, synthetic files), so reading stops at the limit and not at the size.
const readBounded = async (request: { handle: FileHandle; maxBytes: number; sizeHint: number }): Promise<Buffer | undefined> => {
  const { handle, maxBytes, sizeHint } = request;
  const chunks: Buffer[] = [];
  let total = 0;
  for (;;) {
    const chunk = Buffer.allocUnsafe(Math.min(Math.max(sizeHint - total + 1, 4096), 1 << 20));
    const { bytesRead } = await handle.read(chunk, 0, chunk.length, null);
    if (bytesRead === 0) return Buffer.concat(chunks, total);
    total += bytesRead;
    if (total > maxBytes) return undefined;
    chunks.push(chunk.subarray(0, bytesRead));
  }
};

/** Refuses what a program would wait for, or change, by opening it: everything but a file or a folder. */
export const checkReadable = async (location: Location): Promise<void> => {
  try {
    const facts = await lstat(location.real);
    if (!facts.isFile() && !facts.isDirectory()) throw notRegular({ shown: location.shown, isFolder: false });
  } catch (error) {
    throw toFileError({ error, shown: location.shown, effect: 'none' });
  }
};

const notRegular = ({ shown, isFolder }: { shown: string; isFolder: boolean }): LineclearError =>
  isFolder
    ? new LineclearError('invalid_input', `"${shown}" is a folder, not a file.`, {
        hint: 'Use fs_list to see what is in it.',
        details: { reason: 'is_folder' },
      })
    : new LineclearError('invalid_input', `"${shown}" is a device, pipe, socket or link, not a regular file.`, {
        hint: 'Name a regular file; fs_info tells the type.',
        details: { reason: 'not_regular' },
      });

const tooLarge = ({ shown, maxBytes, bytes }: { shown: string; maxBytes: number; bytes: number }): LineclearError =>
  new LineclearError('unsupported', `"${shown}" has ${bytes} bytes; the limit is ${maxBytes}.`, {
    hint: 'Use fs_search to find the lines you need and fs_read to read them, or ask the operator to raise max_file_bytes.',
    details: { reason: 'too_large', bytes, max_bytes: maxBytes },
  });

/** True for the error of a file that is over the limit for reading it whole. */
export const isTooLarge = (error: unknown): boolean => LineclearError.is(error) && error.details?.['reason'] === 'too_large';
