import type { JsonObject } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { IssueRecord, PullRecord, RepositoryRecord } from '../model/records.ts';
import { roleOf } from '../routes/access.ts';
import { refuse } from '../routes/refusal.ts';
import { failingChecks } from './checks.ts';
import type { Store } from './store.ts';

interface Asked {
  readonly store: Store;
  readonly repository: RepositoryRecord;
  readonly login: string;
}

/** One rule that holds for a ref, whether it comes from the protection of a branch or from a ruleset. */
export interface ActiveRule {
  readonly type: string;
  readonly parameters: JsonObject;
  /** The ruleset that it comes from; nothing for the protection of a branch. */
  readonly rulesetId: number | undefined;
}

/** The rules that hold for somebody on a ref: `refs/heads/main`. */
export const rulesFor = ({ store, repository, login, ref }: Asked & { ref: string }): readonly ActiveRule[] => {
  const isAdmin = roleOf({ store, repository, login }) === 'admin';
  const [, branch = ''] = /^refs\/heads\/(.+)$/.exec(ref) ?? [];
  const protection = repository.protections.get(branch);
  const isExempt = isAdmin && protection?.['enforce_admins'] !== true;
  return [
    ...(protection === undefined || isExempt ? [] : rulesOfProtection(protection)),
    ...rulesetRules(repository, { ref, isAdmin }),
  ];
};

/** The rules of all active rulesets on a ref; without those that the caller may pass by. */
export const rulesetRules = (
  repository: RepositoryRecord,
  { ref, isAdmin = false }: { ref: string; isAdmin?: boolean },
): readonly ActiveRule[] =>
  [...repository.rulesets.values()]
    .filter(
      ({ enforcement, target }) => enforcement === 'active' && ref.startsWith(target === 'tag' ? 'refs/tags/' : 'refs/heads/'),
    )
    .filter(({ conditions }) => covers({ conditions, ref, defaultBranch: repository.defaultBranch }))
    // Number 5 is the role of administrators.
    .filter(
      ({ bypassActors }) =>
        !(isAdmin && bypassActors.some((actor) => actor['actor_id'] === 5 && actor['bypass_mode'] !== 'pull_request')),
    )
    .flatMap(({ id, rules }) =>
      rules.map((rule) => ({ type: String(rule['type']), parameters: objectOr(rule['parameters']), rulesetId: id })),
    );

/** Refuses a commit that does not come through a pull request where the rules want one. */
export const allowDirectPush = async (asked: Asked & { branch: string; status?: 409 | 422 }): Promise<void> => {
  const { repository, branch, status = 409 } = asked;
  if (repository.settings.archived) throw refuse(403, 'Repository was archived so is read-only.');
  const rules = rulesFor({ ...asked, ref: `refs/heads/${branch}` });
  const problems = rules.flatMap(({ type }) => {
    if (type === 'pull_request') return ['Changes must be made through a pull request.'];
    return type === 'update' ? ['Cannot update this protected ref.'] : [];
  });
  if (problems.length > 0) throw refuse(status, `Repository rule violations found\n\n${problems.join('\n')}`);
};

/** Refuses to make, rewrite or remove a ref where the rules forbid it. */
export const allowRefChange = async (
  asked: Asked & { ref: string; change: 'creation' | 'deletion' | 'non_fast_forward' },
): Promise<void> => {
  if (asked.repository.settings.archived) throw refuse(403, 'Repository was archived so is read-only.');
  if (!rulesFor(asked).some(({ type }) => type === asked.change)) return;
  throw refuse(422, `Repository rule violations found\n\n${changeTexts[asked.change]}`);
};

/** What the rules still want before a pull request can be merged. */
export const mergeProblems = async ({
  method,
  issue,
  pull,
  head,
  ...asked
}: Asked & { issue: IssueRecord; pull: PullRecord; head: string; method?: string }): Promise<readonly string[]> => {
  const rules = rulesFor({ ...asked, ref: `refs/heads/${pull.base}` });
  const problems = rules.map(async ({ type, parameters }): Promise<readonly string[]> => {
    if (type === 'pull_request') return reviewProblems({ ...asked, issue, pull, head, parameters });
    if (type === 'required_linear_history') return method === 'merge' ? ['This branch must not contain merge commits.'] : [];
    if (type !== 'required_status_checks') return [];
    const { required_status_checks: wanted, strict_required_status_checks_policy: isStrict } = statusParameters.parse(parameters);
    const failing = failingChecks(asked.repository, { sha: head, contexts: wanted.map(({ context }) => context) });
    const isBehind = isStrict && !(await asked.repository.git.isAncestor(`refs/heads/${pull.base}`, head));
    return [...failing, ...(isBehind ? ['The head branch is not up to date with the base branch.'] : [])];
  });
  return (await Promise.all(problems)).flat();
};

const changeTexts = {
  creation: 'Cannot create ref due to creations being restricted.',
  deletion: 'Cannot delete this protected ref.',
  non_fast_forward: 'Cannot force-push to this protected ref.',
} as const;

const statusParameters = z.object({
  required_status_checks: z.array(z.object({ context: z.string() })).default([]),
  strict_required_status_checks_policy: z.boolean().default(false),
});

const reviewParameters = z.object({
  required_approving_review_count: z.number().default(0),
  dismiss_stale_reviews_on_push: z.boolean().default(false),
});

const reviewProblems = ({
  store,
  repository,
  issue,
  pull,
  head,
  parameters,
}: Omit<Asked, 'login'> & { issue: IssueRecord; pull: PullRecord; head: string; parameters: JsonObject }): readonly string[] => {
  const { required_approving_review_count: wanted, dismiss_stale_reviews_on_push: isFreshOnly } =
    reviewParameters.parse(parameters);
  const canWrite = (login: string) => ['write', 'maintain', 'admin'].includes(roleOf({ store, repository, login }) ?? '');
  // Only the last word of every reviewer counts.
  const latest = new Map(
    pull.reviews
      .filter(({ author, state }) => author !== issue.author && canWrite(author) && state !== 'COMMENTED' && state !== 'PENDING')
      .map((review) => [review.author, review]),
  );
  const reviews = [...latest.values()];
  const approvals = reviews.filter(({ state, commitSha }) => state === 'APPROVED' && (!isFreshOnly || commitSha === head));
  return [
    ...(reviews.some(({ state }) => state === 'CHANGES_REQUESTED') ? ['Changes have been requested.'] : []),
    ...(approvals.length < wanted
      ? [`At least ${wanted} approving review${wanted === 1 ? ' is' : 's are'} required by reviewers with write access.`]
      : []),
  ];
};

const rulesOfProtection = (protection: JsonObject): readonly ActiveRule[] => {
  const { required_pull_request_reviews: reviews, required_status_checks: checks, ...rest } = protectionFields.parse(protection);
  const rule = (type: string, parameters: JsonObject = {}): ActiveRule => ({ type, parameters, rulesetId: undefined });
  return [
    ...(reviews ? [rule('pull_request', { ...reviews, dismiss_stale_reviews_on_push: reviews.dismiss_stale_reviews })] : []),
    ...(checks
      ? [
          rule('required_status_checks', {
            strict_required_status_checks_policy: checks.strict,
            required_status_checks: contextsOf(checks).map((context) => ({ context })),
          }),
        ]
      : []),
    ...(rest.required_linear_history === true ? [rule('required_linear_history')] : []),
    ...(rest.allow_force_pushes === true ? [] : [rule('non_fast_forward')]),
    ...(rest.allow_deletions === true ? [] : [rule('deletion')]),
    ...(rest.lock_branch === true ? [rule('update')] : []),
  ];
};

/** The names of the checks in the protection of a branch, which has two lists for them. */
export const contextsOf = ({ contexts, checks }: { contexts: readonly string[]; checks: readonly { context: string }[] }) => [
  ...new Set([...contexts, ...checks.map(({ context }) => context)]),
];

const people = z.object({
  users: z.array(z.string()).default([]),
  teams: z.array(z.string()).default([]),
  apps: z.array(z.string()).default([]),
});

/** The protection of a branch as it is set. */
export const protectionFields = z.object({
  required_status_checks: z
    .object({
      strict: z.boolean().default(false),
      contexts: z.array(z.string()).default([]),
      checks: z.array(z.object({ context: z.string(), app_id: z.number().nullish() })).default([]),
    })
    .nullish(),
  required_pull_request_reviews: z
    .object({
      dismiss_stale_reviews: z.boolean().default(false),
      require_code_owner_reviews: z.boolean().default(false),
      require_last_push_approval: z.boolean().default(false),
      required_approving_review_count: z.number().default(1),
      dismissal_restrictions: people.optional(),
      bypass_pull_request_allowances: people.optional(),
    })
    .nullish(),
  restrictions: people.nullish(),
  enforce_admins: z.boolean().nullish(),
  required_linear_history: z.boolean().nullish(),
  allow_force_pushes: z.boolean().nullish(),
  allow_deletions: z.boolean().nullish(),
  block_creations: z.boolean().nullish(),
  required_conversation_resolution: z.boolean().nullish(),
  lock_branch: z.boolean().nullish(),
  allow_fork_syncing: z.boolean().nullish(),
});

const refConditions = z.object({
  ref_name: z.object({ include: z.array(z.string()).default([]), exclude: z.array(z.string()).default([]) }).optional(),
});

const covers = ({ conditions, ref, defaultBranch }: { conditions: JsonObject; ref: string; defaultBranch: string }): boolean => {
  const { include = ['~ALL'], exclude = [] } = refConditions.parse(conditions).ref_name ?? {};
  const isNamed = (name: string): boolean => {
    if (name === '~ALL') return true;
    if (name === '~DEFAULT_BRANCH') return ref === `refs/heads/${defaultBranch}`;
    const escaped = name.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`);
    return new RegExp(`^${escaped.replaceAll('**', '\0').replaceAll('*', '[^/]*').replaceAll('\0', '.*')}$`).test(ref);
  };
  return include.some(isNamed) && !exclude.some(isNamed);
};

const objectOr = (value: unknown): JsonObject => z.record(z.string(), z.json()).catch({}).parse(value);
