import * as z from 'zod';
import type { Protection } from './protection.ts';

const people = z.object({ users: z.array(z.string()), teams: z.array(z.string()), apps: z.array(z.string()) });

export const shownProtection = z.object({
  checks: z.array(z.string()),
  strict: z.boolean(),
  approvals: z.int().nullable().describe('Null: no pull request is needed.'),
  dismiss_stale: z.boolean(),
  code_owners: z.boolean(),
  last_push_approval: z.boolean(),
  enforce_admins: z.boolean(),
  linear_history: z.boolean(),
  conversations: z.boolean(),
  signatures: z.boolean(),
  lock: z.boolean(),
  force_pushes: z.boolean(),
  deletions: z.boolean(),
  block_creations: z.boolean(),
  fork_syncing: z.boolean(),
  may_push: people.nullable().describe('Null: all who may write.'),
  may_dismiss: people.nullable(),
  may_bypass: people.nullable(),
});
export type ShownProtection = z.output<typeof shownProtection>;

export const showProtection = (protection: Protection): ShownProtection => {
  const { required_status_checks: status, required_pull_request_reviews: reviews } = protection;
  return {
    checks: status?.checks.map(({ context }) => context).toSorted() ?? [],
    strict: status?.strict ?? false,
    approvals: reviews?.required_approving_review_count ?? null,
    dismiss_stale: reviews?.dismiss_stale_reviews ?? false,
    code_owners: reviews?.require_code_owner_reviews ?? false,
    last_push_approval: reviews?.require_last_push_approval ?? false,
    enforce_admins: protection.enforce_admins,
    linear_history: protection.required_linear_history,
    conversations: protection.required_conversation_resolution,
    signatures: protection.required_signatures,
    lock: protection.lock_branch,
    force_pushes: protection.allow_force_pushes,
    deletions: protection.allow_deletions,
    block_creations: protection.block_creations,
    fork_syncing: protection.allow_fork_syncing,
    may_push: protection.restrictions,
    may_dismiss: reviews?.dismissal_restrictions ?? null,
    may_bypass: reviews?.bypass_pull_request_allowances ?? null,
  };
};
