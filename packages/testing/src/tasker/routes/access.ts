import type { RecordedRequest } from '../../http/route.ts';
import { refuse } from './refusal.ts';

/** What an endpoint asks for. */
export type Permission =
  | `tasks:${'create' | 'read' | 'list' | 'cancel'}`
  | `steps:${'read' | 'resolve'}`
  | `dlq:${'read' | 'update' | 'stats'}`
  | 'templates:read'
  | `system:${'config_read' | 'analytics_read'}`
  | `worker:${'config_read' | 'templates_read'}`;

/** Who may do what. Permissions are spelled as on the server, `tasks:*` for all of a kind; a bare `*` matches nothing there. */
export interface Access {
  /** Bearer tokens; `expired` for one that was good once. */
  readonly tokens?: Readonly<Record<string, readonly string[] | 'expired'>>;
  readonly apiKeys?: Readonly<Record<string, readonly string[]>>;
  /** `X-API-Key` when absent. */
  readonly apiKeyHeader?: string;
}

export const defaultApiKeyHeader = 'X-API-Key';

/** Refuses with 401 or 403 as the server does; everything is allowed where there is no access control. */
export const authorize = ({
  access,
  request,
  permission,
}: {
  access: Access | undefined;
  request: RecordedRequest;
  permission: Permission | undefined;
}): void => {
  if (access === undefined || permission === undefined) return;
  if (!permissionsOf(access, request).some((granted) => covers(granted, permission))) {
    throw refuse('AUTHORIZATION_FAILED', `Missing required permission: ${permission}`, failure('forbidden', 'medium'));
  }
};

// A bearer token is looked at first; the key beside it is then ignored, even where the token is bad.
const permissionsOf = (access: Access, { headers }: RecordedRequest): readonly string[] => {
  if (headers.authorization !== undefined) return tokenPermissions(access, headers.authorization);
  const key = headers[(access.apiKeyHeader ?? defaultApiKeyHeader).toLowerCase()];
  if (key === undefined) throw refuse('AUTHENTICATION_FAILED', 'Missing authentication credentials', failure('missing', 'low'));
  const granted = access.apiKeys?.[String(key)];
  if (granted === undefined) throw refuse('AUTHENTICATION_FAILED', 'Invalid API key', failure('invalid', 'high'));
  return granted;
};

const tokenPermissions = (access: Access, header: string): readonly string[] => {
  const [, token] = /^Bearer (.+)$/.exec(header) ?? [];
  if (token === undefined) throw refuse('AUTHENTICATION_FAILED', 'Malformed Authorization header', failure('malformed', 'high'));
  const granted = access.tokens?.[token];
  if (granted === 'expired') throw refuse('AUTHENTICATION_FAILED', 'Invalid or expired token', failure('expired', 'medium'));
  if (granted === undefined) throw refuse('AUTHENTICATION_FAILED', 'Invalid or expired token', failure('invalid', 'high'));
  return granted;
};

const covers = (granted: string, wanted: Permission): boolean =>
  granted === wanted || (granted !== '*' && granted === `${wanted.split(':')[0] ?? ''}:*`);

const retryAfterS = { low: undefined, medium: 5, high: 60 };

const failure = (reason: string, severity: keyof typeof retryAfterS): Record<string, string> => ({
  'x-auth-failure-reason': reason,
  'x-auth-failure-severity': severity,
  ...(retryAfterS[severity] !== undefined && { 'retry-after': String(retryAfterS[severity]) }),
});
