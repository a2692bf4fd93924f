import { isDeepStrictEqual } from 'node:util';
import { quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { github } from '../../connection.ts';
import { repositoryName } from '../../repository-name.ts';
import { plainLine } from '../../text/plain-text.ts';
import {
  type EnvironmentRules,
  environmentPath,
  findEnvironment,
  policiesPath,
  showEnvironment,
  shownEnvironment,
} from '../environment.ts';
import { environmentName } from '../place.ts';
import { findReviewers } from '../reviewers.ts';
import { weakerRules } from '../weaker.ts';

export const githubEnvironmentPut = github.write({
  name: 'github_environment_put',
  title: 'Set up an environment',
  toolset: 'administration',
  risk: 'reversible',
  description: 'Create an environment, or change what holds before a deployment to it; what is not named stays.',
  input: z
    .strictObject({
      repo: repositoryName,
      environment: environmentName.describe('Its name.'),
      reviewers: z.array(plainLine(100)).max(6).optional().describe('One has to approve: logins, team/NAME.'),
      prevent_self_review: z.boolean().optional().describe('Not by who deploys.'),
      wait_minutes: z.int().min(0).max(43_200).optional().describe('Before it begins.'),
      branch_policy: z.enum(['all', 'protected', 'patterns']).optional().describe('What may be deployed.'),
      patterns: z.array(plainLine(255)).max(50).optional().describe('Such as release/* or tag:v*.'),
    })
    .refine(
      ({ branch_policy: policy, patterns }) => (policy === 'patterns') === (patterns !== undefined && patterns.length > 0),
      'patterns go with branch_policy "patterns", and it with them',
    ),
  output: shownEnvironment,
  // Every pattern is a write of its own, and writes are a second apart.
  deadlineMs: 300_000,
  preview: async ({ input, reader, profile, signal }) => {
    const { repo: repository, environment: name } = input;
    const [existing, named] = await Promise.all([
      findEnvironment({ repository, name, reader, signal }),
      input.reviewers === undefined
        ? undefined
        : findReviewers({ names: [...new Set(input.reviewers)], repository, reader, signal }),
    ]);
    const before = existing ?? noRules;
    const reviewers = named ?? before.reviewers;
    const wanted: EnvironmentRules = {
      wait_minutes: input.wait_minutes ?? before.wait_minutes,
      reviewers,
      // GitHub keeps it with the reviewers, so there is none without them.
      prevent_self_review: reviewers.length > 0 && (input.prevent_self_review ?? before.prevent_self_review),
      branch_policy: input.branch_policy ?? before.branch_policy,
      patterns: input.branch_policy === undefined ? before.patterns : [...new Set(input.patterns)].toSorted(),
    };
    const weaker = weakerRules({ before, after: wanted });
    return {
      description: `${existing === undefined ? 'Create' : 'Change'} the environment ${quoted(name)} of ${repository} with ${profile.name}.`,
      guard: { existing: existing ?? null, wanted },
      before: existing === undefined ? null : showEnvironment(existing),
      details: { after: showEnvironment({ name, ...wanted }) },
      warnings: [
        ...weaker.map((text) => `Weaker: ${text}`),
        ...(input.prevent_self_review === true && reviewers.length === 0
          ? ['prevent_self_review means nothing without reviewers.']
          : []),
      ],
      ...(weaker.length > 0 ? { risk: 'destructive' as const } : {}),
    };
  },
  execute: async ({ input, writer, guard: { existing, wanted }, signal, step }) => {
    const { repo: repository, environment: name } = input;
    const values = { environment_name: name };
    const sent = { repository, schema: z.unknown(), signal };
    await writer.send({
      method: 'PUT',
      ...sent,
      path: environmentPath,
      values: { ...values, ...toBody({ before: existing, after: wanted }) },
    });
    step('set the rules of the environment');
    for (const pattern of wanted.patterns.filter((one) => !(existing?.patterns ?? []).includes(one))) {
      const [, tag] = /^tag:(.+)$/.exec(pattern) ?? [];
      const policy = { name: tag ?? pattern, type: tag === undefined ? 'branch' : 'tag' };
      // oxlint-disable-next-line no-await-in-loop -- each is a step of its own
      await writer.send({ method: 'POST', ...sent, path: policiesPath, values: { ...values, ...policy } });
      step(`let ${pattern} be deployed`);
    }
    // GitHub forgets the patterns by itself where they do not count any more.
    const surplus = wanted.branch_policy === 'patterns' && existing?.branch_policy === 'patterns' ? existing.patterns : [];
    for (const pattern of surplus.filter((one) => !wanted.patterns.includes(one))) {
      const path = `${policiesPath}/{branch_policy_id}`;
      const branch_policy_id = existing?.pattern_ids[pattern];
      // oxlint-disable-next-line no-await-in-loop -- each is a step of its own
      await writer.send({ method: 'DELETE', ...sent, path, values: { ...values, branch_policy_id } });
      step(`no longer let ${pattern} be deployed`);
    }
    return showEnvironment({ name, ...wanted });
  },
  reconcile: async ({ input: { repo: repository, environment: name }, reader, guard: { wanted }, signal }) => {
    const found = await findEnvironment({ repository, name, reader, signal });
    return found !== undefined && isSame(found, wanted) ? { result: showEnvironment({ name, ...wanted }) } : 'unknown';
  },
});

const noRules: EnvironmentRules = {
  wait_minutes: 0,
  reviewers: [],
  prevent_self_review: false,
  branch_policy: 'all',
  patterns: [],
};

/**
 * Everything that holds: what is left out here, GitHub would take away. What neither was there nor is wanted stands in it nowhere, because
 * plans that do not have it refuse even its absence.
 */
const toBody = ({ before, after }: { before: EnvironmentRules | null; after: EnvironmentRules }) => {
  const waits = after.wait_minutes > 0 || (before?.wait_minutes ?? 0) > 0;
  const reviews = after.reviewers.length > 0 || (before?.reviewers.length ?? 0) > 0;
  return {
    ...(waits ? { wait_timer: after.wait_minutes } : {}),
    ...(reviews ? { reviewers: idsOf(after), prevent_self_review: after.prevent_self_review } : {}),
    deployment_branch_policy:
      after.branch_policy === 'all'
        ? null
        : {
            protected_branches: after.branch_policy === 'protected',
            custom_branch_policies: after.branch_policy === 'patterns',
          },
  };
};

const idsOf = ({ reviewers }: EnvironmentRules) => reviewers.map(({ type, id }) => ({ type, id }));

const isSame = (one: EnvironmentRules, other: EnvironmentRules): boolean => {
  const comparable = (rules: EnvironmentRules) => ({
    ...showEnvironment({ ...rules, name: '' }),
    // The name of a team may be written in several ways, its number in one.
    reviewers: idsOf(rules).toSorted((first, second) => first.id - second.id),
  });
  return isDeepStrictEqual(comparable(one), comparable(other));
};
