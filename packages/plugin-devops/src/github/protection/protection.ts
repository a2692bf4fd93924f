import { LineclearError, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { findBranch } from '../branches/branch.ts';
import type { GitHubReader } from '../client/github-reader.ts';

const people = z
  .object({
    users: z.array(z.object({ login: z.string() })).default([]),
    teams: z.array(z.object({ slug: z.string() })).default([]),
    apps: z.array(z.object({ slug: z.string().optional() }).nullable()).default([]),
  })
  .transform(({ users, teams, apps }) => ({
    users: users.map(({ login }) => login),
    teams: teams.map(({ slug }) => slug),
    apps: apps.flatMap((app) => app?.slug ?? []),
  }));

const checks = z.object({
  strict: z.boolean().default(false),
  contexts: z.array(z.string()).default([]),
  checks: z.array(z.object({ context: z.string(), app_id: z.int().nullish() })).default([]),
});

const enabled = z
  .object({ enabled: z.boolean() })
  .optional()
  .transform((rule) => rule?.enabled ?? false);

/** https://docs.github.com/en/rest/branches/branch-protection#get-branch-protection, put as a change of it wants it. */
const protectionAnswer = z
  .object({
    required_status_checks: checks.nullish(),
    required_pull_request_reviews: z
      .object({
        dismiss_stale_reviews: z.boolean().default(false),
        require_code_owner_reviews: z.boolean().default(false),
        require_last_push_approval: z.boolean().default(false),
        required_approving_review_count: z.int().default(0),
        dismissal_restrictions: people.optional(),
        bypass_pull_request_allowances: people.optional(),
      })
      .nullish(),
    restrictions: people.nullish(),
    enforce_admins: enabled,
    required_linear_history: enabled,
    required_conversation_resolution: enabled,
    allow_force_pushes: enabled,
    allow_deletions: enabled,
    block_creations: enabled,
    lock_branch: enabled,
    allow_fork_syncing: enabled,
    required_signatures: enabled,
  })
  .transform(({ required_status_checks: status, required_pull_request_reviews: reviews, restrictions, ...switches }) => ({
    required_status_checks: status == null ? null : { strict: status.strict, checks: checksOf(status) },
    required_pull_request_reviews: reviews ?? null,
    restrictions: restrictions ?? null,
    ...switches,
  }));

/** Everything that protects a branch. An app is the number of the one that has to report a check; -1 is any. */
export type Protection = z.output<typeof protectionAnswer>;

// Left out, GitHub would choose an app; older servers know contexts only.
const checksOf = ({ contexts, checks: known }: z.output<typeof checks>): { context: string; app_id?: number }[] =>
  known.length > 0
    ? known.map(({ context, app_id: app }) => ({ context, app_id: app ?? -1 }))
    : contexts.map((context) => ({ context, app_id: -1 }));

export const unprotected: Protection = {
  required_status_checks: null,
  required_pull_request_reviews: null,
  restrictions: null,
  enforce_admins: false,
  required_linear_history: false,
  required_conversation_resolution: false,
  // Where nothing protects a branch, whoever may push to it may do these.
  allow_force_pushes: true,
  allow_deletions: true,
  block_creations: false,
  lock_branch: false,
  allow_fork_syncing: false,
  required_signatures: false,
};

export const protectionPath = '/branches/{branch}/protection';

interface Place {
  readonly repository: string;
  readonly branch: string;
  readonly reader: GitHubReader;
  readonly signal: AbortSignal;
}

/**
 * What protects a branch, or undefined where nothing does. Throws `not_found` where there is no such branch, and `forbidden` where the
 * credentials may not see what protects it: nobody is to take that for no protection.
 */
export const findProtection = async (place: Place): Promise<Protection | undefined> => {
  const { repository, branch } = place;
  const [found, answer] = await Promise.all([findBranch(place), readProtection(place)]);
  if (found === undefined) throw noBranch({ repository, branch });
  // To others than administrators GitHub says of every protection that there is none.
  if (answer === 'hidden' && found.isProtected) throw hidden({ repository, branch });
  return typeof answer === 'string' ? undefined : answer;
};

const readProtection = async ({ branch, reader, ...where }: Place): Promise<Protection | 'none' | 'hidden'> => {
  try {
    return await reader.get({ ...where, path: protectionPath, values: { branch }, schema: protectionAnswer });
  } catch (error) {
    if (!LineclearError.is(error) || error.code !== 'not_found') throw error;
    return /branch not protected/i.test(String(error.details?.['upstream'])) ? 'none' : 'hidden';
  }
};

const noBranch = ({ repository, branch }: { repository: string; branch: string }): LineclearError =>
  new LineclearError('not_found', `${repository} has no branch ${quoted(branch)}, or it cannot be seen.`, {
    hint: 'Name one that exists on GitHub.',
    details: { reason: 'branch' },
  });

const hidden = ({ repository, branch }: { repository: string; branch: string }): LineclearError =>
  new LineclearError('forbidden', `${quoted(branch)} of ${repository} is protected, and the credentials may not see how.`, {
    hint: 'It takes administrator rights; github_ruleset_list shows the rulesets, which all may read.',
    details: { reason: 'permission' },
    effect: 'none',
  });
