import * as z from 'zod';
import type { KeptRecord } from '../model/settings.ts';
import { nodeId } from '../wire/links.ts';
import type { Endpoint, RepositoryCall } from './endpoint.ts';
import { repositoryEndpoint } from './endpoint.ts';
import { countedPage } from './page.ts';
import { bodyOf, numberIn, orNotFound } from './parse.ts';
import { refuse } from './refusal.ts';

const path = '/environments/:environment_name/deployment-branch-policies';

/** Which branches and tags may be deployed to an environment. */
export const branchPolicyEndpoints = (): readonly Endpoint[] => [
  repositoryEndpoint(`GET ${path}`, 'actions:read', (call) =>
    countedPage(call, 'branch_policies', policiesOf(environmentOf(call)), toPolicy),
  ),
  repositoryEndpoint(`POST ${path}`, 'administration:write', (call) => {
    const record = environmentOf(call);
    if (!customPolicies.safeParse(record.body).success) throw refuse(404, 'Not Found');
    const policy = { id: call.store.nextId(), ...bodyOf(call, policyBody) };
    record.body = { ...record.body, policies: [...policiesOf(record), policy] };
    return { json: toPolicy(policy) };
  }),
  repositoryEndpoint(`DELETE ${path}/:policy_id`, 'administration:write', (call) => {
    const record = environmentOf(call);
    const id = numberIn(call, 'policy_id');
    orNotFound(policiesOf(record).find((policy) => policy.id === id));
    record.body = { ...record.body, policies: policiesOf(record).filter((policy) => policy.id !== id) };
    return { status: 204, text: '' };
  }),
];

const policyBody = z.object({ name: z.string(), type: z.enum(['branch', 'tag']).default('branch') });
const policy = policyBody.extend({ id: z.number() });
const customPolicies = z.object({ deployment_branch_policy: z.object({ custom_branch_policies: z.literal(true) }) });

const environmentOf = ({ repository, params }: RepositoryCall): KeptRecord =>
  orNotFound(repository.extras.environments.get(params['environment_name'] ?? ''));

const policiesOf = ({ body }: KeptRecord) => z.array(policy).default([]).parse(body['policies']);

const toPolicy = ({ id, name, type }: z.output<typeof policy>) => ({ id, node_id: nodeId('GateRule', id), name, type });
