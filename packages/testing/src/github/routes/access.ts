import type { RecordedRequest } from '../../http/route.ts';
import type { AccountRecord, RepositoryRecord, RepositoryRole } from '../model/records.ts';
import type { Store } from '../world/store.ts';
import { notFound, refuse } from './refusal.ts';

export type Permission = 'read' | 'write' | 'admin';

/** A token. Classic ones have scopes, fine-grained ones permissions. */
export interface TokenGrant {
  readonly login: string;
  /** A classic token: `['repo', 'workflow']`. */
  readonly scopes?: readonly string[];
  /** A fine-grained token: `{ contents: 'write', pull_requests: 'read' }`. */
  readonly permissions?: Readonly<Record<string, Permission>>;
  /** Full names of the repositories that a fine-grained token is for; all of its owner when absent. */
  readonly repositories?: readonly string[];
}

/** Tokens by their text. Every request is the sandbox's owner where this is absent. */
export type Access = Readonly<Record<string, TokenGrant | 'expired'>>;

/** What an endpoint needs: a permission of fine-grained tokens, and how much of it. */
export interface Need {
  readonly permission: string;
  readonly level: Permission;
  /** What the person must be in the repository; follows from the level when absent. */
  readonly role?: RepositoryRole;
}

export interface Caller {
  readonly login: string;
  readonly token: TokenGrant | undefined;
  /** An app that proves itself, and belongs to no installation yet. */
  readonly appId?: number;
}

/** Who asks; 401 for a token that is none, nobody for no token at all. */
export const identify = ({
  access,
  apps,
  request,
  owner,
}: {
  access: Access | undefined;
  apps: { callerOf(text: string): Caller | undefined };
  request: RecordedRequest;
  owner: AccountRecord;
}): Caller | undefined => {
  if (access === undefined) return { login: owner.login, token: undefined };
  const header = request.headers.authorization;
  if (header === undefined) return undefined;
  const [, text = ''] = /^(?:bearer|token) (.+)$/i.exec(header) ?? [];
  const app = apps.callerOf(text);
  if (app !== undefined) return app;
  const token = Object.hasOwn(access, text) ? access[text] : undefined;
  if (token === undefined || token === 'expired') throw refuse(401, 'Bad credentials');
  return { login: token.login, token };
};

/** Refuses what the caller may not see (404) or may not do (403), as the API does. */
export const authorize = ({
  store,
  caller,
  repository,
  need,
}: {
  store: Store;
  caller: Caller | undefined;
  repository: RepositoryRecord | undefined;
  need: Need;
}): void => {
  if (caller === undefined) {
    if (repository?.settings.private === true) throw notFound();
    if (need.level !== 'read' || repository === undefined) throw refuse(401, 'Requires authentication');
    return;
  }
  const role = repository === undefined ? 'admin' : roleOf({ store, repository, login: caller.login });
  if (role === undefined || !isWithin(caller.token, repository)) throw notFound();
  tokenMay({ token: caller.token, repository, need });
  const wanted = need.role ?? need.level;
  if (ranks.indexOf(role) >= ranks.indexOf(wanted)) return;
  throw wanted === 'admin' ? refuse(403, 'Must have admin rights to Repository.') : notFound();
};

/** What a person is in a repository; nothing for a private one that is not theirs. */
export const roleOf = ({
  store,
  repository,
  login,
}: {
  store: Store;
  repository: RepositoryRecord;
  login: string;
}): RepositoryRole | undefined => {
  if (login === repository.owner.login || store.members(repository.owner.login).has(login)) return 'admin';
  return repository.collaborators.get(login) ?? (repository.settings.private ? undefined : 'read');
};

/** How somebody stands to a repository, as shown beside what they wrote. */
export const associationOf = (call: { store: Store; repository: RepositoryRecord; login: string }): string => {
  const { repository, login, store } = call;
  if (login === repository.owner.login) return 'OWNER';
  if (store.members(repository.owner.login).has(login)) return 'MEMBER';
  if (repository.collaborators.has(login)) return 'COLLABORATOR';
  const hasMerged = [...repository.issues.values()].some(({ author, pull }) => author === login && pull?.mergeSha !== undefined);
  return hasMerged ? 'CONTRIBUTOR' : 'NONE';
};

/** Says what the token has, and what the endpoint would take. */
export const scopeHeaders = (caller: Caller | undefined, need: Need | undefined): Readonly<Record<string, string>> => {
  const { scopes, permissions } = caller?.token ?? {};
  if (scopes !== undefined) return { 'x-oauth-scopes': scopes.join(', '), 'x-accepted-oauth-scopes': 'repo' };
  if (permissions === undefined || need === undefined) return {};
  return { 'x-accepted-github-permissions': `${need.permission}=${need.level}` };
};

const ranks: readonly RepositoryRole[] = ['read', 'triage', 'write', 'maintain', 'admin'];
const levels: readonly Permission[] = ['read', 'write', 'admin'];

const isWithin = (token: TokenGrant | undefined, repository: RepositoryRecord | undefined): boolean => {
  if (token === undefined || repository?.settings.private !== true) return true;
  if (token.scopes !== undefined) return token.scopes.includes('repo');
  return token.repositories?.includes(`${repository.owner.login}/${repository.name}`) ?? true;
};

const tokenMay = ({
  token,
  repository,
  need,
}: {
  token: TokenGrant | undefined;
  repository: RepositoryRecord | undefined;
  need: Need;
}): void => {
  if (token?.scopes !== undefined && need.level !== 'read') {
    const isEnough = token.scopes.includes('repo') || (token.scopes.includes('public_repo') && !repository?.settings.private);
    if (!isEnough) throw notFound();
  }
  const { permissions, repositories } = token ?? {};
  if (permissions === undefined) return;
  const isListed = repository === undefined || (repositories?.includes(`${repository.owner.login}/${repository.name}`) ?? true);
  // Everybody may read what is public, whatever the token is for.
  if (need.level === 'read' && (repository?.settings.private === false || need.permission === 'metadata')) return;
  const has = permissions[need.permission];
  if (isListed && has !== undefined && levels.indexOf(has) >= levels.indexOf(need.level)) return;
  throw refuse(403, 'Resource not accessible by personal access token');
};
