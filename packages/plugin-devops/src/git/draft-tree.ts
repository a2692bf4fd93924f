import { copyFile, mkdtemp, rm, stat, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LineclearError } from '@lineclear/core/plugin';
import { orAbsent } from '../files/content.ts';
import { toPathspecs } from './diff.ts';
import type { Repository } from './repository.ts';

/** The tree that a commit would have, made with an index of its own. */
export interface DraftTree {
  readonly tree: string;
  /** With `change`, the tree of the staged changes before it. */
  readonly before: string | undefined;
  /** What git needs to see the new objects; empty when they are in the repository. */
  readonly env: Readonly<Record<string, string>>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Computes the tree of the staged changes, or of the head with the named paths as they are in the work tree. The repository's index is
 * copied, never written. With `keepObjects: false` new objects go to a folder that is deleted, so the repository does not change at all.
 */
export const draftTree = async (request: {
  repository: Repository;
  head: string | undefined;
  /** Relative to the top folder; `undefined` = what is staged. */
  paths: readonly string[] | undefined;
  /** What happens to the paths: they are put on top of the head (absent), put into what is staged, or taken out of it. */
  change?: 'stage' | 'unstage';
  keepObjects: boolean;
  signal: AbortSignal;
}): Promise<DraftTree> => {
  const { repository, head, paths, change, keepObjects, signal } = request;
  const folder = await mkdtemp(join(tmpdir(), 'lineclear-git-'));
  const dispose = () => rm(folder, { recursive: true, force: true });
  try {
    const index = join(folder, 'index');
    const env = { GIT_INDEX_FILE: index, ...(keepObjects ? {} : quarantine({ repository, folder })) };
    if (paths === undefined || change !== undefined)
      await orAbsent(copyIndex({ from: join(repository.gitFolder, 'index'), to: index }));
    else await repository.git({ args: ['read-tree', head ?? '--empty'], env, signal });
    const before = change === undefined ? undefined : await writeTree({ repository, env, signal });
    if (paths !== undefined && change === 'unstage')
      await repository.git({ args: ['reset', '--quiet', '--', ...toPathspecs(paths)], env, signal });
    else if (paths !== undefined) await addPaths({ repository, paths, env, signal });
    return { tree: await writeTree({ repository, env, signal }), before, env, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
};

// Git compares files that are as old as the index by content. A copy that looks newer would make it trust their times instead.
const copyIndex = async ({ from, to }: { from: string; to: string }): Promise<void> => {
  const { mtimeMs } = await stat(from);
  await copyFile(from, to);
  const seconds = Math.floor(mtimeMs / 1_000);
  await utimes(to, seconds, seconds);
};

const quarantine = ({ repository, folder }: { repository: Repository; folder: string }): Record<string, string> => ({
  GIT_OBJECT_DIRECTORY: folder,
  // The list is separated by colons; quotes keep one inside a path.
  GIT_ALTERNATE_OBJECT_DIRECTORIES: `"${join(repository.commonFolder, 'objects').replaceAll(/["\\]/g, String.raw`\$&`)}"`,
});

const addPaths = async (request: {
  repository: Repository;
  paths: readonly string[];
  env: Readonly<Record<string, string>>;
  signal: AbortSignal;
}): Promise<void> => {
  const { repository, paths, env, signal } = request;
  try {
    await repository.git({ args: ['add', '--all', '--', ...toPathspecs(paths), ...repository.withoutProtected], env, signal });
  } catch (error) {
    if (!LineclearError.is(error) || error.code !== 'upstream_error') throw error;
    throw new LineclearError('invalid_input', 'git does not add these paths.', {
      hint: 'Use git_status to see what changed; ignored files cannot be committed here.',
      details: { ...error.details, reason: 'not_addable' },
      cause: error,
    });
  }
};

const writeTree = async (request: {
  repository: Repository;
  env: Readonly<Record<string, string>>;
  signal: AbortSignal;
}): Promise<string> => {
  const { text, exitCode } = await request.repository.git({
    args: ['write-tree'],
    env: request.env,
    signal: request.signal,
    accept: [0, 128],
  });
  if (exitCode === 0) return text.trim();
  throw new LineclearError('conflict', 'The index holds conflicts that nobody has resolved.', {
    hint: 'Resolve the files that git_status lists as conflicted, then stage them.',
    details: { reason: 'unmerged' },
    effect: 'none',
  });
};
