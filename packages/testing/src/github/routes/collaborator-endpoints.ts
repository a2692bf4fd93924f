import type { RepositoryRole } from '../model/records.ts';
import { toAccount } from '../wire/account.ts';
import { roleOf } from './access.ts';
import type { Endpoint, RepositoryCall } from './endpoint.ts';
import { repositoryEndpoint } from './endpoint.ts';
import { page } from './page.ts';

/** The people of a repository. */
export const collaboratorEndpoints = (): readonly Endpoint[] => [
  repositoryEndpoint('GET /collaborators', 'metadata:read:write', (call) => {
    const permission = call.query.get('permission');
    const people = peopleOf(call).filter((login) => permission === null || roleNames[roleIn(call, login)] === permission);
    return page(call, people, (login) => toCollaborator(call, login));
  }),
];

const peopleOf = ({ store, repository, query }: RepositoryCall): readonly string[] => {
  const { owner, collaborators } = repository;
  const members = owner.type === 'Organization' ? [...store.members(owner.login)] : [owner.login];
  const invited = [...collaborators.keys()];
  if (query.get('affiliation') === 'outside') return invited.filter((login) => !members.includes(login));
  const isDirect = query.get('affiliation') === 'direct' && owner.type === 'Organization';
  return [...new Set(isDirect ? invited : [...members, ...invited])];
};

const roleIn = ({ store, repository }: RepositoryCall, login: string): RepositoryRole =>
  roleOf({ store, repository, login }) ?? 'read';

const roleNames = { read: 'pull', triage: 'triage', write: 'push', maintain: 'maintain', admin: 'admin' } as const;
const ranks: readonly RepositoryRole[] = ['read', 'triage', 'write', 'maintain', 'admin'];

const toCollaborator = (call: RepositoryCall, login: string) => {
  const role = roleIn(call, login);
  const permissions = ranks.map((one, rank) => [roleNames[one], rank <= ranks.indexOf(role)] as const);
  return { ...toAccount(call.store.account(login), call.links), permissions: Object.fromEntries(permissions), role_name: role };
};
