import { LineclearError } from '@lineclear/core/plugin';
import type { Confinement } from '../files/confinement.ts';
import { checkNoFilters, checkNothingInProgress, checkNothingProtected } from './commit-checks.ts';
import { updateIndex } from './commit.ts';
import { readDiff } from './diff.ts';
import type { Diff } from './diff.ts';
import { draftTree } from './draft-tree.ts';
import type { Repository } from './repository.ts';

/** The trees that the index stands for, before and after. */
export interface StageGuard {
  readonly before: string;
  readonly after: string;
}
export interface StageRequest {
  readonly repository: Repository;
  /** Relative to the top folder. */
  readonly paths: readonly string[];
  /** Takes the paths out of what is staged instead. */
  readonly unstage: boolean;
  readonly signal: AbortSignal;
}

/** What would be staged or unstaged; computed with an index of its own. */
export const previewStage = async (
  request: StageRequest & { confinement: Confinement },
): Promise<{ guard: StageGuard; diff: Diff }> => {
  const { repository, confinement, unstage, signal } = request;
  await checkNothingInProgress(repository);
  await using draft = await draftIndex({ ...request, keepObjects: false });
  const { before = '' } = draft;
  const diff = await readDiff({
    repository: { ...repository, withoutProtected: [] },
    sides: [before, draft.tree],
    paths: [],
    maxCharacters: 20_000,
    signal,
    env: draft.env,
  });
  if (diff.files.length === 0) throw nothingToStage(unstage);
  const files = diff.files.flatMap((file) => (file.from === undefined ? [file.path] : [file.path, file.from]));
  if (!unstage) {
    await checkNothingProtected({ confinement, repository, files });
    await checkNoFilters({ repository, files, signal });
  }
  return { guard: { before, after: draft.tree }, diff };
};

/** Puts exactly the previewed entries into the index. */
export const stage = async (request: StageRequest & { guard: StageGuard }): Promise<void> => {
  const { repository, guard, signal } = request;
  await using draft = await draftIndex({ ...request, keepObjects: true });
  if (draft.before !== guard.before || draft.tree !== guard.after) {
    throw new LineclearError('conflict', 'The files or the index changed since the preview; nothing was staged.', {
      hint: 'Preview again to see what would be staged now.',
      details: { reason: 'repository_changed' },
      effect: 'none',
    });
  }
  await updateIndex({ repository, ...guard, signal });
};

/** The tree that the index stands for; new objects of it are not kept. */
export const readIndexTree = async ({ repository, signal }: { repository: Repository; signal: AbortSignal }): Promise<string> => {
  await using draft = await draftTree({ repository, head: undefined, paths: undefined, keepObjects: false, signal });
  return draft.tree;
};

const draftIndex = ({ repository, paths, unstage, signal, keepObjects }: StageRequest & { keepObjects: boolean }) =>
  draftTree({ repository, head: undefined, paths, change: unstage ? 'unstage' : 'stage', keepObjects, signal });

const nothingToStage = (unstage: boolean): LineclearError =>
  new LineclearError('conflict', unstage ? 'Nothing of these paths is staged.' : 'These paths have no changes to stage.', {
    hint: 'Use git_status to see what changed and what is staged.',
    details: { reason: unstage ? 'nothing_to_unstage' : 'nothing_to_stage' },
    effect: 'none',
  });
