import { lstat, realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { LineclearError } from '@lineclear/core/plugin';
import { errnoOf, toFileError } from './file-errors.ts';

/** A place inside the workspace that a caller may touch. */
export interface Location {
  /** Absolute and free of symbolic links; with `last: 'keep'` the last name itself may be one. */
  readonly real: string;
  /** How callers see it: relative to the first root, absolute in the others. */
  readonly shown: string;
  /** The real path of the root that holds it. */
  readonly root: string;
  readonly exists: boolean;
}

/** The only way from a caller's text to a path. */
export interface Confinement {
  /** The real paths of the roots, the one that relative paths mean first. */
  readonly roots: readonly string[];
  /**
   * Follows symbolic links and refuses what leaves the roots or is protected. What does not exist yet is located below its nearest
   * existing folder. `last: 'keep'` does not follow the last name, for callers that move or delete a link itself.
   */
  readonly locate: (request: { path: string; last?: 'follow' | 'keep'; base?: string }) => Promise<Location>;
  /** The location of a real path that was found by reading folders, or `undefined` when callers must not see it. */
  readonly admit: (real: string) => Promise<Location | undefined>;
  /** The real paths of everything protected, as they are now. */
  readonly protectedPaths: () => Promise<readonly string[]>;
}

/** True for the folder itself and for everything below it; `/srv/app` does not hold `/srv/app_evil`. */
export const holds = (folder: string, path: string): boolean =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);

/** Opens the roots. Rejects when one does not exist or is not a folder. */
export const confine = async (request: { roots: readonly string[]; protectedPaths: readonly string[] }): Promise<Confinement> => {
  const given = request.roots.map((root) => resolve(root));
  const roots = await Promise.all(given.map(realRoot));
  const pseudo = pseudoFolders.filter((folder) => roots.some((root) => holds(root, folder)));
  const denied = [...request.protectedPaths.map((path) => resolve(path)), ...pseudo];
  const first = roots[0];
  if (first === undefined)
    throw new LineclearError('not_configured', 'The workspace has no roots.', { hint: 'Add a folder to roots.' });

  // A protected link counts as well as what it points to.
  const protectedPaths = async () =>
    (await Promise.all(denied.map(async (path) => [(await deepest(path)).real, await realEntry(path)]))).flat();

  const show = (real: string): string => {
    if (!holds(first, real)) return real;
    return relative(first, real) || '.';
  };

  const permit = async ({ real, exists, dangling, path }: Found & { path: string }): Promise<Location> => {
    if ((await protectedPaths()).some((folder) => holds(folder, real))) throw protectedError(path);
    const root = roots.find((candidate) => holds(candidate, real));
    if (root === undefined) throw outside({ path, roots });
    if (dangling) throw danglingLink(path);
    return { real, root, exists, shown: show(real) };
  };

  const locate: Confinement['locate'] = async ({ path, last = 'follow', base = first }) => {
    checkText(path);
    const absolute = resolve(base, path);
    const rootIndex = given.indexOf(absolute);
    const named = rootIndex === -1 ? absolute : (roots[rootIndex] ?? absolute);
    try {
      if (last === 'follow' || roots.includes(named)) return await permit({ ...(await deepest(named)), path });
      const folder = await deepest(dirname(named));
      const real = join(folder.real, basename(named));
      return await permit({ real, exists: await isThere(real), dangling: folder.dangling, path });
    } catch (error) {
      if (LineclearError.is(error)) throw error;
      // The kinds of failure outside the roots would tell what exists there.
      if (![...given, ...roots].some((root) => holds(root, absolute))) throw outside({ path, roots });
      throw toFileError({ error, shown: path, effect: 'none' });
    }
  };

  const admit: Confinement['admit'] = async (real) => {
    try {
      const found = await deepest(real);
      return found.real === real ? await permit({ ...found, path: real }) : undefined;
    } catch {
      return undefined;
    }
  };

  return { roots, locate, admit, protectedPaths };
};

// Only a root of "/" holds these; their files are devices, other processes' memory and environment, or change the kernel.
const pseudoFolders = process.platform === 'linux' ? ['/proc', '/sys', '/dev'] : ['/dev'];
const maxPathBytes = 4096;
const maxNameBytes = 255;

const realRoot = async (root: string): Promise<string> => {
  const real = await realpath(root).catch(() => undefined);
  const facts = real === undefined ? undefined : await lstat(real);
  if (real !== undefined && facts?.isDirectory() === true) return real;
  throw new LineclearError('not_configured', `The workspace root "${root}" is not a folder that exists.`, {
    hint: 'Create the folder, or correct roots in the profile.',
    details: { reason: 'bad_root', root },
  });
};

interface Found {
  readonly real: string;
  readonly exists: boolean;
  /** `real` is a link whose target does not exist. */
  readonly dangling: boolean;
}

/** The real path of what exists, with the names that do not exist yet appended. */
const deepest = async (absolute: string, attempts = 3): Promise<Found> => {
  const missing: string[] = [];
  for (let existing = absolute; ; existing = dirname(existing)) {
    try {
      const real = await realpath(existing);
      return { real: join(real, ...missing), exists: missing.length === 0, dangling: false };
    } catch (error) {
      const errno = errnoOf(error);
      if ((errno !== 'ENOENT' && errno !== 'ENOTDIR') || dirname(existing) === existing) throw error;
      const facts = await lstat(existing).catch(() => undefined);
      if (facts?.isSymbolicLink() === true) return { real: await realEntry(existing), exists: true, dangling: true };
      // What is there now, and was not a moment ago, was made by somebody else meanwhile.
      if (facts !== undefined && attempts > 0) return deepest(absolute, attempts - 1);
      missing.unshift(basename(existing));
    }
  }
};

/** The real path of the folder, with the last name as it is. */
const realEntry = async (absolute: string): Promise<string> => join((await deepest(dirname(absolute))).real, basename(absolute));

const isThere = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  );

const checkText = (path: string): void => {
  const problem = textProblem(path);
  if (problem === undefined) return;
  throw new LineclearError('invalid_input', `The path ${problem}.`, {
    hint: 'Use a path as fs_list shows it.',
    details: { reason: 'bad_path' },
  });
};

const textProblem = (path: string): string | undefined => {
  if (path.includes('\0')) return 'holds a NUL character';
  if (!path.isWellFormed()) return 'is not valid Unicode';
  if (Buffer.byteLength(path) > maxPathBytes) return `is longer than ${maxPathBytes} bytes`;
  if (path.split('/').some((name) => Buffer.byteLength(name) > maxNameBytes))
    return `holds a name longer than ${maxNameBytes} bytes`;
  return undefined;
};

const outside = ({ path, roots }: { path: string; roots: readonly string[] }): LineclearError =>
  new LineclearError('forbidden', `"${path}" is outside the workspace${isAbsolute(path) ? '' : ', or a link leads out of it'}.`, {
    hint: `Use a path inside ${roots.map((root) => `"${root}"`).join(' or ')}.`,
    details: { reason: 'outside_roots', roots },
  });

const protectedError = (path: string): LineclearError =>
  new LineclearError('forbidden', `"${path}" holds the server's own state, configuration or tokens, or is part of the system.`, {
    hint: 'No tool reads or changes it; ask the operator.',
    details: { reason: 'protected_path' },
  });

const danglingLink = (path: string): LineclearError =>
  new LineclearError('forbidden', `"${path}" is, or passes, a symbolic link that leads nowhere.`, {
    hint: 'Use fs_info to see where it points; fs_delete removes the link itself.',
    details: { reason: 'dangling_link' },
  });
