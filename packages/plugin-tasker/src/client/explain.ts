import type { ErrorAnswer, Explanation } from '@lineclear/core/plugin';
import * as z from 'zod';

/**
 * What an error answer of Tasker means: the code of its JSON body, the missing permission, and why credentials were refused
 * (`x-auth-failure-reason`, `x-auth-failure-severity`). Bodies that are no such JSON (a proxy's page, the framework's own text) mean their status.
 */
export const explain = ({ status, headers, text }: ErrorAnswer): Explanation | undefined => {
  const { code, message, retry_after_seconds: retryAfterS } = parse(text());
  if (status === 401) return unauthenticated(headers);
  if (status === 403) return forbidden({ message, headers });
  if (status === 408 || code === 'TIMEOUT')
    return { code: 'timeout', effect: 'unknown', hint: 'The server gave the request up after 30 s; ask for less.' };
  if (code === 'BACKPRESSURE')
    return { ...busy, ...(retryAfterS === undefined ? {} : { retryAfterS }), details: { reason: 'backpressure' } };
  if (code === 'CIRCUIT_BREAKER_OPEN') return { ...busy, details: { reason: 'circuit_breaker_open' } };
  return code === undefined ? undefined : { details: { reason: code.toLowerCase() } };
};

const busy = {
  code: 'rate_limited',
  effect: 'none',
  hint: 'The server takes no work at the moment; nothing was done. Call again after retry_after_s, and look at system_health.',
} as const;

const unauthenticated = (headers: Headers): Explanation => {
  const reason = known({ value: headers.get('x-auth-failure-reason'), values: ['missing', 'expired', 'invalid', 'malformed'] });
  const severity = known({ value: headers.get('x-auth-failure-severity'), values: ['low', 'medium', 'high'] });
  return {
    hint: `${reason === undefined ? 'The server refused the credentials' : authHints[reason]}; set token or api_key of this profile's tasker connection.`,
    details: { ...(reason === undefined ? {} : { reason: `auth_${reason}` }), ...(severity === undefined ? {} : { severity }) },
  };
};

const authHints = {
  missing: 'The server got no credentials',
  expired: 'The token has expired',
  invalid: 'The server does not know this token or key',
  malformed: 'The server cannot read this token or key',
} as const;

// The name of a permission is text from the server: only what looks like one may stand in a hint.
const forbidden = ({ message, headers }: { message: string | undefined; headers: Headers }): Explanation => {
  const permission = /Missing required permission: ([a-z_]{1,30}:[a-z_]{1,40})(?![\w:])/.exec(message ?? '')?.[1];
  const reason = known({ value: headers.get('x-auth-failure-reason'), values: ['forbidden'] });
  return permission === undefined
    ? {
        hint: 'The credentials of this profile lack a permission on the Tasker server.',
        details: { reason: reason ?? 'no_permission' },
      }
    : {
        hint: `The credentials of this profile lack the permission ${permission}; ask the operator of the Tasker server to grant it.`,
        details: { reason: 'missing_permission', missing_permission: permission },
      };
};

const known = <const Value extends string>({
  value,
  values,
}: {
  value: string | null;
  values: readonly Value[];
}): Value | undefined => values.find((one) => one === value);

const errorBody = z.object({
  error: z.object({
    code: z
      .string()
      .regex(/^[A-Z_]{1,40}$/)
      .optional()
      .catch(undefined),
    message: z.string().optional().catch(undefined),
    retry_after_seconds: z.number().min(0).max(86_400).optional().catch(undefined),
  }),
});

const parse = (text: string): Partial<z.output<typeof errorBody>['error']> => {
  try {
    return errorBody.safeParse(JSON.parse(text)).data?.error ?? {};
  } catch {
    return {};
  }
};
