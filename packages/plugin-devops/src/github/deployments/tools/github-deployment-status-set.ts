import { quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { github } from '../../connection.ts';
import { missing } from '../../missing.ts';
import { repositoryName } from '../../repository-name.ts';
import { isSameText, ownAccount } from '../../text/own-account.ts';
import { lineText, sentTexts } from '../../text/sent-texts.ts';
import { webAddress } from '../../text/web-address.ts';
import { deploymentAnswer, type DeploymentStatus, statusAnswer, statusesOf } from '../deployment.ts';
import { isProductionLike } from '../production-like.ts';
import { stateUnchanged } from '../refusals.ts';

export const githubDeploymentStatusSet = github.write({
  name: 'github_deployment_status_set',
  title: 'State of a deployment',
  toolset: 'deployments',
  // Gates and rollbacks may wait for it; another status can follow, and none goes away.
  risk: 'reversible',
  description: 'Say how a deployment goes. Use github_deployment_list for ids.',
  input: z.strictObject({
    repo: repositoryName,
    deployment_id: z.int().min(1).describe('Its id.'),
    state: z.enum(['error', 'failure', 'inactive', 'in_progress', 'queued', 'pending', 'success']).describe('From now on.'),
    description: lineText('One line.', 140).optional(),
    environment_url: webAddress('Where it can be used.'),
    log_url: webAddress('Where its log is.'),
    auto_inactive: z.boolean().default(false).describe('Success ends earlier ones.'),
  }),
  output: z.object({ status_id: z.int(), state: z.string() }),
  preview: async ({ input, reader, profile, signal }) => {
    const { repo: repository, deployment_id: id, state } = input;
    const path = '/deployments/{deployment_id}';
    const deployment = await reader.find({ repository, path, values: { deployment_id: id }, schema: deploymentAnswer, signal });
    if (deployment === undefined)
      throw missing({ what: `deployment ${id} of ${repository}`, listedBy: 'github_deployment_list' });
    const [statuses, sent] = await Promise.all([
      statusesOf({ reader, repository, id, signal }),
      sentTexts({ texts: textsOf(input), repository, reader, signal }),
    ]);
    const [last] = statuses;
    const isSame = last !== undefined && isWanted({ status: last, input });
    return {
      description: `Set deployment ${id} of ${repository} to ${quoted(deployment.environment)} to ${state} with ${profile.name}.`,
      guard: { last: last?.id ?? null, visibility: sent.visibility },
      before: { state: last?.state ?? null, commit: deployment.sha, ref: deployment.ref, environment: deployment.environment },
      details: bodyOf(input),
      warnings: [
        ...(isProductionLike(deployment.environment) ? [`${quoted(deployment.environment)} counts as production.`] : []),
        ...sent.warnings,
      ],
      ...sent.approval,
      ...(isSame ? { refusal: stateUnchanged({ id, state }) } : {}),
    };
  },
  execute: async ({ input, writer, signal }) => {
    const { repo: repository, deployment_id: id } = input;
    const path = '/deployments/{deployment_id}/statuses';
    const values = { deployment_id: id, ...bodyOf(input) };
    const made = await writer.send({ method: 'POST', repository, path, values, schema: statusAnswer, signal });
    return { status_id: made.id, state: made.state };
  },
  reconcile: async ({ input, reader, guard, signal }) => {
    const { repo: repository, deployment_id: id } = input;
    const [statuses, isOwn] = await Promise.all([statusesOf({ reader, repository, id, signal }), ownAccount({ reader, signal })]);
    const ours = statuses.filter(
      (status) => status.id > (guard.last ?? 0) && isOwn(status.creator?.login) && isWanted({ status, input }),
    );
    const [status] = ours;
    return status === undefined || ours.length > 1 ? 'unknown' : { result: { status_id: status.id, state: status.state } };
  },
});

interface Wanted {
  readonly state: string;
  readonly description?: string | undefined;
  readonly environment_url?: string | undefined;
  readonly log_url?: string | undefined;
  readonly auto_inactive: boolean;
}

const textsOf = ({ description, environment_url: environmentUrl, log_url: logUrl }: Wanted) => ({
  ...(description === undefined ? {} : { description }),
  ...(environmentUrl === undefined ? {} : { environment_url: environmentUrl }),
  ...(logUrl === undefined ? {} : { log_url: logUrl }),
});

const bodyOf = (input: Wanted) => ({ state: input.state, auto_inactive: input.auto_inactive, ...textsOf(input) });

// Without an address of its own a status leads to the deployment, so only those that were given are compared.
const isWanted = ({ status, input }: { status: DeploymentStatus; input: Wanted }): boolean =>
  status.state === input.state &&
  isSameText(status.description, input.description) &&
  (input.environment_url === undefined || status.environment_url === input.environment_url) &&
  (input.log_url === undefined || status.log_url === input.log_url);
