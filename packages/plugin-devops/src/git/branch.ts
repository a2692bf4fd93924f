import { LineclearError } from '@lineclear/core/plugin';
import { resolveCommit } from './diff.ts';
import type { Repository } from './repository.ts';

/** What the preview of a new branch promised. */
export interface BranchGuard {
  readonly commit: string;
}

/** The commit that a new branch would begin at; `conflict` when its name is taken, or stands in the way of another. */
export const previewBranch = async (request: {
  repository: Repository;
  name: string;
  from: string;
  signal: AbortSignal;
}): Promise<BranchGuard> => {
  const { repository, name, from, signal } = request;
  const commit = await resolveCommit({ repository, revision: from, signal });
  const parts = name.split('/');
  const above = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  const { text } = await repository.git({
    // A pattern without wildcards means that ref, and everything below it.
    args: ['for-each-ref', '--format=%(refname:strip=2)', ...above.map((part) => `refs/heads/${part}`)],
    signal,
  });
  const taken = text.split('\n').filter((branch) => branch !== '');
  const inTheWay = taken.find((branch) => above.includes(branch) || branch.startsWith(`${name}/`));
  if (inTheWay !== undefined) throw nameTaken(inTheWay);
  return { commit };
};

/** Makes the branch, unless one of that name appeared meanwhile. */
export const createBranch = async (request: {
  repository: Repository;
  name: string;
  guard: BranchGuard;
  idempotencyKey: string;
  signal: AbortSignal;
}): Promise<void> => {
  const { repository, name, guard, idempotencyKey, signal } = request;
  const { commit } = guard;
  const note = `branch (lineclear ${idempotencyKey}): Created from ${commit}`;
  try {
    await repository.git({ args: ['update-ref', '-m', note, `refs/heads/${name}`, commit, '0'.repeat(commit.length)], signal });
  } catch (error) {
    // Whatever git refuses here, the ref was not made.
    if (LineclearError.is(error) && error.code === 'upstream_error') throw nameTaken(name);
    throw error;
  }
};

/** The commit of a local branch, or `undefined` when there is none. */
export const readBranch = async (request: {
  repository: Repository;
  name: string;
  signal: AbortSignal;
}): Promise<string | undefined> => {
  const { repository, name, signal } = request;
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `refs/heads/${name}^{commit}`];
  const { text, exitCode } = await repository.git({ args, signal, accept: [0, 1, 128] });
  return exitCode === 0 ? text.trim() : undefined;
};

/** The commit of a local branch that has to be there. */
export const requireBranch = async (request: { repository: Repository; name: string; signal: AbortSignal }): Promise<string> => {
  const commit = await readBranch(request);
  if (commit !== undefined) return commit;
  throw new LineclearError('not_found', `There is no local branch "${request.name}".`, {
    hint: 'Use git_status for the current branch, or git_branch_create to make one.',
    details: { reason: 'no_branch' },
  });
};

const nameTaken = (branch: string): LineclearError =>
  new LineclearError('conflict', `The branch "${branch}" is there already.`, {
    hint: 'Use git_switch to work on it, or choose another name.',
    details: { reason: 'branch_exists', branch },
    effect: 'none',
  });
