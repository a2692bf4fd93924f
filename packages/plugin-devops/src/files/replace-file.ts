import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { open, rename, unlink } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { LineclearError } from '@lineclear/core/plugin';
import { sha256Hex } from '../digest/sha256.ts';
import type { Location } from './confinement.ts';
import { absent, orAbsent } from './content.ts';
import { errnoOf, toFileError } from './file-errors.ts';
import { openOrMakeFolder } from './folder.ts';
import type { Folder } from './folder.ts';
import { placeEntry } from './place-entry.ts';
import { readEntry } from './regular-file.ts';
import type { FileContent } from './regular-file.ts';

/**
 * Puts new bytes in place of a file in one step: readers see the old file or the new one, never a part. Keeps mode and owner.
 * `expected` is the hash of what must be there now, or `absent`; anything else is a `conflict` and nothing changes.
 * The file becomes a new one to the file system: other hard links keep the old content.
 */
export const replaceFile = async (request: {
  location: Location;
  bytes: Uint8Array;
  expected: string;
  maxBytes: number;
}): Promise<void> => {
  const { location, bytes, expected, maxBytes } = request;
  const { shown } = location;
  try {
    await using folder = await openOrMakeFolder(dirname(location.real));
    const name = basename(location.real);
    const before = await orAbsent(readEntry({ folder, name, maxBytes, shown }));
    if ((before === undefined ? absent : sha256Hex(before.bytes)) !== expected) throw changed(shown);
    await using draft = await writeDraft({ folder, bytes, before });
    const [from, to] = [
      { folder, name: draft.name },
      { folder, name },
    ];
    await (before === undefined ? placeEntry({ from, to }) : rename(folder.at(from.name), folder.at(to.name)));
    await folder.sync();
  } catch (error) {
    throw toFileError({ error, shown, effect: 'none' });
  }
};

const changed = (shown: string): LineclearError =>
  new LineclearError('conflict', `"${shown}" changed since it was previewed; nothing was written.`, {
    hint: 'Read it again, then preview again.',
    details: { reason: 'content_changed' },
    effect: 'none',
  });

interface Draft {
  readonly name: string;
  [Symbol.asyncDispose](): Promise<void>;
}

/** A complete, synced file under a random name in the same folder; removed on disposal unless it was renamed. */
const writeDraft = async (request: { folder: Folder; bytes: Uint8Array; before: FileContent | undefined }): Promise<Draft> => {
  const { folder, bytes, before } = request;
  const name = `.lineclear-${randomBytes(8).toString('hex')}`;
  const flags = constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY | constants.O_NOFOLLOW;
  const handle = await open(folder.at(name), flags, before === undefined ? 0o666 : 0o600);
  const draft = { name, [Symbol.asyncDispose]: () => orAbsent(unlink(folder.at(name))) };
  try {
    await handle.writeFile(bytes);
    if (before !== undefined) await keepOwnerAndMode({ handle, before });
    await handle.sync();
  } catch (error) {
    await draft[Symbol.asyncDispose]();
    throw error;
  } finally {
    await handle.close();
  }
  return draft;
};

const keepOwnerAndMode = async ({ handle, before }: { handle: FileHandle; before: FileContent }): Promise<void> => {
  const facts = await handle.stat();
  if (facts.uid !== before.uid || facts.gid !== before.gid) {
    // Only root can give a file away; for everybody else the writer becomes the owner, as with any editor that saves this way.
    await handle.chown(before.uid, before.gid).catch((error: unknown) => {
      if (errnoOf(error) !== 'EPERM') throw error;
    });
  }
  await handle.chmod(before.mode);
};
