import * as z from 'zod';
import type { KeptRecord, VariableRecord } from '../model/settings.ts';
import { toAccount } from '../wire/account.ts';
import { nodeId, stamp } from '../wire/links.ts';
import { toTeam } from '../wire/team.ts';
import type { Endpoint, RepositoryCall } from './endpoint.ts';
import { repositoryEndpoint } from './endpoint.ts';
import { toKept } from './kept.ts';
import { countedPage } from './page.ts';
import { anyObject, bodyOf, orNotFound } from './parse.ts';
import { refuse } from './refusal.ts';

/** Environments, and the variables of repositories and environments. */
export const environmentEndpoints = (): readonly Endpoint[] => [
  repositoryEndpoint('GET /environments', 'actions:read', (call) =>
    countedPage(call, 'environments', [...call.repository.extras.environments], ([name, record]) =>
      toEnvironment(call, name, record),
    ),
  ),
  repositoryEndpoint('GET /environments/:environment_name', 'actions:read', (call) => {
    const name = nameOf(call);
    return { json: toEnvironment(call, name, orNotFound(call.repository.extras.environments.get(name))) };
  }),
  repositoryEndpoint('PUT /environments/:environment_name', 'administration:write', (call) => {
    const { environments } = call.repository.extras;
    const name = nameOf(call);
    const record = environments.get(name) ?? toKept(call, {});
    // What is left out is taken away, not kept.
    record.body = { ...bodyOf(call, anyObject), policies: keptPolicies(call, record) };
    record.updatedAtMs = call.store.nowMs;
    environments.set(name, record);
    return { json: toEnvironment(call, name, record) };
  }),
  repositoryEndpoint('DELETE /environments/:environment_name', 'administration:write', (call) => {
    orNotFound(call.repository.extras.environments.get(nameOf(call)));
    call.repository.extras.environments.delete(nameOf(call));
    return { status: 204, text: '' };
  }),
  ...variableEndpoints('/actions/variables', 'actions_variables'),
  ...variableEndpoints('/environments/:environment_name/variables', 'environments'),
];

const nameOf = ({ params }: RepositoryCall): string => params['environment_name'] ?? '';

const environmentBody = z.object({
  wait_timer: z.number().optional(),
  prevent_self_review: z.boolean().optional(),
  reviewers: z.array(z.object({ type: z.enum(['User', 'Team']), id: z.number() })).nullish(),
  deployment_branch_policy: z.object({ protected_branches: z.boolean(), custom_branch_policies: z.boolean() }).nullish(),
});

const keptPolicies = (call: RepositoryCall, record: KeptRecord) =>
  environmentBody.parse(bodyOf(call, anyObject)).deployment_branch_policy?.custom_branch_policies === true
    ? (record.body['policies'] ?? [])
    : [];

const toEnvironment = (call: RepositoryCall, name: string, record: KeptRecord) => {
  const { repository, links } = call;
  const { wait_timer: timer = 0, deployment_branch_policy: policy = null, ...review } = environmentBody.parse(record.body);
  const reviewers = review.reviewers ?? [];
  const rule = (type: string, fields: object) => ({ id: record.id, node_id: nodeId('GateRule', record.id), type, ...fields });
  return {
    id: record.id,
    node_id: nodeId('Environment', record.id),
    name,
    url: `${links.repository(repository)}/environments/${encodeURIComponent(name)}`,
    html_url: `${links.page(repository)}/deployments/activity_log?environments_filter=${encodeURIComponent(name)}`,
    created_at: stamp(record.createdAtMs),
    updated_at: stamp(record.updatedAtMs),
    protection_rules: [
      ...(timer === 0 ? [] : [rule('wait_timer', { wait_timer: timer })]),
      ...(reviewers.length === 0
        ? []
        : [
            rule('required_reviewers', {
              prevent_self_review: review.prevent_self_review ?? false,
              reviewers: reviewers.map((reviewer) => toReviewer(call, reviewer)),
            }),
          ]),
      ...(policy === null ? [] : [rule('branch_policy', {})]),
    ],
    deployment_branch_policy: policy,
  };
};

const toReviewer = ({ store, links }: RepositoryCall, { type, id }: { type: 'User' | 'Team'; id: number }) => {
  if (type === 'Team') return { type, reviewer: toTeam({ id, slug: `team-${id}` }, links) };
  const account = [...store.accounts.values()].find((one) => one.id === id);
  if (account === undefined) throw refuse(422, 'Validation Failed: a reviewer is not there');
  return { type, reviewer: toAccount(account, links) };
};

const variableEndpoints = (path: string, permission: string): readonly Endpoint[] => [
  repositoryEndpoint(`GET ${path}`, `${permission}:read:write`, (call) => {
    const { prefix } = placeOf(call);
    const own = [...call.repository.extras.variables].filter(([key]) => key.startsWith(prefix));
    return countedPage(call, 'variables', own, ([, variable]) => toVariable(variable));
  }),
  repositoryEndpoint(`POST ${path}`, `${permission}:write`, (call) => {
    const { prefix, variables, nowMs } = placeOf(call);
    const { name, value } = bodyOf(call, z.object({ name: z.string(), value: z.string() }));
    const key = prefix + name.toUpperCase();
    if (!/^[A-Z_][A-Z0-9_]*$/i.test(name) || /^GITHUB_/i.test(name)) throw refuse(422, 'Variable name is invalid');
    if (variables.has(key)) throw refuse(409, 'Already exists - Variable already exists');
    variables.set(key, { name: name.toUpperCase(), value, createdAtMs: nowMs, updatedAtMs: nowMs });
    return { status: 201, json: {} };
  }),
  repositoryEndpoint(`GET ${path}/:name`, `${permission}:read:write`, (call) => ({ json: toVariable(variableOf(call)) })),
  repositoryEndpoint(`PATCH ${path}/:name`, `${permission}:write`, (call) => {
    const variable = variableOf(call);
    variable.value = bodyOf(call, z.object({ name: z.string().optional(), value: z.string().default(variable.value) })).value;
    variable.updatedAtMs = call.store.nowMs;
    return { status: 204, text: '' };
  }),
  repositoryEndpoint(`DELETE ${path}/:name`, `${permission}:write`, (call) => {
    const { variables, prefix } = placeOf(call);
    variables.delete(prefix + variableOf(call).name);
    return { status: 204, text: '' };
  }),
];

const placeOf = (call: RepositoryCall) => {
  const { environments, variables } = call.repository.extras;
  const environment = nameOf(call);
  if (environment !== '') orNotFound(environments.get(environment));
  return { prefix: `${environment}/`, variables, nowMs: call.store.nowMs };
};

const variableOf = (call: RepositoryCall): VariableRecord => {
  const { prefix, variables } = placeOf(call);
  return orNotFound(variables.get(prefix + (call.params['name'] ?? '').toUpperCase()));
};

const toVariable = ({ name, value, createdAtMs, updatedAtMs }: VariableRecord) => ({
  name,
  value,
  created_at: stamp(createdAtMs),
  updated_at: stamp(updatedAtMs),
});
