import type { ShownProtection } from './show-protection.ts';

/** What is not as strict any more, in one sentence each; nothing where everything is. */
export const weakerProtection = ({ before, after }: { before: ShownProtection; after: ShownProtection }): readonly string[] => {
  const gone = before.checks.filter((check) => !after.checks.includes(check));
  const fewer = before.approvals !== null && (after.approvals ?? -1) < before.approvals;
  const switched = (names: readonly (keyof typeof switches)[], from: boolean): readonly string[] =>
    names.filter((name) => before[name] === from && after[name] !== from).map((name) => switches[name]);
  return [
    ...(gone.length > 0 ? [`These checks need not pass any more: ${gone.join(', ')}.`] : []),
    ...(fewer
      ? [
          after.approvals === null
            ? 'No pull request is needed any more.'
            : `${after.approvals} approvals are enough, not ${before.approvals}.`,
        ]
      : []),
    ...switched(['strict', 'dismiss_stale', 'code_owners', 'last_push_approval', 'enforce_admins', 'linear_history'], true),
    ...switched(['conversations', 'signatures', 'lock', 'block_creations'], true),
    ...switched(['force_pushes', 'deletions', 'fork_syncing'], false),
    ...(before.may_push !== null && after.may_push === null ? ['All who may write may push.'] : []),
    ...(before.may_dismiss !== null && after.may_dismiss === null ? ['All who may write may dismiss reviews.'] : []),
  ];
};

const switches = {
  strict: 'A branch need not be up to date any more.',
  dismiss_stale: 'An approval outlives a later push.',
  code_owners: 'Code owners need not approve any more.',
  last_push_approval: 'Who pushed last may approve.',
  enforce_admins: 'The rules do not hold for administrators any more.',
  linear_history: 'Merge commits are allowed.',
  conversations: 'Conversations may stay open.',
  signatures: 'Commits need not be signed any more.',
  lock: 'The branch can be pushed to again.',
  block_creations: 'Matching branches may be created by all who may push.',
  force_pushes: 'History may be rewritten by force.',
  deletions: 'The branch may be deleted.',
  fork_syncing: 'A locked branch may be synced from its fork.',
} as const;
