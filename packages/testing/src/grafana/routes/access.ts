import type { RecordedRequest } from '../../http/route.ts';
import { refuse, refusePublic } from './refusal.ts';

export type Role = 'Viewer' | 'Editor' | 'Admin';

/** Who may do what. Everybody is an administrator of organisation 1 where this is absent. */
export interface Access {
  /** Service account tokens. Each belongs to one organisation; `expired` for one that was good once. */
  readonly tokens?: Readonly<Record<string, Grant | Role | 'expired'>>;
  /** Users for basic authentication, by login. */
  readonly users?: Readonly<Record<string, UserGrant>>;
}

export interface Grant {
  readonly role: Role;
  /** 1 when absent. */
  readonly orgId?: number;
}

export interface UserGrant {
  readonly password: string;
  readonly role: Role;
  /** The organisations that the user is in, the first one being the usual one; `[1]` when absent. */
  readonly orgIds?: readonly number[];
}

/** Who asks, as the server sees it. */
export interface Caller {
  readonly login: string;
  readonly role: Role;
  readonly orgId: number;
}

/** Refuses with 401 or 403 as the server does. */
export const authorize = ({
  access,
  request,
  role,
}: {
  access: Access | undefined;
  request: RecordedRequest;
  role: Role | undefined;
}): Caller => {
  if (role === undefined) return nobody;
  const caller = access === undefined ? { ...administrator, orgId: wantedOrg(request) ?? 1 } : callerOf(access, request);
  if (ranks[caller.role] < ranks[role]) {
    throw refuse(403, "You'll need additional permissions to perform this action.", {
      accessErrorId: 'ACE0000000001',
      title: 'Access denied',
    });
  }
  return caller;
};

const ranks = { Viewer: 0, Editor: 1, Admin: 2 };
const administrator = { login: 'admin', role: 'Admin' } as const;
const nobody: Caller = { login: '', role: 'Viewer', orgId: 1 };

const callerOf = (access: Access, request: RecordedRequest): Caller => {
  const header = request.headers.authorization;
  if (header === undefined) throw unauthorized;
  const [, token] = /^Bearer (.+)$/.exec(header) ?? [];
  if (token !== undefined) return tokenCaller({ access, token, wanted: wantedOrg(request) });
  const [, basic] = /^Basic (.+)$/.exec(header) ?? [];
  if (basic !== undefined) return userCaller({ access, basic, wanted: wantedOrg(request) });
  throw unauthorized;
};

const tokenCaller = ({ access, token, wanted }: { access: Access; token: string; wanted: number | undefined }): Caller => {
  const found = Object.hasOwn(access.tokens ?? {}, token) ? access.tokens?.[token] : undefined;
  if (found === undefined) throw invalid('api-key.invalid', 'Invalid API key');
  if (found === 'expired') throw invalid('api-key.expired', 'Expired API key');
  const { role, orgId = 1 } = typeof found === 'string' ? { role: found } : found;
  if (wanted !== undefined && wanted !== orgId)
    throw invalid('api-key.organization-mismatch', 'API key does not belong to the requested organization');
  return { login: 'sa-1-assistant', role, orgId };
};

const userCaller = ({ access, basic, wanted }: { access: Access; basic: string; wanted: number | undefined }): Caller => {
  const [login = '', ...rest] = Buffer.from(basic, 'base64').toString().split(':');
  const user = Object.hasOwn(access.users ?? {}, login) ? access.users?.[login] : undefined;
  if (user === undefined || user.password !== rest.join(':'))
    throw invalid('password-auth.failed', 'Invalid username or password');
  const orgIds = user.orgIds ?? [1];
  const orgId = wanted ?? orgIds[0] ?? 1;
  if (!orgIds.includes(orgId)) throw unauthorized;
  return { login, role: user.role, orgId };
};

const wantedOrg = ({ headers }: RecordedRequest): number | undefined => {
  const header = headers['x-grafana-org-id'];
  const orgId = Number(header);
  return header === undefined || !Number.isInteger(orgId) || orgId < 1 ? undefined : orgId;
};

const unauthorized = refusePublic({ status: 401, messageId: 'auth.unauthorized', message: 'Unauthorized' });

const invalid = (messageId: string, message: string) => refusePublic({ status: 401, messageId, message });
