import { readdir, readFile, realpath } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { LineclearError } from '@lineclear/core/plugin';
import { holds } from '../files/confinement.ts';
import type { Confinement, Location } from '../files/confinement.ts';
import { openFolder } from '../files/folder.ts';
import type { Folder } from '../files/folder.ts';
import { openLocated } from '../files/open-located.ts';
import { runGit } from './run-git.ts';
import type { Git, GitAnswer, GitCall } from './run-git.ts';

/** A repository whose work tree and data lie inside the roots. */
export interface Repository {
  /** How callers see its top folder. */
  readonly shown: string;
  /** The real path of the top folder. */
  readonly top: string;
  /** The real paths of the repository's data: of this work tree, and shared between work trees. */
  readonly gitFolder: string;
  readonly commonFolder: string;
  /** Filter drivers that the repository's own configuration defines; they never run. */
  readonly ownFilters: readonly string[];
  /** A pathspec that leaves out every protected file, as arguments after `--`. */
  readonly withoutProtected: readonly string[];
  git(call: Omit<GitCall, 'folder'>): Promise<GitAnswer>;
  [Symbol.asyncDispose](): Promise<void>;
}

export type OpenRepository = (request: { path: string; signal: AbortSignal }) => Promise<Repository>;

/** Finds the repository that a folder belongs to and proves that all of it is inside the roots. */
export const createOpenRepository =
  ({ confinement, git }: { confinement: Confinement; git: Git }): OpenRepository =>
  async ({ path, signal }) => {
    const start = await confinement.locate({ path });
    const found = await discover({ git, start, ceiling: resolve(start.root, '..'), signal });
    const top = await inside({ confinement, part: found.top });
    const gitFolder = await inside({ confinement, part: found.gitFolder });
    const commonFolder = await inside({ confinement, part: found.commonFolder });
    await Promise.all([gitFolder.real, commonFolder.real].map((data) => checkLinks({ confinement, folder: data })));
    await checkObjectStores({ confinement, objects: join(commonFolder.real, 'objects'), depth: 0 });
    // Named outright, so that no later call looks for another repository.
    const env = { GIT_DIR: gitFolder.real, GIT_WORK_TREE: top.real };
    const folder = await openFolder(top.real);
    try {
      const ownFilters = await readOwnFilters({ git, confinement, folder, env, signal });
      const settings = Object.fromEntries(ownFilters.flatMap(noFilter));
      const hidden = (await confinement.protectedPaths()).filter((secret) => holds(top.real, secret));
      return {
        shown: top.shown,
        top: top.real,
        gitFolder: gitFolder.real,
        commonFolder: commonFolder.real,
        ownFilters,
        withoutProtected: hidden.map((secret) => `:(top,literal,exclude)${relative(top.real, secret)}`),
        git: (call) =>
          runGit({ git, call: { ...call, folder, env: { ...env, ...call.env }, settings: { ...settings, ...call.settings } } }),
        [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
      };
    } catch (error) {
      await folder[Symbol.asyncDispose]();
      throw error;
    }
  };

const discover = async (request: { git: Git; start: Location; ceiling: string; signal: AbortSignal }) => {
  const { git, ceiling, signal } = request;
  await using folder = await openLocated(request.start);
  const args = ['rev-parse', '--path-format=absolute', '--show-toplevel', '--git-dir', '--git-common-dir'];
  const { text } = await runGit({ git, call: { folder, args, env: { GIT_CEILING_DIRECTORIES: ceiling }, signal } });
  const [top, gitFolder, commonFolder] = text.split('\n');
  if (!top || !gitFolder || !commonFolder) throw outsideError('The repository has no work tree.');
  return { top, gitFolder, commonFolder };
};

const inside = async ({ confinement, part }: { confinement: Confinement; part: string }) => {
  try {
    return await confinement.locate({ path: part });
  } catch (error) {
    throw outsideError('The repository, or its data, is outside the workspace.', error);
  }
};

/** Alternates let a repository read the objects of others: each of them has to be inside too. */
const checkObjectStores = async (request: { confinement: Confinement; objects: string; depth: number }): Promise<void> => {
  const { confinement, objects, depth } = request;
  const real = await realpath(objects).catch(() => objects);
  if (depth > 5) throw outsideError('The repository borrows objects through too many others.');
  await inside({ confinement, part: real });
  await Promise.all([real, join(real, 'info'), join(real, 'pack')].map((folder) => checkLinks({ confinement, folder })));
  const list = await readFile(join(real, 'info/alternates'), 'utf8').catch(() => '');
  for (const line of list.split('\n').filter((text) => text !== '' && !text.startsWith('#'))) {
    // Git takes quotes off and undoes escapes in between: such a line means another folder than it seems to.
    if (line.startsWith('"')) throw outsideError('The repository borrows objects from a folder whose name is quoted.');
    await checkObjectStores({ confinement, objects: resolve(real, line), depth: depth + 1 });
  }
};

/** Links among a repository's own files would let it show the refs, packs or index of another one. */
const checkLinks = async ({ confinement, folder }: { confinement: Confinement; folder: string }): Promise<void> => {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries.filter((candidate) => candidate.isSymbolicLink())) {
    // A link to nothing shows nothing.
    const real = await realpath(join(folder, entry.name)).catch(() => undefined);
    if (real !== undefined) await inside({ confinement, part: real });
  }
};

/**
 * Filter drivers that somebody else than the user may have chosen: from the repository's own settings, or from any file inside the
 * roots, which tools can change. They do not run; those of the user's settings elsewhere do.
 */
const readOwnFilters = async (request: {
  git: Git;
  confinement: Confinement;
  folder: Folder;
  env: Record<string, string>;
  signal: AbortSignal;
}): Promise<readonly string[]> => {
  const { git, confinement, folder, env, signal } = request;
  const pattern = String.raw`^filter\..*\.(clean|smudge|process|required)$`;
  const args = ['config', '--show-scope', '--show-origin', '--includes', '-z', '--get-regexp', pattern];
  const { text } = await runGit({ git, call: { folder, args, env, signal, accept: [0, 1] } });
  const fields = text.split('\0');
  const names = new Set<string>();
  for (let at = 0; at + 2 < fields.length; at += 3) {
    const [scope = '', origin = '', setting = ''] = fields.slice(at, at + 3);
    const name = /^filter\.([^\n]*)\.[a-z]+(?:\n|$)/.exec(setting)?.[1];
    const file = resolve(folder.real, origin.replace(/^file:/, ''));
    const isOwn =
      scope === 'local' ||
      scope === 'worktree' ||
      (await confinement.admit(await realpath(file).catch(() => file))) !== undefined;
    if (name !== undefined && isOwn) names.add(name);
  }
  return [...names];
};

const noFilter = (name: string): [string, string][] => [
  [`filter.${name}.clean`, ''],
  [`filter.${name}.smudge`, ''],
  [`filter.${name}.process`, ''],
  [`filter.${name}.required`, 'false'],
];

const outsideError = (message: string, cause?: unknown): LineclearError =>
  new LineclearError('forbidden', message, {
    hint: 'Ask the operator to add the top folder of the repository (and of the repositories it borrows from) to roots.',
    details: { reason: 'repository_outside_roots' },
    cause,
  });
