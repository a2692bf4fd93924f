import { createHash, randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { open, unlink } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { LineclearError, quoted } from '@lineclear/core/plugin';
import type { Location } from '../../files/confinement.ts';
import { toFileError } from '../../files/file-errors.ts';
import { openFolder } from '../../files/folder.ts';
import { placeEntry } from '../../files/place-entry.ts';
import type { OpenFile } from './open-file.ts';

const chunkBytes = 1 << 20;

/** Saves a file of a host at a place of this machine where nothing is: under another name first, and only if it is what was previewed. */
export const download = async ({
  source,
  location,
  bytes,
  sha256,
  progress,
  ...place
}: {
  source: OpenFile;
  host: string;
  path: string;
  location: Location;
  bytes: number;
  sha256: string;
  progress: (received: number) => void;
}): Promise<void> => {
  const { shown } = location;
  try {
    await using folder = await openFolder(dirname(location.real));
    const draft = `.lineclear-${randomBytes(8).toString('hex')}`;
    const handle = await open(
      folder.at(draft),
      constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY | constants.O_NOFOLLOW,
      0o600,
    );
    try {
      const hash = createHash('sha256');
      for (let received = 0; received < bytes;) {
        const chunk = await source.read({ offset: received, length: Math.min(chunkBytes, bytes - received) });
        if (chunk.length === 0) break;
        hash.update(chunk);
        await handle.write(chunk);
        received += chunk.length;
        progress(received);
      }
      if (hash.digest('hex') !== sha256) throw changedSince(place);
      await handle.sync();
      await placeEntry({ from: { folder, name: draft }, to: { folder, name: basename(location.real) } });
      await folder.sync();
    } finally {
      await handle.close();
      // Gone already where it has its final name.
      await unlink(folder.at(draft)).catch(() => undefined);
    }
  } catch (error) {
    throw toFileError({ error, shown, effect: 'none' });
  }
};

/** What is not what the preview showed. */
export const changedSince = ({ host, path }: { host: string; path: string }): LineclearError =>
  new LineclearError('conflict', `${quoted(path)} on the host ${quoted(host)} changed since the preview; nothing was saved.`, {
    hint: 'Preview again.',
    details: { reason: 'content_changed', host, path },
    effect: 'none',
  });
