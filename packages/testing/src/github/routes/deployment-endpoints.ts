import * as z from 'zod';
import type { DeploymentRecord, KeptRecord } from '../model/settings.ts';
import { toAccount } from '../wire/account.ts';
import { nodeId, stamp } from '../wire/links.ts';
import { failingChecks, latestStatuses } from '../world/checks.ts';
import type { Endpoint, RepositoryCall } from './endpoint.ts';
import { repositoryEndpoint } from './endpoint.ts';
import { keptIn, toKept } from './kept.ts';
import { page } from './page.ts';
import { bodyOf, commitOf } from './parse.ts';
import { refuse } from './refusal.ts';

/** Deployments with their statuses. */
export const deploymentEndpoints = (): readonly Endpoint[] => [
  repositoryEndpoint('GET /deployments', 'deployments:read', listDeployments),
  repositoryEndpoint('POST /deployments', 'deployments:write', createDeployment),
  repositoryEndpoint('GET /deployments/:deployment_id', 'deployments:read', (call) => ({
    json: toDeployment(call, deploymentOf(call)),
  })),
  repositoryEndpoint('GET /deployments/:deployment_id/statuses', 'deployments:read', (call) => {
    const deployment = deploymentOf(call);
    return page(call, deployment.statuses.toReversed(), (status) => toDeploymentStatus(call, deployment, status));
  }),
  repositoryEndpoint('POST /deployments/:deployment_id/statuses', 'deployments:write', (call) => {
    const deployment = deploymentOf(call);
    const status = toKept(call, bodyOf(call, statusBody));
    deployment.statuses.push(status);
    return { status: 201, json: toDeploymentStatus(call, deployment, status) };
  }),
];

const deploymentOf = (call: RepositoryCall) => keptIn(call.repository.extras.deployments, { call, name: 'deployment_id' });

const deploymentBody = z.object({
  ref: z.string(),
  task: z.string().default('deploy'),
  environment: z.string().default('production'),
  description: z.string().nullable().default(null),
  payload: z.union([z.record(z.string(), z.json()), z.string()]).default({}),
  transient_environment: z.boolean().default(false),
  production_environment: z.boolean().optional(),
});
const wantedContexts = z.object({ required_contexts: z.array(z.string()).optional() });

function listDeployments(call: RepositoryCall) {
  const { query, repository } = call;
  const wanted = [...repository.extras.deployments.values()].filter(({ sha, body }) => {
    const { environment, ref } = deploymentBody.parse(body);
    return (
      (query.get('environment') ?? environment) === environment &&
      (query.get('ref') ?? ref) === ref &&
      (query.get('sha') ?? sha) === sha
    );
  });
  return page(call, wanted.toReversed(), (deployment) => toDeployment(call, deployment));
}

async function createDeployment(call: RepositoryCall) {
  const body = bodyOf(call, deploymentBody);
  const sha = await commitOf(call.repository, body.ref);
  const known = latestStatuses(call.repository, sha).map(({ context }) => context);
  const { required_contexts: contexts = known } = bodyOf(call, wantedContexts);
  const problems = failingChecks(call.repository, { sha, contexts });
  if (problems.length > 0) throw refuse(409, 'Conflict: Commit status checks failed for the ref.', { errors: [...problems] });
  const deployment: DeploymentRecord = { ...toKept(call, body), sha, statuses: [] };
  call.repository.extras.deployments.set(deployment.id, deployment);
  return { status: 201, json: toDeployment(call, deployment) };
}

const toDeployment = (
  { repository, links, store }: RepositoryCall,
  { id, sha, by, createdAtMs, updatedAtMs, body }: DeploymentRecord,
) => {
  const self = `${links.repository(repository)}/deployments/${id}`;
  const {
    environment,
    production_environment: isProduction = environment === 'production',
    ...fields
  } = deploymentBody.parse(body);
  return {
    id,
    node_id: nodeId('Deployment', id),
    sha,
    ...fields,
    environment,
    original_environment: environment,
    creator: toAccount(store.account(by), links),
    statuses_url: `${self}/statuses`,
    repository_url: links.repository(repository),
    url: self,
    created_at: stamp(createdAtMs),
    updated_at: stamp(updatedAtMs),
    production_environment: isProduction,
  };
};

const statusBody = z.object({
  state: z.enum(['error', 'failure', 'inactive', 'in_progress', 'queued', 'pending', 'success']),
  description: z.string().default(''),
  environment_url: z.string().default(''),
  log_url: z.string().default(''),
});

const toDeploymentStatus = ({ repository, links, store }: RepositoryCall, deployment: DeploymentRecord, status: KeptRecord) => {
  const self = `${links.repository(repository)}/deployments/${deployment.id}`;
  const { state, description, environment_url: environmentUrl, log_url: logUrl } = statusBody.parse(status.body);
  return {
    id: status.id,
    node_id: nodeId('DeploymentStatus', status.id),
    state,
    description,
    creator: toAccount(store.account(status.by), links),
    environment: deploymentBody.parse(deployment.body).environment,
    // Without addresses of their own they lead to the deployment.
    target_url: logUrl === '' ? self : logUrl,
    log_url: logUrl === '' ? self : logUrl,
    environment_url: environmentUrl === '' ? self : environmentUrl,
    deployment_url: self,
    repository_url: links.repository(repository),
    url: `${self}/statuses/${status.id}`,
    created_at: stamp(status.createdAtMs),
    updated_at: stamp(status.updatedAtMs),
  };
};
