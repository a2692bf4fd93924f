import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import { LineclearError } from '@lineclear/core/plugin';
import { holds } from '../files/confinement.ts';
import type { Confinement } from '../files/confinement.ts';

/** A program as it was found. */
export interface Program {
  /** As the caller named it. */
  readonly name: string;
  /** The path it is started by; may be a link, because some programs look at their own name. */
  readonly path: string;
  readonly real: string;
  /** Changes when the file is replaced or changed. */
  readonly identity: string;
}

/** The folders of a PATH that no tool here can write to: absolute ones outside the roots. */
export const outsideRoots = async ({
  searchPath,
  confinement,
}: {
  searchPath: string;
  confinement: Confinement;
}): Promise<readonly string[]> => {
  const folders = await Promise.all(
    searchPath.split(delimiter).map(async (folder) => {
      if (!isAbsolute(folder)) return [];
      const real = await realpath(folder).catch(() => undefined);
      return real === undefined || confinement.roots.some((root) => holds(root, real)) ? [] : [folder];
    }),
  );
  return folders.flat();
};

/** Finds a program: a bare name in the given folders, a path relative to `folder`. */
export const findProgram = async (request: {
  name: string;
  folder: string;
  searchFolders: readonly string[];
}): Promise<Program> => {
  const { name, folder, searchFolders } = request;
  const paths = name.includes('/') ? [resolve(folder, name)] : searchFolders.map((place) => join(place, name));
  for (const path of paths) {
    const identity = await identityOf(path);
    if (identity !== undefined) return { name, path, ...identity };
  }
  throw new LineclearError('not_found', `There is no program "${name}"${name.includes('/') ? '' : ' on the search path'}.`, {
    hint: 'Name a program of the system, or the path of one in the workspace. A shell is not involved: give program and arguments as separate items.',
    details: { reason: 'no_program' },
  });
};

/** What a file is right now; `undefined` when it cannot be run. */
const identityOf = async (path: string): Promise<{ real: string; identity: string } | undefined> => {
  try {
    const real = await realpath(path);
    await access(real, constants.X_OK);
    const facts = await stat(real, { bigint: true });
    return facts.isFile() ? { real, identity: describe(facts) } : undefined;
  } catch {
    return undefined;
  }
};

/** What a script is right now, for the guard; `undefined` when it is not a file. */
export const scriptIdentity = async (path: string): Promise<string | undefined> => {
  const facts = await stat(path, { bigint: true }).catch(() => undefined);
  return facts?.isFile() === true ? describe(facts) : undefined;
};

// The change time cannot be set back by an ordinary user, so a swap shows even with size and modification time restored.
const describe = (facts: { dev: bigint; ino: bigint; size: bigint; mtimeNs: bigint; ctimeNs: bigint }): string =>
  [facts.dev, facts.ino, facts.size, facts.mtimeNs, facts.ctimeNs].join(':');
