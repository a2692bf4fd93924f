import type { Principal } from '@lineclear/core/plugin';
import type { Confinement } from '../files/confinement.ts';
import { commit, readIdentity } from './commit.ts';
import type { CommitGuard } from './commit.ts';
import { createBranch } from './branch.ts';
import type { BranchGuard } from './branch.ts';
import type { PushSettings } from './push/destination.ts';
import type { PushGuard } from './push/preview-push.ts';
import { push } from './push/push.ts';
import { toRepositoryPaths } from './repository-paths.ts';
import { stage } from './stage.ts';
import type { StageGuard } from './stage.ts';
import { switchBranch } from './switch.ts';
import type { SwitchGuard } from './switch.ts';
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
  createBranch(request: {
    path: string;
    name: string;
    guard: BranchGuard;
    idempotencyKey: string;
    signal: AbortSignal;
  }): Promise<void>;
  switchBranch(request: { path: string; branch: string; guard: SwitchGuard; signal: AbortSignal }): Promise<void>;
  stage(request: {
    path: string;
    paths: readonly string[];
    unstage: boolean;
    guard: StageGuard;
    signal: AbortSignal;
  }): Promise<void>;
  push(request: {
    path: string;
    remote: string;
    guard: PushGuard;
    step: (name: string) => void;
    signal: AbortSignal;
  }): Promise<void>;
}

export const createGitWriter = ({
  confinement,
  open,
  push: settings,
}: {
  confinement: Confinement;
  open: OpenRepository;
  push: PushSettings;
}): GitWriter => ({
  commit: async ({ path, paths, principal, ...rest }) => {
    const { signal } = rest;
    await using repository = await open({ path, signal });
    const inside = paths && (await toRepositoryPaths({ confinement, repository, path, paths }));
    const identity = await readIdentity({ repository, principal, signal });
    return await commit({ repository, paths: inside, identity, ...rest });
  },
  createBranch: async ({ path, ...rest }) => {
    await using repository = await open({ path, signal: rest.signal });
    await createBranch({ repository, ...rest });
  },
  switchBranch: async ({ path, ...rest }) => {
    await using repository = await open({ path, signal: rest.signal });
    await switchBranch({ repository, ...rest });
  },
  stage: async ({ path, paths, ...rest }) => {
    await using repository = await open({ path, signal: rest.signal });
    const inside = await toRepositoryPaths({ confinement, repository, path, paths });
    await stage({ repository, paths: inside, ...rest });
  },
  push: async ({ path, ...rest }) => {
    await using repository = await open({ path, signal: rest.signal });
    await push({ repository, confinement, settings, ...rest });
  },
});
