import { quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { branchName } from '../../../git/branch-name.ts';
import { commitOf } from '../../branches/ref.ts';
import { github } from '../../connection.ts';
import { repositoryName } from '../../repository-name.ts';
import { isSameText, ownAccount } from '../../text/own-account.ts';
import { lineText, sentTexts } from '../../text/sent-texts.ts';
import { combinedStatus } from '../combined-status.ts';
import { type Deployment, deploymentAnswer, deploymentsTo, environmentName, lastStatusOf } from '../deployment.ts';
import { isProductionLike } from '../production-like.ts';
import { checksMissing } from '../refusals.ts';

export const githubDeploymentCreate = github.write({
  name: 'github_deployment_create',
  title: 'Create a deployment',
  toolset: 'deployments',
  risk: 'destructive',
  classify: ({ input }) => (isProductionLike(input.environment) || input.production === true ? {} : { risk: 'reversible' }),
  description: 'Order a deployment. Use github_deployment_status_set to say how it goes.',
  input: z.strictObject({
    repo: repositoryName,
    ref: branchName('Branch, tag or commit.'),
    environment: environmentName,
    description: lineText('One line.', 140).optional(),
    task: z
      .string()
      .refine((text) => /^[\w:.-]{1,128}$/.test(text), 'Use one word.')
      .default('deploy')
      .describe('What to do.'),
    required_contexts: z
      .array(z.string())
      .refine((names) => names.length <= 100 && names.every((name) => /^.{1,255}$/u.test(name)), 'At most 100 names of one line.')
      .optional()
      .describe('Must be good; absent: all.'),
    production: z.boolean().optional().describe('People use it.'),
  }),
  output: z.object({
    deployment_id: z.int(),
    commit: z.string(),
    as_previewed: z.boolean().describe('False: the ref moved in the last moment.'),
  }),
  preview: async ({ input, reader, profile, signal }) => {
    const { repo: repository, ref, environment, description, required_contexts: contexts } = input;
    const commit = await commitOf({ reader, repository, revision: ref, signal });
    const [status, [latest], sent] = await Promise.all([
      combinedStatus({ reader, repository, commit, signal }),
      deploymentsTo({ reader, repository, environment, signal }),
      sentTexts({ texts: description === undefined ? {} : { description }, repository, reader, signal }),
    ]);
    const last = latest === undefined ? undefined : await lastStatusOf({ reader, repository, id: latest.id, signal });
    const wanted = contexts ?? status.all;
    const failed = status.failed.filter((context) => wanted.includes(context));
    const pending = status.pending.filter((context) => wanted.includes(context));
    // It may be a check run, which GitHub counts as well.
    const unknown = wanted.filter((context) => !status.all.includes(context));
    const unchecked = status.failed.filter((context) => !wanted.includes(context));
    const isProduction = isProductionLike(environment) || input.production === true;
    return {
      description: `Deploy ${quoted(ref)} (${commit.slice(0, 12)}) of ${repository} to ${quoted(environment)} with ${profile.name}.`,
      // A status that becomes good changes nothing; one that fails, another commit and another deployment do.
      guard: {
        commit,
        failed: status.failed,
        latest: latest?.id ?? null,
        state: last?.state ?? null,
        visibility: sent.visibility,
      },
      before:
        latest === undefined
          ? null
          : { deployment_id: latest.id, commit: latest.sha, ref: latest.ref, state: last?.state ?? null },
      details: { ...bodyOf(input), statuses: { required: wanted, failed: status.failed, pending: status.pending } },
      warnings: [
        ...(isProduction ? [`${quoted(environment)} counts as production.`] : []),
        ...(contexts?.length === 0 ? ['No status is required: a commit that fails its checks is deployed too.'] : []),
        ...(unchecked.length === 0 ? [] : [`These statuses have failed and are not required: ${listed(unchecked)}.`]),
        ...(unknown.length === 0 ? [] : [`No status has the name of these: ${listed(unknown)}.`]),
        ...(latest === undefined ? [`Nothing was deployed to ${quoted(environment)} before: GitHub makes the environment.`] : []),
        ...(latest?.sha === commit ? ['This commit was the last one that was deployed there.'] : []),
        ...(description === undefined ? [] : sent.warnings),
      ],
      ...sent.approval,
      ...(unchecked.length > 0 ? { risk: 'destructive' as const } : {}),
      ...(failed.length + pending.length === 0 ? {} : { refusal: checksMissing({ commit, failed, pending }) }),
    };
  },
  execute: async ({ input, writer, guard, signal }) => {
    const { repo: repository } = input;
    const values = bodyOf(input);
    const made = await writer.send({
      method: 'POST',
      repository,
      path: '/deployments',
      values,
      schema: deploymentAnswer,
      signal,
    });
    return answerOf({ deployment: made, commit: guard.commit });
  },
  reconcile: async ({ input, reader, guard, signal }) => {
    const { repo: repository, environment, ref, task, description } = input;
    const [found, isOwn] = await Promise.all([
      deploymentsTo({ reader, repository, environment, signal }),
      ownAccount({ reader, signal }),
    ]);
    const ours = found.filter(
      (one) =>
        one.id > (guard.latest ?? 0) &&
        isOwn(one.creator?.login) &&
        one.ref === ref &&
        one.task === task &&
        isSameText(one.description, description),
    );
    const [deployment] = ours;
    if (deployment === undefined || ours.length > 1) return 'unknown';
    return { result: answerOf({ deployment, commit: guard.commit }) };
  },
});

interface Wanted {
  readonly ref: string;
  readonly environment: string;
  readonly task: string;
  readonly description?: string | undefined;
  readonly required_contexts?: readonly string[] | undefined;
  readonly production?: boolean | undefined;
}

// GitHub would merge the default branch into the ref first; what is deployed is what was previewed.
const bodyOf = ({ ref, environment, task, description, required_contexts: contexts, production }: Wanted) => ({
  ref,
  environment,
  task,
  auto_merge: false,
  ...(description === undefined ? {} : { description }),
  ...(contexts === undefined ? {} : { required_contexts: contexts }),
  ...(production === undefined ? {} : { production_environment: production }),
});

const answerOf = ({ deployment: { id, sha }, commit }: { deployment: Deployment; commit: string }) => ({
  deployment_id: id,
  commit: sha,
  as_previewed: sha === commit,
});

const listed = (names: readonly string[]): string => names.map(quoted).join(', ');
