import type { JsonObject } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { RulesetRecord } from '../model/records.ts';
import { toAccount } from '../wire/account.ts';
import { stamp } from '../wire/links.ts';
import { toTeam } from '../wire/team.ts';
import { contextsOf, protectionFields, rulesetRules } from '../world/rules.ts';
import type { Endpoint, RepositoryCall } from './endpoint.ts';
import { repositoryEndpoint } from './endpoint.ts';
import { page } from './page.ts';
import { anyObject, bodyOf, numberIn, orNotFound } from './parse.ts';
import { refuse } from './refusal.ts';

/** The protection of branches, and rulesets. */
export const ruleEndpoints = (): readonly Endpoint[] => [
  repositoryEndpoint('GET /branches/:branch/protection', 'administration:read', async (call) => {
    const protection = call.repository.protections.get(await branchOf(call));
    if (protection === undefined) throw refuse(404, 'Branch not protected');
    return { json: toProtection(call, protection) };
  }),
  repositoryEndpoint('PUT /branches/:branch/protection', 'administration:write', async (call) => {
    const protection = bodyOf(call, anyObject);
    call.repository.protections.set(await branchOf(call), protection);
    return { json: toProtection(call, protection) };
  }),
  repositoryEndpoint('DELETE /branches/:branch/protection', 'administration:write', async (call) => {
    if (!call.repository.protections.delete(await branchOf(call))) throw refuse(404, 'Branch not protected');
    return { status: 204, text: '' };
  }),
  repositoryEndpoint('GET /rules/branches/*', 'metadata:read', (call) => {
    const ref = `refs/heads/${decodeURIComponent(call.params['rest'] ?? '')}`;
    return page(call, rulesetRules(call.repository, { ref }), ({ type, parameters, rulesetId }) => ({
      type,
      ...(Object.keys(parameters).length > 0 && { parameters }),
      ruleset_source_type: 'Repository',
      ruleset_source: sourceOf(call),
      ruleset_id: rulesetId,
    }));
  }),
  repositoryEndpoint('GET /rulesets', 'metadata:read', (call) =>
    page(call, [...call.repository.rulesets.values()], (ruleset) => {
      const { rules: _, conditions: _conditions, bypass_actors: _actors, ...short } = toRuleset(ruleset, call);
      return short;
    }),
  ),
  repositoryEndpoint('POST /rulesets', 'administration:write', (call) => {
    const { store, repository } = call;
    const nowMs = store.nowMs;
    const ruleset = { id: store.nextId(), createdAtMs: nowMs, updatedAtMs: nowMs, ...fieldsOf(bodyOf(call, rulesetBody)) };
    repository.rulesets.set(ruleset.id, ruleset);
    return { status: 201, json: toRuleset(ruleset, call) };
  }),
  repositoryEndpoint('GET /rulesets/:ruleset_id', 'metadata:read', (call) => ({ json: toRuleset(rulesetOf(call), call) })),
  repositoryEndpoint('PUT /rulesets/:ruleset_id', 'administration:write', (call) => {
    const ruleset = rulesetOf(call);
    const given = fieldsOf(rulesetBody.parse({ ...toBody(ruleset), ...bodyOf(call, anyObject) }));
    Object.assign(ruleset, given, { updatedAtMs: call.store.nowMs });
    return { json: toRuleset(ruleset, call) };
  }),
  repositoryEndpoint('DELETE /rulesets/:ruleset_id', 'administration:write', (call) => {
    call.repository.rulesets.delete(rulesetOf(call).id);
    return { status: 204, text: '' };
  }),
];

const branchOf = async ({ repository, params }: RepositoryCall): Promise<string> => {
  const branch = params['branch'] ?? '';
  if ((await repository.git.resolve(`refs/heads/${branch}`)) === undefined) throw refuse(404, 'Branch not found');
  return branch;
};

const toProtection = (call: RepositoryCall, protection: JsonObject) => {
  const { repository, links, params } = call;
  const url = `${links.repository(repository)}/branches/${encodeURIComponent(params['branch'] ?? '')}/protection`;
  const {
    required_status_checks: checks,
    required_pull_request_reviews: reviews,
    restrictions,
    ...fields
  } = protectionFields.parse(protection);
  const switches = {
    required_linear_history: fields.required_linear_history,
    allow_force_pushes: fields.allow_force_pushes,
    allow_deletions: fields.allow_deletions,
    block_creations: fields.block_creations,
    required_conversation_resolution: fields.required_conversation_resolution,
    lock_branch: fields.lock_branch,
    allow_fork_syncing: fields.allow_fork_syncing,
  };
  return {
    url,
    ...(checks && {
      required_status_checks: {
        url: `${url}/required_status_checks`,
        strict: checks.strict,
        contexts: contextsOf(checks),
        contexts_url: `${url}/required_status_checks/contexts`,
        checks: contextsOf(checks).map((context) => ({ context, app_id: appOf(checks, context) })),
      },
    }),
    ...(reviews && { required_pull_request_reviews: toReviews(call, `${url}/required_pull_request_reviews`, reviews) }),
    ...(restrictions && { restrictions: toPeople(call, `${url}/restrictions`, restrictions) }),
    required_signatures: { url: `${url}/required_signatures`, enabled: false },
    enforce_admins: { url: `${url}/enforce_admins`, enabled: fields.enforce_admins === true },
    ...Object.fromEntries(Object.entries(switches).map(([name, value]) => [name, { enabled: value === true }])),
  };
};

type Fields = z.output<typeof protectionFields>;

// -1 is every app, which is shown as none.
const appOf = ({ checks }: NonNullable<Fields['required_status_checks']>, context: string): number | null => {
  const { app_id: id = null } = checks.find((check) => check.context === context) ?? {};
  return id === -1 ? null : id;
};

const toReviews = (call: RepositoryCall, url: string, reviews: NonNullable<Fields['required_pull_request_reviews']>) => {
  const { dismissal_restrictions: dismissal, bypass_pull_request_allowances: bypass, ...rest } = reviews;
  const withoutUrls = ({ users, teams, apps }: ReturnType<typeof toPeople>) => ({ users, teams, apps });
  return {
    url,
    ...rest,
    ...(dismissal && { dismissal_restrictions: toPeople(call, `${url}/dismissal_restrictions`, dismissal, { hasApps: false }) }),
    ...(bypass && { bypass_pull_request_allowances: withoutUrls(toPeople(call, url, bypass)) }),
  };
};

const toPeople = (
  call: RepositoryCall,
  url: string,
  { users, teams, apps }: NonNullable<Fields['restrictions']>,
  { hasApps = true } = {},
) => ({
  url,
  users_url: `${url}/users`,
  teams_url: `${url}/teams`,
  ...(hasApps && { apps_url: `${url}/apps` }),
  users: users.map((login) => toAccount(call.store.account(login), call.links)),
  teams: teams.map((slug, index) => toTeam({ id: index + 1, slug }, call.links)),
  apps: apps.map((slug, index) => toApp(call, { id: index + 1, slug })),
});

const toApp = ({ store, links }: RepositoryCall, { id, slug }: { id: number; slug: string }) => ({
  id,
  slug,
  node_id: `A_${id}`,
  owner: toAccount(store.owner, links),
  name: slug,
  description: '',
  external_url: links.web,
  html_url: `${links.web}/apps/${slug}`,
  created_at: stamp(0),
  updated_at: stamp(0),
  permissions: {},
  events: [],
});

const rulesetBody = z.object({
  name: z.string(),
  target: z.string().default('branch'),
  enforcement: z.enum(['disabled', 'active', 'evaluate']),
  bypass_actors: z.array(anyObject).default([]),
  conditions: anyObject.default({}),
  rules: z.array(anyObject).default([]),
});

const rulesetOf = (call: RepositoryCall): RulesetRecord => orNotFound(call.repository.rulesets.get(numberIn(call, 'ruleset_id')));

const fieldsOf = ({ bypass_actors: bypassActors, ...fields }: z.output<typeof rulesetBody>) => ({ ...fields, bypassActors });

const toBody = ({ name, target, enforcement, bypassActors, conditions, rules }: RulesetRecord) =>
  rulesetBody.parse({ name, target, enforcement, bypass_actors: bypassActors, conditions, rules });

const sourceOf = ({ repository }: RepositoryCall): string => `${repository.owner.login}/${repository.name}`;

const toRuleset = (ruleset: RulesetRecord, call: RepositoryCall) => ({
  id: ruleset.id,
  ...toBody(ruleset),
  source_type: 'Repository',
  source: sourceOf(call),
  _links: { self: { href: `${call.links.repository(call.repository)}/rulesets/${ruleset.id}` } },
  created_at: stamp(ruleset.createdAtMs),
  updated_at: stamp(ruleset.updatedAtMs),
});
