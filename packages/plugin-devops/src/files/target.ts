import { relative } from 'node:path';
import { LineclearError } from '@lineclear/core/plugin';
import { holds } from './confinement.ts';
import type { Confinement, Location } from './confinement.ts';

/** Locates what a write would change, and refuses what no write may touch. */
export type LocateTarget = (request: { path: string; last: 'follow' | 'keep' }) => Promise<Location>;

/**
 * Refuses the roots themselves, folders that hold something protected, and everything in `.git`: hooks and settings there are programs
 * that git would start later.
 */
export const createLocateTarget =
  (confinement: Confinement): LocateTarget =>
  async ({ path, last }) => {
    const location = await confinement.locate({ path, last });
    const names = relative(location.root, location.real).split('/');
    if (location.real === location.root || confinement.roots.some((root) => holds(location.real, root)))
      throw isRoot(location.shown);
    if (names.some(isGitFolder)) throw isGit(location.shown);
    if ((await confinement.protectedPaths()).some((secret) => holds(location.real, secret))) throw holdsProtected(location.shown);
    return location;
  };

/** Refuses a path that means another place than in the preview: a link in it points elsewhere now. */
export const checkSamePlace = ({ location, previewed }: { location: Location; previewed: string }): void => {
  if (location.shown === previewed) return;
  throw new LineclearError(
    'conflict',
    `The path means "${location.shown}" now and meant "${previewed}" in the preview; nothing changed.`,
    {
      hint: 'Look at the links on the path with fs_info, then preview again.',
      details: { reason: 'path_changed' },
      effect: 'none',
    },
  );
};

/** Refuses a file that nobody may write, although a replacement in its folder would succeed. */
export const checkNotReadOnly = ({ location, mode }: { location: Location; mode: number | undefined }): void => {
  if (mode === undefined || (mode & 0o222) !== 0) return;
  throw new LineclearError('forbidden', `"${location.shown}" is read-only.`, {
    hint: 'Ask a person whether it may change; its permissions have to be changed first.',
    details: { reason: 'read_only' },
    effect: 'none',
  });
};

// Some file systems ignore case and invisible characters in names.
const isGitFolder = (name: string): boolean =>
  name
    .normalize('NFC')
    .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
    .toLowerCase() === '.git';

const isRoot = (shown: string): LineclearError =>
  new LineclearError('forbidden', `"${shown}" is a root of the workspace, or holds one.`, {
    hint: 'Name something inside it.',
    details: { reason: 'is_root' },
    effect: 'none',
  });

const isGit = (shown: string): LineclearError =>
  new LineclearError('forbidden', `"${shown}" belongs to the data of a git repository.`, {
    hint: 'Use git_commit to commit; other changes to a repository need a person.',
    details: { reason: 'git_data' },
    effect: 'none',
  });

const holdsProtected = (shown: string): LineclearError =>
  new LineclearError('forbidden', `"${shown}" holds the server's own state, configuration or tokens.`, {
    hint: 'Name the files in it that you want to change.',
    details: { reason: 'protected_path' },
    effect: 'none',
  });
