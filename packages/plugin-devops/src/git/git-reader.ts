import { LineclearError } from '@lineclear/core/plugin';
import type { Principal, Reconciled } from '@lineclear/core/plugin';
import type { Confinement } from '../files/confinement.ts';
import { scanPatch } from './scan-patch.ts';
import type { CommittedFinding } from '../secrets/judge-findings.ts';
import { previewBranch, readBranch } from './branch.ts';
import type { BranchGuard } from './branch.ts';
import { checkNoFilters, checkNothingInProgress, checkNothingProtected, skippedHooks } from './commit-checks.ts';
import { emptyTree, readHead, readIdentity, wasCommitted } from './commit.ts';
import type { CommitGuard, Identity } from './commit.ts';
import { readDiff, resolveCommit } from './diff.ts';
import type { Diff } from './diff.ts';
import { draftTree } from './draft-tree.ts';
import { readLog } from './log.ts';
import type { Commit } from './log.ts';
import { previewPush } from './push/preview-push.ts';
import type { PushGuard, PushPreview } from './push/preview-push.ts';
import { readRemoteBranch, reconcilePush } from './push/push.ts';
import type { PushSettings } from './push/destination.ts';
import { toRepositoryPaths } from './repository-paths.ts';
import type { OpenRepository } from './repository.ts';
import { showCommit, showFile } from './show.ts';
import type { ShownCommit, ShownFile } from './show.ts';
import { previewStage, readIndexTree } from './stage.ts';
import type { StageGuard } from './stage.ts';
import { previewSwitch, reconcileSwitch } from './switch.ts';
import type { SwitchGuard, SwitchPreview } from './switch.ts';
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
  readonly findings: readonly CommittedFinding[];
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
  showCommit(request: InRepository & { revision: string; maxCharacters: number }): Promise<ShownCommit & { shown: string }>;
  showFile(
    request: InRepository & { revision: string; file: string; maxCharacters: number },
  ): Promise<ShownFile & { shown: string }>;
  /** The commit of a local branch. */
  branch(request: InRepository & { name: string }): Promise<string | undefined>;
  previewBranch(request: InRepository & { name: string; from: string }): Promise<{ shown: string; guard: BranchGuard }>;
  previewSwitch(request: InRepository & { branch: string }): Promise<SwitchPreview & { shown: string }>;
  reconcileSwitch(request: InRepository & { branch: string; guard: SwitchGuard }): Promise<Reconciled>;
  previewStage(
    request: InRepository & { paths: readonly string[]; unstage: boolean },
  ): Promise<{ shown: string; guard: StageGuard; diff: Diff }>;
  /** The tree that the index stands for. */
  indexTree(request: InRepository): Promise<string>;
  previewPush(
    request: InRepository & { remote: string; branch: string | undefined; force: boolean },
  ): Promise<PushPreview & { shown: string }>;
  reconcilePush(request: InRepository & { remote: string; guard: PushGuard }): Promise<Reconciled>;
  /** The commit of the pushed branch at the remote, as it says now. */
  remoteBranch(request: InRepository & { remote: string; guard: Pick<PushGuard, 'url' | 'branch'> }): Promise<string | undefined>;
}

export const createGitReader = ({
  confinement,
  open,
  push,
}: {
  confinement: Confinement;
  open: OpenRepository;
  push: PushSettings;
}): GitReader => ({
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
    const [identity, hooks, findings] = await Promise.all([
      readIdentity({ repository, principal, signal }),
      skippedHooks({ repository, signal }),
      scanPatch({ repository, command: 'diff', ids: sides, env: draft.env, signal }),
    ]);
    return { shown: repository.shown, guard: { branch, head, tree: draft.tree }, diff, identity, hooks, findings };
  },
  head: async ({ path, signal }) => {
    await using repository = await open({ path, signal });
    return await readHead({ repository, signal });
  },
  wasCommitted: async ({ path, signal, idempotencyKey }) => {
    await using repository = await open({ path, signal });
    return await wasCommitted({ repository, idempotencyKey, signal });
  },
  showCommit: async ({ path, signal, revision, maxCharacters }) => {
    await using repository = await open({ path, signal });
    const id = await resolveCommit({ repository, revision, signal });
    return { shown: repository.shown, ...(await showCommit({ repository, id, maxCharacters, signal })) };
  },
  showFile: async ({ path, signal, revision, file, maxCharacters }) => {
    await using repository = await open({ path, signal });
    const id = await resolveCommit({ repository, revision, signal });
    const [inside = ''] = await toRepositoryPaths({ confinement, repository, path, paths: [file] });
    return { shown: repository.shown, ...(await showFile({ repository, id, path: inside, maxCharacters, signal })) };
  },
  branch: async ({ path, signal, name }) => {
    await using repository = await open({ path, signal });
    return await readBranch({ repository, name, signal });
  },
  previewBranch: async ({ path, signal, name, from }) => {
    await using repository = await open({ path, signal });
    return { shown: repository.shown, guard: await previewBranch({ repository, name, from, signal }) };
  },
  previewSwitch: async ({ path, signal, branch }) => {
    await using repository = await open({ path, signal });
    return { shown: repository.shown, ...(await previewSwitch({ repository, confinement, branch, signal })) };
  },
  reconcileSwitch: async ({ path, signal, branch, guard }) => {
    await using repository = await open({ path, signal });
    return await reconcileSwitch({ repository, branch, guard, signal });
  },
  previewStage: async ({ path, signal, paths, unstage }) => {
    await using repository = await open({ path, signal });
    const inside = await toRepositoryPaths({ confinement, repository, path, paths });
    return { shown: repository.shown, ...(await previewStage({ repository, confinement, paths: inside, unstage, signal })) };
  },
  indexTree: async ({ path, signal }) => {
    await using repository = await open({ path, signal });
    return await readIndexTree({ repository, signal });
  },
  previewPush: async ({ path, signal, ...rest }) => {
    await using repository = await open({ path, signal });
    return { shown: repository.shown, ...(await previewPush({ repository, confinement, settings: push, signal, ...rest })) };
  },
  reconcilePush: async ({ path, signal, ...rest }) => {
    await using repository = await open({ path, signal });
    return await reconcilePush({ repository, confinement, settings: push, signal, ...rest });
  },
  remoteBranch: async ({ path, signal, ...rest }) => {
    await using repository = await open({ path, signal });
    return await readRemoteBranch({ repository, confinement, settings: push, signal, ...rest });
  },
});

const nothingToCommit = (paths: readonly string[] | undefined): LineclearError =>
  new LineclearError('conflict', paths === undefined ? 'Nothing is staged.' : 'These paths have no changes.', {
    hint: 'Use git_status to see what changed; name the files in paths to commit them.',
    details: { reason: 'nothing_to_commit' },
    effect: 'none',
  });
