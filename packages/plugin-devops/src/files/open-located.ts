import type { Location } from './confinement.ts';
import { toFileError } from './file-errors.ts';
import { type Folder, openFolder } from './folder.ts';

/** Opens the folder at a checked place. What is missing or no folder is told under the name that the caller used; nothing has run then. */
export const openLocated = async (location: Location): Promise<Folder> => {
  try {
    return await openFolder(location.real);
  } catch (error) {
    throw toFileError({ error, shown: location.shown, effect: 'none' });
  }
};
