import { Refusal } from '../../http/refusal.ts';
import type { Backpressure } from '../world/health.ts';

/** The server lets nothing through to its database for a while. */
export const circuitBreakerOpen = (): Refusal =>
  new Refusal({ status: 503, json: { error: { code: 'CIRCUIT_BREAKER_OPEN', message: 'Circuit breaker is open' } } });

/** The server is behind with its work and takes no new tasks. */
export const underPressure = ({ reason, retryAfterS }: Backpressure): Refusal =>
  new Refusal({
    status: 503,
    headers: { 'retry-after': String(retryAfterS) },
    json: { error: { code: 'BACKPRESSURE', message: reason, retry_after_seconds: retryAfterS } },
  });

const statuses = {
  BAD_REQUEST: 400,
  INVALID_UUID: 400,
  AUTHENTICATION_FAILED: 401,
  AUTHORIZATION_FAILED: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  DATABASE_ERROR: 500,
} as const;

/** An error in the server's own JSON shape. */
export const refuse = (code: keyof typeof statuses, message: string, headers: Readonly<Record<string, string>> = {}): Refusal =>
  new Refusal({ status: statuses[code], headers, json: { error: { code, message } } });

/** An error of the web framework, which knows nothing of the server's shape: plain text. */
export const rejectAsText = (
  status: 400 | 404 | 405 | 415 | 422,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): Refusal =>
  new Refusal({ status, headers: { ...(text !== '' && { 'content-type': 'text/plain; charset=utf-8' }), ...headers }, text });
