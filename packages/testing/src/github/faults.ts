import type { Fault, FaultTarget } from '../http/fault.ts';
import { secondaryLimitText } from './routes/limits.ts';

/** Ways in which GitHub, and what stands before it, misbehaves. */
export type GitHubFault = Fault | { readonly kind: 'silence' };

/** Which requests a fault hits; everything when empty. */
export interface GitHubFaultTarget extends FaultTarget {
  /** All paths that begin like this. */
  readonly under?: string;
}

const json = (
  status: number,
  body: object,
  { headers = {}, afterEffect = false }: { headers?: Readonly<Record<string, string>>; afterEffect?: boolean } = {},
): GitHubFault => ({
  kind: 'status',
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  text: JSON.stringify(body),
  afterEffect,
});

/** The usual faults by name. */
export const githubFaults = {
  /** An error with a JSON body. With `afterEffect` the write has happened by then. */
  status: (status: number, body: object = { message: 'simulated' }, { afterEffect = false } = {}): GitHubFault =>
    json(status, body, { afterEffect }),
  /** The hour is used up: 403, or 429 as newer limits answer. */
  primaryLimit: ({ resetS, status = 403 }: { resetS: number; status?: 403 | 429 }): GitHubFault =>
    json(
      status,
      { message: 'API rate limit exceeded for user ID 1.' },
      {
        headers: {
          'x-ratelimit-limit': '5000',
          'x-ratelimit-remaining': '0',
          'x-ratelimit-used': '5000',
          'x-ratelimit-reset': String(resetS),
          'x-ratelimit-resource': 'core',
        },
      },
    ),
  /** Too much at once: 403 or 429 with the time to wait. */
  secondaryLimit: ({ retryAfterS, status = 403 }: { retryAfterS: number; status?: 403 | 429 }): GitHubFault =>
    json(status, { message: secondaryLimitText }, { headers: { 'retry-after': String(retryAfterS) } }),
  /** The page of a gateway that gave up. With `afterEffect` the write has happened by then. */
  badGateway: ({ afterEffect = false } = {}): GitHubFault => ({
    kind: 'status',
    status: 502,
    headers: { 'content-type': 'text/html' },
    text: '<html><head><title>502 Bad Gateway</title></head><body>Server Error</body></html>',
    afterEffect,
  }),
  /** HTML where JSON was expected, with 200. */
  html: (): GitHubFault => ({ kind: 'not_json' }),
  slow: (ms: number): GitHubFault => ({ kind: 'delay', ms }),
  /** Takes the request and never answers. */
  silence: (): GitHubFault => ({ kind: 'silence' }),
  cut: (): GitHubFault => ({ kind: 'reset' }),
  /** Cuts the connection when the write has happened. */
  lostAnswer: (): GitHubFault => ({ kind: 'reset', afterEffect: true }),
  truncated: (): GitHubFault => ({ kind: 'truncated' }),
  /** A valid JSON answer of that many bytes; 20 MiB when absent. */
  huge: (bytes = 20 << 20): GitHubFault => json(200, ['x'.repeat(Math.max(0, bytes - 4))]),
} as const;
