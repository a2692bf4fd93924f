import { quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { findSummary } from '../checks/read-checks.ts';
import { repositoryAnswer } from '../repositories/repository.ts';
import { type FullPullAnswer, type PullPlace, readPull, stateOf } from './pull-answer.ts';
import { isWithheld } from './readable.ts';
import { closedRefusal, refused } from './refusals.ts';
import { movedRefusal } from './reviewed-commit.ts';
import { readReviews, summarizeReviews } from './reviews.ts';

export type MergeMethod = 'merge' | 'squash' | 'rebase';

// https://docs.github.com/en/rest/repos/rules#get-rules-for-a-branch
const rules = z.array(z.object({ type: z.string() }));

/** Everything that the decision to merge depends on. */
export const readMergeState = async (place: PullPlace) => {
  const { reader, repository, signal } = place;
  const where = { reader, repository, signal };
  const pull = await readPull(place);
  const [checks, reviews, branchRules, settings] = await Promise.all([
    isWithheld({ ...where, pull }).then((hides) => findSummary({ ...where, commit: pull.head.sha, isWithheld: hides })),
    readReviews(place).then((all) => summarizeReviews({ reviews: all, ...where })),
    reader.find({ ...where, path: '/rules/branches/{branch}', values: { branch: pull.base.ref }, schema: rules }),
    reader.get({ ...where, path: '', schema: repositoryAnswer }),
  ]);
  return { pull, checks, reviews, rules: [...new Set((branchRules ?? []).map(({ type }) => type))].toSorted(), settings };
};
export type MergeState = Awaited<ReturnType<typeof readMergeState>>;

/** What would be another decision. Checks that pass meanwhile and a base that moves on are none. */
export const mergeGuard = ({ pull, checks, reviews, rules: branchRules }: MergeState) => ({
  head: pull.head.sha,
  base: pull.base.ref,
  state: stateOf(pull),
  draft: pull.draft,
  conflicts: pull.mergeable === false,
  blocked: pull.mergeable_state === 'blocked',
  failed: checks?.failed ?? [],
  ...reviews,
  rules: branchRules,
});

/** The part of a preview that refuses what GitHub would not merge. */
export const mergeRefusal = ({
  state,
  method,
  commit,
}: {
  state: MergeState;
  method: MergeMethod;
  commit: string | undefined;
}) => {
  const { pull, settings } = state;
  const { number } = pull;
  const isAllowed = {
    merge: settings.allow_merge_commit,
    squash: settings.allow_squash_merge,
    rebase: settings.allow_rebase_merge,
  };
  const closed = closedRefusal(pull);
  if (closed.refusal !== undefined) return closed;
  const moved = movedRefusal({ pull, commit });
  if (moved.refusal !== undefined) return moved;
  if (pull.draft) {
    const hint = 'Somebody has to mark it as ready on GitHub: its REST API cannot.';
    return { refusal: refused({ message: `#${number} is a draft.`, hint, reason: 'draft' }) };
  }
  if (pull.mergeable === false) {
    const hint = 'Merge its base into it in a working copy, and push.';
    return { refusal: refused({ message: `#${number} has conflicts with its base.`, hint, reason: 'merge_conflict' }) };
  }
  if (isAllowed[method] === false) {
    const hint = `Allowed: ${allowedMethods(isAllowed)}.`;
    return { refusal: refused({ message: `The repository does not allow the method ${method}.`, hint, reason: 'method' }) };
  }
  return {};
};

export const mergeWarnings = ({ pull, checks, reviews }: MergeState): readonly string[] => {
  const names = (list: readonly string[]) =>
    list
      .slice(0, 10)
      .map((name) => quoted(name))
      .join(', ');
  return [
    ...(checks === undefined ? ['The checks cannot be read: the credentials may not, or there are too many.'] : []),
    ...(checks !== undefined && checks.failed.length > 0 ? [`These checks failed: ${names(checks.failed)}.`] : []),
    ...(checks !== undefined && checks.pending.length > 0 ? [`These checks have not ended: ${names(checks.pending)}.`] : []),
    ...(reviews.changes_requested_by.length > 0 ? [`Changes were requested by ${reviews.changes_requested_by.join(', ')}.`] : []),
    ...(reviews.approved_by.length === 0 ? ['Nobody who may write approved it.'] : []),
    ...stateWarnings(pull),
  ];
};

const stateWarnings = (pull: FullPullAnswer): readonly string[] => [
  ...(pull.mergeable_state === 'blocked'
    ? ['Rules of the base branch are not met: GitHub refuses it, or the credentials go past them.']
    : []),
  ...(pull.mergeable == null ? ['GitHub has not worked out yet whether it merges without conflicts.'] : []),
];

const allowedMethods = (isAllowed: Readonly<Record<MergeMethod, boolean | undefined>>): string =>
  Object.entries(isAllowed)
    .flatMap(([name, allowed]) => (allowed === true ? [name] : []))
    .join(', ');
