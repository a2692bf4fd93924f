import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import { plainLine } from '../text/plain-text.ts';
import { type Protection, unprotected } from './protection.ts';

const flag = (text: string) => z.boolean().optional().describe(text);

/** What can be changed by name; what is not named stays. */
export const protectionChanges = {
  approvals: z.int().min(0).max(6).nullable().optional().describe('How many; null: no pull request.'),
  dismiss_stale: flag('A push takes approvals back.'),
  code_owners: flag('Their approval.'),
  last_push_approval: flag('Not by the last pusher.'),
  checks: z.array(plainLine(255)).optional().describe('All that must pass.'),
  strict: flag('And be up to date.'),
  enforce_admins: flag('For administrators too.'),
  linear_history: flag('No merge commits.'),
  conversations: flag('All resolved.'),
  lock: flag('Read-only.'),
  force_pushes: flag('Allowed.'),
  deletions: flag('Allowed.'),
};

type Changes = z.output<z.ZodObject<typeof protectionChanges>>;

/** The whole protection of a branch with the changes in it. Throws `invalid_input` for a part of a rule that is not there. */
export const changeProtection = ({ before, changes }: { before: Protection | null; changes: Changes }): Protection => {
  const base = before ?? { ...unprotected, allow_force_pushes: false, allow_deletions: false };
  return {
    ...base,
    required_status_checks: changeChecks({ before: base.required_status_checks, changes }),
    required_pull_request_reviews: changeReviews({ before: base.required_pull_request_reviews, changes }),
    enforce_admins: changes.enforce_admins ?? base.enforce_admins,
    required_linear_history: changes.linear_history ?? base.required_linear_history,
    required_conversation_resolution: changes.conversations ?? base.required_conversation_resolution,
    lock_branch: changes.lock ?? base.lock_branch,
    allow_force_pushes: changes.force_pushes ?? base.allow_force_pushes,
    allow_deletions: changes.deletions ?? base.allow_deletions,
  };
};

/** As GitHub takes it: what is left out here, it would take away. Signed commits are set elsewhere and stay. */
export const toBody = ({ required_signatures: _elsewhere, required_status_checks: status, ...protection }: Protection) => ({
  ...protection,
  // GitHub wants the older list too, and it must be empty where the newer one is used.
  required_status_checks: status === null ? null : { ...status, contexts: [] },
});

const changeChecks = ({
  before,
  changes: { checks, strict },
}: {
  before: Protection['required_status_checks'];
  changes: Changes;
}): Protection['required_status_checks'] => {
  const wanted = checks ?? before?.checks.map(({ context }) => context) ?? [];
  if (wanted.length === 0) {
    if (strict === true) throw incomplete({ field: 'strict', wants: 'checks' });
    return null;
  }
  const known = new Map((before?.checks ?? []).map((check) => [check.context, check]));
  return {
    strict: strict ?? before?.strict ?? false,
    checks: [...new Set(wanted)].map((context) => known.get(context) ?? { context }),
  };
};

const changeReviews = ({
  before,
  changes,
}: {
  before: Protection['required_pull_request_reviews'];
  changes: Changes;
}): Protection['required_pull_request_reviews'] => {
  const { approvals = before?.required_approving_review_count ?? null, dismiss_stale, code_owners, last_push_approval } = changes;
  if (approvals === null) {
    const parts = Object.entries({ dismiss_stale, code_owners, last_push_approval });
    const [part] = parts.find(([, value]) => value === true) ?? [];
    if (part !== undefined) throw incomplete({ field: part, wants: 'approvals' });
    return null;
  }
  return {
    ...before,
    required_approving_review_count: approvals,
    dismiss_stale_reviews: dismiss_stale ?? before?.dismiss_stale_reviews ?? false,
    require_code_owner_reviews: code_owners ?? before?.require_code_owner_reviews ?? false,
    require_last_push_approval: last_push_approval ?? before?.require_last_push_approval ?? false,
  };
};

const incomplete = ({ field, wants }: { field: string; wants: string }): LineclearError =>
  new LineclearError('invalid_input', `${field} means nothing without ${wants}.`, {
    hint: `Name ${wants} too.`,
    details: { field },
  });
