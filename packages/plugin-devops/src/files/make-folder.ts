import { mkdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { Location } from './confinement.ts';
import { toFileError } from './file-errors.ts';
import { openFolder, openOrMakeFolder } from './folder.ts';

/** Makes one folder, and with `parents` the missing ones above it. What has its name already is a `conflict`. */
export const makeFolder = async ({ location, parents }: { location: Location; parents: boolean }): Promise<void> => {
  const above = dirname(location.real);
  try {
    await using parent = await (parents ? openOrMakeFolder(above) : openFolder(above));
    await mkdir(parent.at(basename(location.real)));
    await parent.sync();
  } catch (error) {
    throw toFileError({ error, shown: location.shown, effect: parents ? 'unknown' : 'none' });
  }
};
