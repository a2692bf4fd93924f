import * as z from 'zod';
import type { CheckRunRecord, StatusRecord } from '../model/records.ts';
import { toAccount } from '../wire/account.ts';
import { nodeId, stamp, stampOrNull } from '../wire/links.ts';
import { toMinimalRepository } from '../wire/repository.ts';
import { latestStatuses } from '../world/checks.ts';
import type { Endpoint, RepositoryCall } from './endpoint.ts';
import { repositoryEndpoint } from './endpoint.ts';
import { countedPage, page } from './page.ts';
import { bodyOf, commitOf, numberIn, orNotFound } from './parse.ts';

/** What others found out about commits: check runs and the older statuses. */
export const checkEndpoints = (): readonly Endpoint[] => [
  repositoryEndpoint('POST /statuses/:sha', 'statuses:write', createStatus),
  repositoryEndpoint('GET /commits/:ref/statuses', 'statuses:read', async (call) => {
    const sha = await commitOf(call.repository, call.params['ref'] ?? '');
    const own = call.repository.statuses.filter((status) => status.sha === sha).toReversed();
    return page(call, own, (status) => toStatus(status, call));
  }),
  repositoryEndpoint('GET /commits/:ref/status', 'statuses:read', combinedStatus),
  repositoryEndpoint('POST /check-runs', 'checks:write', createRun),
  repositoryEndpoint('GET /check-runs/:check_run_id', 'checks:read', (call) => ({ json: toRun(runOf(call), call) })),
  repositoryEndpoint('PATCH /check-runs/:check_run_id', 'checks:write', updateRun),
  repositoryEndpoint('GET /commits/:ref/check-runs', 'checks:read', async (call) => {
    const sha = await commitOf(call.repository, call.params['ref'] ?? '');
    const { query } = call;
    const wanted = [...call.repository.checkRuns.values()]
      .filter((run) => run.headSha === sha)
      .filter((run) => (query.get('check_name') ?? run.name) === run.name && (query.get('status') ?? run.status) === run.status);
    return countedPage(call, 'check_runs', wanted, (run) => toRun(run, call));
  }),
];

const common = (status: StatusRecord, { repository, links }: RepositoryCall) => ({
  url: `${links.repository(repository)}/statuses/${status.sha}`,
  avatar_url: null,
  id: status.id,
  node_id: nodeId('Status', status.id),
  state: status.state,
  description: status.description,
  target_url: status.targetUrl,
  context: status.context,
  created_at: stamp(status.createdAtMs),
  updated_at: stamp(status.createdAtMs),
});

const toStatus = (status: StatusRecord, call: RepositoryCall) => ({
  ...common(status, call),
  creator: toAccount(call.store.account(status.creator), call.links),
});

const statusBody = z.object({
  state: z.enum(['error', 'failure', 'pending', 'success']),
  target_url: z.string().nullish(),
  description: z.string().nullish(),
  context: z.string().default('default'),
});

async function createStatus(call: RepositoryCall) {
  const { repository, store, login, params } = call;
  const sha = await commitOf(repository, params['sha'] ?? '');
  const { state, context, description = null, target_url: targetUrl = null } = bodyOf(call, statusBody);
  const status = { id: store.nextId(), sha, context, state, description, targetUrl, creator: login, createdAtMs: store.nowMs };
  repository.statuses.push(status);
  return { status: 201, json: toStatus(status, call) };
}

async function combinedStatus(call: RepositoryCall) {
  const { repository, links, params } = call;
  const sha = await commitOf(repository, params['ref'] ?? '');
  const statuses = latestStatuses(repository, sha);
  const states = statuses.map(({ state }) => state);
  const worst = states.some((state) => state === 'failure' || state === 'error') ? 'failure' : undefined;
  const isGood = states.length > 0 && states.every((state) => state === 'success');
  const url = `${links.repository(repository)}/commits/${sha}`;
  return countedPage(call, 'statuses', statuses, (status) => common(status, call), {
    state: worst ?? (isGood ? 'success' : 'pending'),
    sha,
    repository: toMinimalRepository(repository, links),
    commit_url: url,
    url: `${url}/status`,
  });
}

const runBody = z.object({
  name: z.string(),
  head_sha: z.string(),
  status: z.string().optional(),
  conclusion: z.string().optional(),
  details_url: z.string().optional(),
  external_id: z.string().optional(),
  output: z.object({ title: z.string().nullish(), summary: z.string().nullish(), text: z.string().nullish() }).optional(),
});

const runOf = (call: RepositoryCall): CheckRunRecord => orNotFound(call.repository.checkRuns.get(numberIn(call, 'check_run_id')));

const fieldsOf = ({
  conclusion,
  status,
  output,
  details_url: detailsUrl,
  external_id: externalId,
  name,
}: Partial<z.output<typeof runBody>>) => ({
  ...(name !== undefined && { name }),
  ...(status !== undefined && { status }),
  // A conclusion ends the run, whatever its status says.
  ...(conclusion !== undefined && { conclusion, status: 'completed' }),
  ...(detailsUrl !== undefined && { detailsUrl }),
  ...(externalId !== undefined && { externalId }),
  ...(output !== undefined && {
    output: { title: output.title ?? null, summary: output.summary ?? null, text: output.text ?? null },
  }),
});

async function createRun(call: RepositoryCall) {
  const { repository, store } = call;
  const { head_sha: sha, ...body } = bodyOf(call, runBody);
  const run: CheckRunRecord = {
    id: store.nextId(),
    headSha: await commitOf(repository, sha),
    name: body.name,
    status: 'queued',
    conclusion: null,
    startedAtMs: store.nowMs,
    completedAtMs: body.conclusion === undefined ? undefined : store.nowMs,
    detailsUrl: null,
    externalId: null,
    output: { title: null, summary: null, text: null },
    ...fieldsOf(body),
  };
  repository.checkRuns.set(run.id, run);
  return { status: 201, json: toRun(run, call) };
}

function updateRun(call: RepositoryCall) {
  const run = runOf(call);
  const body = bodyOf(call, runBody.partial());
  Object.assign(run, fieldsOf(body), body.conclusion === undefined ? {} : { completedAtMs: call.store.nowMs });
  return { json: toRun(run, call) };
}

const toRun = (run: CheckRunRecord, { repository, links }: RepositoryCall) => {
  const self = `${links.repository(repository)}/check-runs/${run.id}`;
  return {
    id: run.id,
    node_id: nodeId('CheckRun', run.id),
    head_sha: run.headSha,
    external_id: run.externalId,
    url: self,
    html_url: `${links.page(repository)}/runs/${run.id}`,
    details_url: run.detailsUrl,
    status: run.status,
    conclusion: run.conclusion,
    started_at: stamp(run.startedAtMs),
    completed_at: stampOrNull(run.completedAtMs),
    output: { ...run.output, annotations_count: 0, annotations_url: `${self}/annotations` },
    name: run.name,
    check_suite: null,
    app: null,
    pull_requests: [],
  };
};
