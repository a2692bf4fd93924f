import type { Fault, FaultTarget } from '../http/fault.ts';

/** Ways in which a Grafana, and what stands before it, misbehaves. */
export type GrafanaFault = Fault | { readonly kind: 'silence' };

/** Which requests a fault hits; everything when empty. */
export interface GrafanaFaultTarget extends FaultTarget {
  /** All paths that begin like this. */
  readonly under?: string;
}

/** The usual faults by name. */
export const grafanaFaults = {
  /** An error with a JSON body. With `afterEffect` the write has happened by then. */
  status: (status: number, body: unknown = { message: 'simulated' }, { afterEffect = false } = {}): GrafanaFault => ({
    kind: 'status',
    status,
    headers: { 'content-type': 'application/json' },
    text: JSON.stringify(body),
    afterEffect,
  }),
  /** What an identity-aware proxy answers to who is not signed in. */
  loginPage: (): GrafanaFault => ({
    kind: 'status',
    status: 200,
    headers: { 'content-type': 'text/html; charset=UTF-8' },
    text: loginPage,
  }),
  loginRedirect: (location = '/login'): GrafanaFault => ({
    kind: 'status',
    status: 302,
    headers: { 'content-type': 'text/html; charset=utf-8', location },
    text: `<a href="${location}">Found</a>.\n`,
  }),
  rateLimited: (retryAfterS: number): GrafanaFault => ({ kind: 'rate_limited', retryAfterS }),
  slow: (ms: number): GrafanaFault => ({ kind: 'delay', ms }),
  /** Takes the request and never answers. */
  silence: (): GrafanaFault => ({ kind: 'silence' }),
  cut: (): GrafanaFault => ({ kind: 'reset' }),
  /** Cuts the connection when the write has happened. */
  lostAnswer: (): GrafanaFault => ({ kind: 'reset', afterEffect: true }),
  /** A valid JSON answer of that many bytes; 20 MiB when absent. */
  huge: (bytes = 20 << 20): GrafanaFault => ({
    kind: 'status',
    status: 200,
    headers: { 'content-type': 'application/json' },
    text: `["${'x'.repeat(Math.max(0, bytes - 4))}"]`,
  }),
  /** Another write came between the reading and the writing of an alert rule. */
  optimisticLock: (): GrafanaFault => ({
    kind: 'status',
    status: 409,
    headers: { 'content-type': 'application/json' },
    text: JSON.stringify({ message: 'version conflict while updating a record in the database with optimistic locking' }),
  }),
} as const;

const loginPage = '<!DOCTYPE html>\n<html lang="en"><head><title>Grafana</title></head><body>Please sign in</body></html>\n';
