import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { LineclearError } from '@lineclear/core/plugin';
import { holds } from '../files/confinement.ts';
import type { Confinement } from '../files/confinement.ts';
import { requireBranch } from './branch.ts';
import { checkNoFilters, checkNothingInProgress } from './commit-checks.ts';
import { emptyTree, readHead } from './commit.ts';
import type { Repository } from './repository.ts';
import { readStatus } from './status.ts';

/** What the preview of a switch promised. */
export interface SwitchGuard {
  /** Where the head was: a ref, or `HEAD` while it was detached. */
  readonly branch: string;
  readonly head: string;
  /** The commit of the other branch. */
  readonly commit: string;
}
export interface SwitchPreview {
  readonly guard: SwitchGuard;
  /** Files of the work tree that become others. */
  readonly files: readonly { readonly path: string; readonly change: string }[];
  /** Changed files that stay as they are. */
  readonly kept: number;
}

/** Refuses a switch that would lose anything that is not committed, or touch the server's own files. */
export const previewSwitch = async (request: {
  repository: Repository;
  confinement: Confinement;
  branch: string;
  signal: AbortSignal;
}): Promise<SwitchPreview> => {
  const { repository, confinement, branch, signal } = request;
  await checkNothingInProgress(repository);
  const commit = await requireBranch({ repository, name: branch, signal });
  const from = await readHead({ repository, signal });
  if (from.branch === `refs/heads/${branch}`) throw alreadyThere(branch);
  const files = await changedFiles({ repository, before: from.head || emptyTree(commit), after: commit, signal });
  const paths = files.map(({ path }) => path);
  await checkNothingHidden({ repository, confinement, paths });
  await checkNoFilters({ repository, files: paths, signal });
  const status = await readStatus({ repository, signal });
  const tracked = [...status.staged, ...status.unstaged].flatMap(({ path, from: origin }) =>
    origin === undefined ? [path] : [path, origin],
  );
  const dirty = new Set([...tracked, ...status.conflicted]);
  const added = files.filter(({ path, change }) => change === 'A' && !dirty.has(path));
  const inTheWay = await Promise.all(added.map(async ({ path }) => ((await isThere(join(repository.top, path))) ? [path] : [])));
  const lost = [...paths.filter((path) => dirty.has(path)), ...status.conflicted, ...inTheWay.flat()];
  if (lost.length > 0) throw wouldLose([...new Set(lost)]);
  return { guard: { ...from, commit }, files, kept: dirty.size };
};

/** Switches as previewed. Git itself looks again for changes that would be lost, before it writes anything. */
export const switchBranch = async (request: {
  repository: Repository;
  branch: string;
  guard: SwitchGuard;
  signal: AbortSignal;
}): Promise<void> => {
  const { repository, branch, guard, signal } = request;
  const commit = await requireBranch({ repository, name: branch, signal });
  if (commit !== guard.commit) throw refused('The branch moved since the preview.');
  const args = ['switch', '--quiet', '--no-guess', '--no-progress', '--no-recurse-submodules', '--no-overwrite-ignore', branch];
  try {
    await repository.git({ args, signal });
  } catch (error) {
    if (
      LineclearError.is(error) &&
      error.code === 'upstream_error' &&
      /would be overwritten|would be lost|would lose/.test(upstreamOf(error))
    )
      throw refused('Files changed since the preview; the switch would lose them.', error);
    throw error;
  }
};

/** Whether the switch happened, as far as the repository shows. */
export const reconcileSwitch = async (request: {
  repository: Repository;
  branch: string;
  guard: SwitchGuard;
  signal: AbortSignal;
}): Promise<'executed' | 'failed' | 'unknown'> => {
  const { repository, branch, guard, signal } = request;
  const now = await readHead({ repository, signal });
  if (now.branch === `refs/heads/${branch}`) return 'executed';
  if (now.branch !== guard.branch || now.head !== guard.head) return 'unknown';
  // Git moves the head last: files that differ from it may be half of a switch.
  const files = await changedFiles({ repository, before: now.head || emptyTree(guard.commit), after: guard.commit, signal });
  const { staged, unstaged, untracked } = await readStatus({ repository, signal });
  const changed = new Set([...[...staged, ...unstaged].map(({ path }) => path), ...untracked]);
  return files.some(({ path }) => changed.has(path)) ? 'unknown' : 'failed';
};

const changedFiles = async (request: { repository: Repository; before: string; after: string; signal: AbortSignal }) => {
  const { repository, before, after, signal } = request;
  const args = ['diff-tree', '-r', '-z', '--no-renames', '--name-status', '--ignore-submodules=none', before, after, '--'];
  const fields = (await repository.git({ args, signal })).text.split('\0');
  return fields.flatMap((change, index) => (index % 2 === 0 && change !== '' ? [{ path: fields[index + 1] ?? '', change }] : []));
};

const checkNothingHidden = async (request: {
  repository: Repository;
  confinement: Confinement;
  paths: readonly string[];
}): Promise<void> => {
  const { repository, confinement } = request;
  const hidden = await confinement.protectedPaths();
  const touched = request.paths.filter((path) => {
    const real = join(repository.top, path);
    return hidden.some((secret) => holds(secret, real) || holds(real, secret));
  });
  if (touched.length === 0) return;
  throw new LineclearError('forbidden', "The switch would change the server's own state, configuration or tokens.", {
    hint: 'A person has to do this.',
    details: { reason: 'protected_path', files: touched.slice(0, 10) },
  });
};

const isThere = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  );

const upstreamOf = ({ details }: LineclearError): string => String(details?.['upstream'] ?? '');

const alreadyThere = (branch: string): LineclearError =>
  new LineclearError('conflict', `"${branch}" is the current branch.`, {
    hint: 'Go on: nothing has to be switched.',
    details: { reason: 'already_there' },
    effect: 'none',
  });

const wouldLose = (files: readonly string[]): LineclearError =>
  new LineclearError('conflict', 'The switch would lose changes that are not committed.', {
    hint: 'Commit these files with git_commit, or move them away, then switch.',
    details: { reason: 'would_lose_changes', files: files.slice(0, 20), files_left_out: Math.max(0, files.length - 20) },
    effect: 'none',
  });

const refused = (message: string, cause?: unknown): LineclearError =>
  new LineclearError('conflict', `${message} Nothing was switched.`, {
    hint: 'Preview again to see how things are now.',
    details: { reason: 'repository_changed' },
    effect: 'none',
    cause,
  });
