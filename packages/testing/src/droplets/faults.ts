import type { Fault } from '../http/fault.ts';
import { errorBody } from './routes/refusal.ts';

/** Ways in which DigitalOcean, and what stands before it, misbehaves. */
export type DropletFault = Fault | { readonly kind: 'silence' };

/** The usual faults by name. */
export const dropletFaults = {
  /** An error with a body as the API has it. With `afterEffect` the write has happened by then. */
  status: (status: number, { message = 'simulated', afterEffect = false } = {}): DropletFault => ({
    kind: 'status',
    status,
    headers: { 'content-type': 'application/json' },
    text: JSON.stringify(errorBody(status, message)),
    afterEffect,
  }),
  /** The page of a gateway that gave up. With `afterEffect` the write has happened by then. */
  badGateway: ({ afterEffect = false } = {}): DropletFault => ({
    kind: 'status',
    status: 502,
    headers: { 'content-type': 'text/html' },
    text: '<html><head><title>502 Bad Gateway</title></head><body>Bad Gateway</body></html>',
    afterEffect,
  }),
  /** The hour is used up; `resetS` is when it is over, in seconds since the epoch. */
  rateLimited: ({ resetS }: { resetS: number }): DropletFault => ({
    kind: 'status',
    status: 429,
    headers: {
      'content-type': 'application/json',
      'ratelimit-limit': '5000',
      'ratelimit-remaining': '0',
      'ratelimit-reset': String(resetS),
    },
    text: JSON.stringify(errorBody(429, 'API Rate limit exceeded.')),
  }),
  /** Takes the request and never answers. */
  silence: (): DropletFault => ({ kind: 'silence' }),
  cut: (): DropletFault => ({ kind: 'reset' }),
  /** Cuts the connection when the write has happened. */
  lostAnswer: (): DropletFault => ({ kind: 'reset', afterEffect: true }),
} as const;
