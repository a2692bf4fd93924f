import { mapConcurrently } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { GitHubReader } from '../client/github-reader.ts';

const reviewerAnswer = z.object({
  type: z.enum(['User', 'Team']),
  reviewer: z.object({ id: z.int(), login: z.string().optional(), slug: z.string().optional() }),
});

/** https://docs.github.com/en/rest/deployments/environments#get-an-environment */
export const environmentAnswer = z.object({
  name: z.string(),
  protection_rules: z
    .array(
      z.object({
        type: z.string(),
        wait_timer: z.int().optional(),
        prevent_self_review: z.boolean().optional(),
        reviewers: z.array(reviewerAnswer).optional(),
      }),
    )
    .default([]),
  deployment_branch_policy: z.object({ protected_branches: z.boolean(), custom_branch_policies: z.boolean() }).nullish(),
});

/** https://docs.github.com/en/rest/deployments/branch-policies#list-deployment-branch-policies */
const policyAnswer = z.object({ id: z.int(), name: z.string(), type: z.enum(['branch', 'tag']).default('branch') });

/** Who may approve a deployment: `ada`, or `team/ops`. */
export interface Reviewer {
  readonly type: 'User' | 'Team';
  readonly id: number;
  readonly name: string;
}

/** What has to hold before something is deployed to an environment. */
export interface EnvironmentRules {
  readonly wait_minutes: number;
  readonly reviewers: readonly Reviewer[];
  readonly prevent_self_review: boolean;
  readonly branch_policy: 'all' | 'protected' | 'patterns';
  /** `release/*`, or `tag:v*`. */
  readonly patterns: readonly string[];
}

export interface Environment extends EnvironmentRules {
  readonly name: string;
  /** The numbers of the patterns. */
  readonly pattern_ids: Readonly<Record<string, number>>;
  /** Rules that apps enforce, by their kind. */
  readonly other_rules: readonly string[];
}

interface Asked {
  readonly repository: string;
  readonly reader: GitHubReader;
  readonly signal: AbortSignal;
}

export const environmentPath = '/environments/{environment_name}';
export const policiesPath = `${environmentPath}/deployment-branch-policies`;

/** One environment with its patterns, or undefined where there is none. */
export const findEnvironment = async ({ name, reader, ...where }: Asked & { name: string }): Promise<Environment | undefined> => {
  const values = { environment_name: name };
  const answer = await reader.find({ ...where, path: environmentPath, values, schema: environmentAnswer });
  return answer === undefined ? undefined : withPatterns({ answer, reader, ...where });
};

/** Environments with their patterns, in their order. */
export const withAllPatterns = ({ answers, ...asked }: Asked & { answers: readonly z.output<typeof environmentAnswer>[] }) =>
  mapConcurrently({ items: answers, concurrency: 4, run: (answer) => withPatterns({ answer, ...asked }) });

const withPatterns = async (asked: Asked & { answer: z.output<typeof environmentAnswer> }): Promise<Environment> => {
  const { answer, reader, ...where } = asked;
  const { name, protection_rules: rules, deployment_branch_policy: policy } = answer;
  const list = { path: policiesPath, values: { environment_name: name }, field: 'branch_policies', item: policyAnswer };
  const policies = policy?.custom_branch_policies === true ? await reader.all({ ...where, ...list }) : [];
  const patterns = policies.map((one) => [one.type === 'tag' ? `tag:${one.name}` : one.name, one.id] as const);
  const review = rules.find(({ type }) => type === 'required_reviewers');
  return {
    name,
    wait_minutes: rules.find(({ type }) => type === 'wait_timer')?.wait_timer ?? 0,
    reviewers: (review?.reviewers ?? []).map(({ type, reviewer: { id, login, slug } }) => ({
      type,
      id,
      name: type === 'Team' ? `team/${slug ?? id}` : (login ?? String(id)),
    })),
    prevent_self_review: review?.prevent_self_review ?? false,
    branch_policy: policy == null ? 'all' : policy.custom_branch_policies ? 'patterns' : 'protected',
    patterns: patterns.map(([pattern]) => pattern).toSorted(),
    pattern_ids: Object.fromEntries(patterns),
    other_rules: rules.map(({ type }) => type).filter((type) => !ownRules.has(type)),
  };
};

const ownRules: ReadonlySet<string> = new Set(['wait_timer', 'required_reviewers', 'branch_policy']);

/** As tools answer it. */
export const shownEnvironment = z.object({
  name: z.string(),
  wait_minutes: z.int(),
  reviewers: z.array(z.string()),
  prevent_self_review: z.boolean(),
  branch_policy: z.enum(['all', 'protected', 'patterns']),
  patterns: z.array(z.string()),
});

export const showEnvironment = ({ name, ...rules }: EnvironmentRules & { name: string }): z.output<typeof shownEnvironment> => ({
  name,
  wait_minutes: rules.wait_minutes,
  reviewers: rules.reviewers.map((reviewer) => reviewer.name),
  prevent_self_review: rules.prevent_self_review,
  branch_policy: rules.branch_policy,
  patterns: [...rules.patterns],
});
