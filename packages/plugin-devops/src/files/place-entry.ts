import { link, lstat, rename, unlink } from 'node:fs/promises';
import { LineclearError } from '@lineclear/core/plugin';
import { orAbsent } from './content.ts';
import { errnoOf } from './file-errors.ts';
import type { Folder } from './folder.ts';

export interface Entry {
  readonly folder: Folder;
  readonly name: string;
}

/** Renames an entry; what has the new name already is never replaced, but a `conflict`. */
export const placeEntry = async ({ from, to }: { from: Entry; to: Entry }): Promise<void> => {
  const [source, target] = [from.folder.at(from.name), to.folder.at(to.name)];
  if (!(await lstat(source)).isDirectory()) {
    try {
      // rename(2) replaces; link(2) fails when the name exists.
      await link(source, target);
      return await unlink(source);
    } catch (error) {
      if (!withoutHardLinks.includes(errnoOf(error) ?? '')) throw error;
    }
  }
  // A folder is only ever renamed over an empty one.
  if ((await orAbsent(lstat(target))) !== undefined) {
    throw new LineclearError('conflict', `"${to.name}" exists already.`, {
      hint: 'Look at it with fs_info, then preview again.',
      details: { reason: 'exists' },
      effect: 'none',
    });
  }
  await rename(source, target);
};

const withoutHardLinks = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'];
