import type { Fault } from '../http/fault.ts';
import { failureAnswer } from './api/status.ts';

const status = ({
  code,
  reason,
  message,
  headers = {},
  afterEffect = false,
}: {
  code: number;
  reason: string;
  message: string;
  headers?: Readonly<Record<string, string>>;
  afterEffect?: boolean;
}): Fault => ({
  kind: 'status',
  status: code,
  headers: { 'content-type': 'application/json', ...headers },
  text: JSON.stringify(failureAnswer({ code, reason, message }).json),
  afterEffect,
});

/** The usual faults by name. With `afterEffect` the write has happened by then. */
export const kubernetesFaults = {
  /** The server fails inside: 500. */
  internal: ({ afterEffect = false } = {}): Fault =>
    status({ code: 500, reason: 'InternalError', message: 'etcdserver: request timed out', afterEffect }),
  /** The server is not there for the moment: 503. */
  unavailable: ({ afterEffect = false } = {}): Fault =>
    status({
      code: 503,
      reason: 'ServiceUnavailable',
      message: 'the server is currently unable to handle the request',
      headers: { 'retry-after': '1' },
      afterEffect,
    }),
  /** Too many requests: 429 with the time to wait. */
  busy: ({ retryAfterS = 1 } = {}): Fault =>
    status({
      code: 429,
      reason: 'TooManyRequests',
      message: 'too many requests, please try again later',
      headers: { 'retry-after': String(retryAfterS) },
    }),
  /** The page of a load balancer before the server. */
  badGateway: ({ afterEffect = false } = {}): Fault => ({
    kind: 'status',
    status: 502,
    headers: { 'content-type': 'text/html' },
    text: '<html><body><h1>502 Bad Gateway</h1></body></html>',
    afterEffect,
  }),
  /** The version or the continue token is too old: 410. */
  gone: (): Fault => status({ code: 410, reason: 'Expired', message: 'The resourceVersion for the provided watch is too old.' }),
  slow: (ms: number): Fault => ({ kind: 'delay', ms }),
  cut: (): Fault => ({ kind: 'reset' }),
  /** Cuts the connection when the write has happened. */
  lostAnswer: (): Fault => ({ kind: 'reset', afterEffect: true }),
  truncated: (): Fault => ({ kind: 'truncated' }),
  /** HTML where JSON was expected, with 200. */
  html: (): Fault => ({ kind: 'not_json' }),
} as const;
