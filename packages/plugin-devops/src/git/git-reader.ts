import { relative } from 'node:path';
import { LineclearError } from '@lineclear/core/plugin';
import type { Principal } from '@lineclear/core/plugin';
import { holds } from '../workspace/confinement.ts';
import type { Confinement } from '../workspace/confinement.ts';
import { checkNoFilters, checkNothingInProgress, checkNothingProtected, skippedHooks } from './commit-checks.ts';
import { emptyTree, readHead, readIdentity, wasCommitted } from './commit.ts';
import type { CommitGuard, Identity } from './commit.ts';
import { readDiff, resolveCommit } from './diff.ts';
import type { Diff } from './diff.ts';
import { draftTree } from './draft-tree.ts';
import { readLog } from './log.ts';
import type { Commit } from './log.ts';
import type { OpenRepository, Repository } from './repository.ts';
import { readStatus } from './status.ts';
import type { Status } from './status.ts';

interface InRepository {
  /** A folder of the workspace. */
  readonly path: string;
  readonly signal: AbortSignal;
}
export interface CommitPreview {
  readonly shown: string;
  readonly guard: CommitGuard;
  readonly diff: Diff;
  readonly identity: Identity;
  readonly hooks: readonly string[];
}

/** What can be asked of repositories; nothing here changes one. */
export interface GitReader {
  status(request: InRepository): Promise<Status & { shown: string }>;
  diff(
    request: InRepository & {
      from?: string;
      to?: string;
      staged: boolean;
      paths: readonly string[];
      maxCharacters: number;
    },
  ): Promise<Diff & { shown: string }>;
  /** `start` is the object id that `skip` counts from: the same list for every page. */
  log(
    request: InRepository & { revision: string; paths: readonly string[]; skip: number; limit: number },
  ): Promise<{ shown: string; start: string; commits: readonly Commit[] }>;
  previewCommit(request: InRepository & { paths?: readonly string[]; principal: Principal }): Promise<CommitPreview>;
  head(request: InRepository): Promise<{ branch: string; head: string }>;
  wasCommitted(request: InRepository & { idempotencyKey: string }): Promise<boolean>;
}

export const createGitReader = ({ confinement, open }: { confinement: Confinement; open: OpenRepository }): GitReader => ({
  status: async ({ path, signal }) => {
    await using repository = await open({ path, signal });
    return { shown: repository.shown, ...(await readStatus({ repository, signal })) };
  },
  diff: async ({ path, signal, from, to, staged, paths, maxCharacters }) => {
    await using repository = await open({ path, signal });
    const revisions = [from, to].filter((revision) => revision !== undefined);
    const ids = await Promise.all(revisions.map((revision) => resolveCommit({ repository, revision, signal })));
    const inside = await toRepositoryPaths({ confinement, repository, path, paths });
    const sides = [...(staged ? ['--cached'] : []), ...ids];
    return { shown: repository.shown, ...(await readDiff({ repository, sides, paths: inside, maxCharacters, signal })) };
  },
  log: async ({ path, signal, revision, paths, skip, limit }) => {
    await using repository = await open({ path, signal });
    const start = await resolveCommit({ repository, revision, signal });
    const inside = await toRepositoryPaths({ confinement, repository, path, paths });
    return {
      shown: repository.shown,
      start,
      commits: await readLog({ repository, from: start, paths: inside, skip, limit, signal }),
    };
  },
  previewCommit: async ({ path, signal, paths, principal }) => {
    await using repository = await open({ path, signal });
    await checkNothingInProgress(repository);
    const { branch, head } = await readHead({ repository, signal });
    const inside = paths && (await toRepositoryPaths({ confinement, repository, path, paths }));
    await using draft = await draftTree({ repository, head: head || undefined, paths: inside, keepObjects: false, signal });
    const before = head || emptyTree(draft.tree);
    const sides = [before, draft.tree];
    const diff = await readDiff({
      repository: { ...repository, withoutProtected: [] },
      sides,
      paths: [],
      maxCharacters: 20_000,
      signal,
      env: draft.env,
    });
    if (diff.files.length === 0) throw nothingToCommit(paths);
    const files = diff.files.flatMap((file) => (file.from === undefined ? [file.path] : [file.path, file.from]));
    await checkNothingProtected({ confinement, repository, files });
    if (paths !== undefined) await checkNoFilters({ repository, files, signal });
    const [identity, hooks] = await Promise.all([
      readIdentity({ repository, principal, signal }),
      skippedHooks({ repository, signal }),
    ]);
    return { shown: repository.shown, guard: { branch, head, tree: draft.tree }, diff, identity, hooks };
  },
  head: async ({ path, signal }) => {
    await using repository = await open({ path, signal });
    return await readHead({ repository, signal });
  },
  wasCommitted: async ({ path, signal, idempotencyKey }) => {
    await using repository = await open({ path, signal });
    return await wasCommitted({ repository, idempotencyKey, signal });
  },
});

/** Paths relative to the top folder; each must be inside the workspace and this repository. The last name may be a link or missing. */
export const toRepositoryPaths = async (request: {
  confinement: Confinement;
  repository: Repository;
  /** What relative paths are relative to. */
  path: string;
  paths: readonly string[];
}): Promise<readonly string[]> => {
  const { confinement, repository, paths } = request;
  const base = (await confinement.locate({ path: request.path })).real;
  return Promise.all(
    paths.map(async (path) => {
      const location = await confinement.locate({ path, last: 'keep', base });
      if (holds(repository.top, location.real)) return relative(repository.top, location.real);
      throw new LineclearError('invalid_input', `"${path}" is not in the repository "${repository.shown}".`, {
        hint: 'Paths are relative to the folder given in repository.',
        details: { reason: 'not_in_repository' },
      });
    }),
  );
};

const nothingToCommit = (paths: readonly string[] | undefined): LineclearError =>
  new LineclearError('conflict', paths === undefined ? 'Nothing is staged.' : 'These paths have no changes.', {
    hint: 'Use git_status to see what changed; name the files in paths to commit them.',
    details: { reason: 'nothing_to_commit' },
    effect: 'none',
  });
