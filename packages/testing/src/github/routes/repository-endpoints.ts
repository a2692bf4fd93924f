import * as z from 'zod';
import type { RepositoryRecord } from '../model/records.ts';
import { toAccount, toProfile } from '../wire/account.ts';
import { toFullRepository, toRepository } from '../wire/repository.ts';
import { saveFile } from '../world/commits.ts';
import { roleOf } from './access.ts';
import type { Endpoint, EndpointCall, RepositoryCall } from './endpoint.ts';
import { endpoint, repositoryEndpoint } from './endpoint.ts';
import { page } from './page.ts';
import { bodyOf } from './parse.ts';
import { invalid, notFound } from './refusal.ts';

/** Repositories and the people they belong to. */
export const repositoryEndpoints = (): readonly Endpoint[] => [
  repositoryEndpoint('GET ', 'metadata:read', (call) => ({ json: full(call) })),
  repositoryEndpoint('PATCH ', 'administration:write', updateRepository),
  repositoryEndpoint('DELETE ', 'administration:write', ({ store, repository }) => {
    store.repositories.delete(`${repository.owner.login}/${repository.name}`.toLowerCase());
    return { status: 204, text: '' };
  }),
  repositoryEndpoint('GET /topics', 'metadata:read', ({ repository }) => ({ json: { names: [...repository.settings.topics] } })),
  repositoryEndpoint('PUT /topics', 'administration:write', (call) => {
    const { names } = bodyOf(call, z.object({ names: z.array(z.string()) }));
    call.repository.settings = { ...call.repository.settings, topics: names };
    return { json: { names } };
  }),
  repositoryEndpoint('GET /collaborators/:username/permission', 'metadata:read', permission),
  endpoint('GET /user', undefined, (call) => {
    const { store, links, login } = call;
    const own = [...store.repositories.values()].filter(({ owner }) => owner.login === login);
    return { json: toProfile(store.account(login), links, own.length) };
  }),
  endpoint('GET /users/:owner', undefined, ({ store, links, params }) => {
    const account = store.accounts.get((params['owner'] ?? '').toLowerCase());
    if (account === undefined) throw notFound();
    const own = [...store.repositories.values()].filter(({ owner, settings }) => owner === account && !settings.private);
    return { json: toProfile(account, links, own.length) };
  }),
  endpoint('GET /user/repos', 'metadata:read', (call) => listed(call, () => true)),
  endpoint('GET /users/:owner/repos', undefined, (call) => listed(call, ({ owner }) => isNamed(owner.login, call))),
  endpoint('GET /orgs/:owner/repos', undefined, (call) => listed(call, ({ owner }) => isNamed(owner.login, call))),
  endpoint('POST /user/repos', 'administration:write', (call) => createRepository(call, call.login)),
  endpoint('POST /orgs/:owner/repos', 'administration:write', (call) => createRepository(call, call.params['owner'] ?? '')),
];

const isNamed = (login: string, { params }: EndpointCall): boolean => login.toLowerCase() === params['owner']?.toLowerCase();

const listed = (call: EndpointCall, isWanted: (repository: RepositoryRecord) => boolean) => {
  const { store, login, links } = call;
  const visible = [...store.repositories.values()].filter(
    (repository) => roleOf({ store, repository, login }) !== undefined && isWanted(repository),
  );
  return page(call, visible, (repository) => toRepository(repository, links));
};

const full = ({ store, repository, links, login }: RepositoryCall) =>
  toFullRepository(repository, links, roleOf({ store, repository, login }));

const flag = z.boolean().optional();
const text = z.string().nullish();

const settingsBody = z.object({
  description: text,
  homepage: text,
  private: flag,
  visibility: z.enum(['public', 'private', 'internal']).optional(),
  has_issues: flag,
  has_projects: flag,
  has_wiki: flag,
  is_template: flag,
  allow_squash_merge: flag,
  allow_merge_commit: flag,
  allow_rebase_merge: flag,
  allow_auto_merge: flag,
  allow_update_branch: flag,
  delete_branch_on_merge: flag,
  archived: flag,
});

const settingsIn = ({ visibility, ...body }: z.output<typeof settingsBody>) => ({
  ...Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)),
  ...(visibility !== undefined && { private: visibility !== 'public' }),
});

const createBody = settingsBody.extend({ name: z.string(), auto_init: flag });

const createRepository = async (call: EndpointCall, ownerLogin: string) => {
  const { store, links } = call;
  const { name, auto_init: isFilled, ...rest } = bodyOf(call, createBody);
  const resource = 'Repository';
  if (!/^[\w.-]{1,100}$/.test(name)) throw invalid({ resource, field: 'name', code: 'invalid' });
  const owner = store.accounts.get(ownerLogin.toLowerCase());
  if (owner === undefined) throw notFound();
  if (store.repositories.has(`${owner.login}/${name}`.toLowerCase())) {
    throw invalid({ resource, field: 'name', code: 'custom', message: 'name already exists on this account' });
  }
  const repository = await store.createRepository({ owner, name, settings: settingsIn(rest) });
  if (isFilled === true) {
    const content = Buffer.from(`# ${name}\n`);
    await saveFile(store, repository, {
      branch: 'main',
      path: 'README.md',
      content,
      message: 'Initial commit',
      login: call.login,
    });
  }
  return { status: 201, json: full({ ...call, repository }), headers: { location: links.repository(repository) } };
};

async function updateRepository(call: RepositoryCall) {
  const { repository, store } = call;
  const {
    name,
    default_branch: branch,
    ...rest
  } = bodyOf(call, settingsBody.extend({ name: z.string().optional(), default_branch: z.string().optional() }));
  if (branch !== undefined) {
    if ((await repository.git.resolve(`refs/heads/${branch}`)) === undefined) {
      throw invalid({ resource: 'Repository', field: 'default_branch', code: 'invalid' });
    }
    repository.defaultBranch = branch;
    await repository.git.run({ args: ['symbolic-ref', 'HEAD', `refs/heads/${branch}`] });
  }
  if (name !== undefined && name !== repository.name) {
    store.repositories.delete(`${repository.owner.login}/${repository.name}`.toLowerCase());
    repository.name = name;
    store.repositories.set(`${repository.owner.login}/${name}`.toLowerCase(), repository);
  }
  repository.settings = { ...repository.settings, ...settingsIn(rest) };
  repository.updatedAtMs = store.nowMs;
  return { json: full(call) };
}

function permission({ store, repository, params, links }: RepositoryCall) {
  const account = store.accounts.get((params['username'] ?? '').toLowerCase());
  if (account === undefined) throw notFound();
  const role = roleOf({ store, repository, login: account.login });
  const simple = role === 'maintain' ? 'write' : role === 'triage' ? 'read' : (role ?? 'none');
  const user = { ...toAccount(account, links), role_name: role ?? 'none' };
  return { json: { permission: simple, role_name: role ?? 'none', user } };
}
