import type { Principal } from '@lineclear/core/plugin';
import type { Confinement } from '../workspace/confinement.ts';
import { commit, readIdentity } from './commit.ts';
import type { CommitGuard } from './commit.ts';
import { toRepositoryPaths } from './git-reader.ts';
import type { OpenRepository } from './repository.ts';

/** What changes a repository. */
export interface GitWriter {
  /** Commits exactly what the guard promises and yields the commit's id. */
  commit(request: {
    path: string;
    paths?: readonly string[];
    message: string;
    guard: CommitGuard;
    principal: Principal;
    idempotencyKey: string;
    step: (name: string) => void;
    signal: AbortSignal;
  }): Promise<string>;
}

export const createGitWriter = ({ confinement, open }: { confinement: Confinement; open: OpenRepository }): GitWriter => ({
  commit: async ({ path, paths, principal, ...rest }) => {
    const { signal } = rest;
    await using repository = await open({ path, signal });
    const inside = paths && (await toRepositoryPaths({ confinement, repository, path, paths }));
    const identity = await readIdentity({ repository, principal, signal });
    return await commit({ repository, paths: inside, identity, ...rest });
  },
});
