import * as z from 'zod';
import type { DeploymentRecord, KeptRecord } from '../model/settings.ts';
import { toAccount } from '../wire/account.ts';
import { nodeId, stamp } from '../wire/links.ts';
import { allowRefChange } from '../world/rules.ts';
import type { Endpoint, RepositoryCall } from './endpoint.ts';
import { repositoryEndpoint } from './endpoint.ts';
import { change, keptIn, toKept } from './kept.ts';
import { page } from './page.ts';
import { anyObject, bodyOf, commitOf, orNotFound } from './parse.ts';
import { invalid } from './refusal.ts';

/** Deployments with their statuses, and releases. */
export const releaseEndpoints = (): readonly Endpoint[] => [
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
  repositoryEndpoint('GET /releases', 'contents:read', (call) =>
    page(call, [...releasesOf(call).values()].toReversed(), (release) => toRelease(call, release)),
  ),
  repositoryEndpoint('POST /releases', 'contents:write', createRelease),
  repositoryEndpoint('GET /releases/latest', 'contents:read', (call) => {
    const published = [...releasesOf(call).values()].filter(({ body }) => body['draft'] !== true && body['prerelease'] !== true);
    return { json: toRelease(call, orNotFound(published.at(-1))) };
  }),
  repositoryEndpoint('GET /releases/tags/*', 'contents:read', (call) => {
    const tag = decodeURIComponent(call.params['rest'] ?? '');
    return { json: toRelease(call, orNotFound([...releasesOf(call).values()].find(({ body }) => body['tag_name'] === tag))) };
  }),
  repositoryEndpoint('GET /releases/:release_id', 'contents:read', (call) => ({ json: toRelease(call, releaseOf(call)) })),
  repositoryEndpoint('PATCH /releases/:release_id', 'contents:write', (call) => {
    const release = releaseOf(call);
    change(call, release, bodyOf(call, anyObject));
    return { json: toRelease(call, release) };
  }),
  repositoryEndpoint('DELETE /releases/:release_id', 'contents:write', (call) => {
    releasesOf(call).delete(releaseOf(call).id);
    return { status: 204, text: '' };
  }),
];

const deploymentOf = (call: RepositoryCall) => keptIn(call.repository.extras.deployments, { call, name: 'deployment_id' });
const releasesOf = ({ repository }: RepositoryCall) => repository.extras.releases;
const releaseOf = (call: RepositoryCall) => keptIn(releasesOf(call), { call, name: 'release_id' });

const deploymentBody = z.object({
  ref: z.string(),
  task: z.string().default('deploy'),
  environment: z.string().default('production'),
  description: z.string().nullable().default(null),
  payload: z.union([z.record(z.string(), z.json()), z.string()]).default({}),
});

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
  const deployment: DeploymentRecord = { ...toKept(call, body), sha, statuses: [] };
  call.repository.extras.deployments.set(deployment.id, deployment);
  return { status: 201, json: toDeployment(call, deployment) };
}

const toDeployment = (
  { repository, links, store }: RepositoryCall,
  { id, sha, by, createdAtMs, updatedAtMs, body }: DeploymentRecord,
) => {
  const self = `${links.repository(repository)}/deployments/${id}`;
  const { environment, ...fields } = deploymentBody.parse(body);
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
    transient_environment: false,
    production_environment: environment === 'production',
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

const releaseBody = z.object({
  tag_name: z.string(),
  target_commitish: z.string().default('main'),
  name: z.string().nullable().default(null),
  body: z.string().default(''),
  draft: z.boolean().default(false),
  prerelease: z.boolean().default(false),
});

async function createRelease(call: RepositoryCall) {
  const { repository } = call;
  const { git } = repository;
  const body = bodyOf(call, releaseBody.extend({ target_commitish: z.string().default(repository.defaultBranch) }));
  const ref = `refs/tags/${body.tag_name}`;
  const resource = 'Release';
  if (!(await git.isRefName(ref)))
    throw invalid({ resource, field: 'tag_name', code: 'custom', message: 'tag_name is not a valid tag' });
  if ([...releasesOf(call).values()].some(({ body: known }) => known['tag_name'] === body.tag_name)) {
    throw invalid({ resource, field: 'tag_name', code: 'already_exists' });
  }
  if (!body.draft && (await git.resolve(ref)) === undefined) {
    await allowRefChange({ ...call, ref, change: 'creation' });
    await git.setRef(ref, await commitOf(repository, body.target_commitish));
  }
  const release = toKept(call, body);
  releasesOf(call).set(release.id, release);
  return { status: 201, json: toRelease(call, release) };
}

const toRelease = ({ repository, links, store }: RepositoryCall, { id, by, createdAtMs, body }: KeptRecord) => {
  const self = `${links.repository(repository)}/releases/${id}`;
  const fields = releaseBody.parse(body);
  const ball = (kind: string) => `${links.repository(repository)}/${kind}/refs/tags/${fields.tag_name}`;
  return {
    id,
    node_id: nodeId('Release', id),
    ...fields,
    url: self,
    html_url: `${links.page(repository)}/releases/tag/${fields.tag_name}`,
    assets_url: `${self}/assets`,
    upload_url: `${self}/assets{?name,label}`,
    tarball_url: ball('tarball'),
    zipball_url: ball('zipball'),
    author: toAccount(store.account(by), links),
    assets: [],
    created_at: stamp(createdAtMs),
    published_at: fields.draft ? null : stamp(createdAtMs),
  };
};
