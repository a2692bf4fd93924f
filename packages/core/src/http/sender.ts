import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from 'undici';
import type { Clock, Log } from '../plugin/context.ts';
import { type Base, isBelow } from './base-url.ts';
import { decodeAnswer } from './decode.ts';
import { exchange, type Exchanged, type Outgoing, type RawAnswer } from './exchange.ts';
import { retryAfterSeconds } from './retry-after.ts';

export interface Order extends Outgoing {
  /** Changes nothing: may be tried again and may follow redirects. */
  readonly isSafe: boolean;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  /** Redirects are answers to callers that say so. */
  readonly followsRedirects: boolean;
}

/** Sends requests of one client, with new attempts and redirects where both are harmless. Rejects only after the pool was closed. */
export const createSender =
  ({
    base,
    maxBytes,
    pool,
    clock,
    log,
    retryPauseMs,
  }: {
    base: Base;
    maxBytes: number;
    pool: () => Promise<Pool>;
    clock: Clock;
    log: Log;
    retryPauseMs: number;
  }) =>
  async (order: Order): Promise<Exchanged<RawAnswer>> => {
    const opened = await pool();
    const attempt = async (outgoing: Outgoing): Promise<Exchanged<RawAnswer>> => {
      const { timeoutMs, signal } = order;
      const result = await exchange({ pool: opened, outgoing, timeoutMs, maxBytes, signal });
      return result.ok ? decodeAnswer({ answer: result.answer, maxBytes }) : result;
    };

    const persist = async (outgoing: Outgoing): Promise<Exchanged<RawAnswer>> => {
      for (let again = 0; ; again++) {
        const result = await attempt(outgoing);
        const waitMs =
          order.isSafe && again < mostRetries ? pauseBefore({ result, again, now: clock.now(), retryPauseMs }) : undefined;
        if (waitMs === undefined) return result;
        log.debug({ host: base.host, method: outgoing.method, again: again + 1, waitMs }, 'request is sent again');
        await pause({ ms: waitMs, signal: order.signal });
      }
    };

    let outgoing: Outgoing = order;
    for (let redirects = 0; ; redirects++) {
      const result = await persist(outgoing);
      const next =
        result.ok && order.isSafe && order.followsRedirects && redirects < mostRedirects
          ? redirected({ base, outgoing, answer: result.answer })
          : undefined;
      if (next === undefined) return result;
      outgoing = next;
    }
  };

const mostRetries = 2;
const mostRedirects = 3;
const longestPauseMs = 5_000;

/** Milliseconds until the next attempt, or `undefined` where another would not help or would come too late. */
const pauseBefore = ({
  result,
  again,
  now,
  retryPauseMs,
}: {
  result: Exchanged<RawAnswer>;
  again: number;
  now: number;
  retryPauseMs: number;
}): number | undefined => {
  // Half of it at random: clients that failed together should not come back together.
  const jittered = retryPauseMs * 2 ** again * (0.5 + Math.random() / 2);
  if (!result.ok) return result.failure.kind === 'broken' && isBrokenOff(result.failure.cause) ? jittered : undefined;
  if (![502, 503, 504].includes(result.answer.status)) return undefined;
  const wantedMs = (retryAfterSeconds({ headers: result.answer.headers, now }) ?? 0) * 1_000;
  return wantedMs > longestPauseMs ? undefined : Math.max(wantedMs, jittered);
};

// A connection that was there and ended. Hosts that cannot be found, refuse or fail TLS will do so again.
const isBrokenOff = (cause: unknown): boolean =>
  cause instanceof Error &&
  'code' in cause &&
  ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH'].includes(String(cause.code));

// A caller who leaves ends the pause; the next attempt notices.
const pause = ({ ms, signal }: { ms: number; signal: AbortSignal | undefined }): Promise<void> =>
  delay(ms, undefined, { signal }).catch(() => {});

/** The request that a redirect asks for, as long as it stays below the base: credentials go nowhere else. */
const redirected = ({ base, outgoing, answer }: { base: Base; outgoing: Outgoing; answer: RawAnswer }): Outgoing | undefined => {
  const keepsMethod = answer.status === 307 || answer.status === 308;
  const isRedirect = keepsMethod || [301, 302, 303].includes(answer.status);
  const location = answer.headers.get('location');
  const url = location === null ? null : URL.parse(location, outgoing.url.href);
  if (!isRedirect || url === null || url.username !== '' || url.password !== '' || !isBelow({ base, url })) return undefined;
  // A body goes along only where the backend says that the method stays.
  return outgoing.body === undefined || keepsMethod ? { ...outgoing, url } : undefined;
};
