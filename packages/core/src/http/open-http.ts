import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from 'undici';
import type { Clock, Log } from '../plugin/context.ts';
import { LineclearError } from '../plugin/errors.ts';
import type { HttpOptions, OpenHttp } from '../plugin/http.ts';
import { Secret } from '../plugin/secret.ts';
import type { Redactor } from '../profiles/redactor.ts';
import { type Base, parseBase } from './base-url.ts';
import { createClient } from './client.ts';
import { standingHeaders } from './headers.ts';
import { createProblems } from './problems.ts';
import { createSender } from './sender.ts';

/** The HTTP of one door of one connection. */
export interface Http {
  readonly open: OpenHttp;
  /** Refuses new requests, gives running ones 5 s to end, then closes every connection. */
  close(): Promise<void>;
}

/** Opens clients with one pool of connections each. With mode `read` they refuse every unsafe method before anything is sent. */
export const createOpenHttp = ({
  mode,
  clock,
  logger,
  redactor,
  retryPauseMs,
}: {
  mode: 'read' | 'write';
  clock: Clock;
  logger: Log;
  redactor: Redactor;
  retryPauseMs: number;
}): Http => {
  const pools: (() => Promise<void>)[] = [];
  const open: OpenHttp = (options) => {
    const base = parseBase(options.baseUrl);
    const pool = lazyPool({ base, options });
    pools.push(pool.close);
    const { timeoutMs = 30_000, maxBytes = 32 << 20 } = options;
    return createClient({
      base,
      mode,
      standing: standingHeaders({ options, base, redactor }),
      timeoutMs,
      maxBytes,
      redactor,
      problems: createProblems({ base, redactor, clock, explain: options.explain }),
      send: createSender({ base, maxBytes, pool: pool.get, clock, log: logger, retryPauseMs }),
    });
  };
  const close = async (): Promise<void> => {
    await Promise.all(pools.splice(0).map((closePool) => closePool()));
  };
  return { open, close };
};

// The library loads with the first request: a start that sends nothing does not pay for it.
const lazyPool = ({ base, options }: { base: Base; options: HttpOptions }) => {
  let opening: Promise<Pool> | undefined;
  let isClosed = false;
  const get = async (): Promise<Pool> => {
    if (isClosed) throw closed(base.host);
    opening ??= openPool({ origin: base.origin, options });
    return opening;
  };
  const close = async (): Promise<void> => {
    isClosed = true;
    const pool = await opening;
    if (pool === undefined) return;
    await Promise.race([pool.close(), delay(graceMs, undefined, { ref: false })]);
    await pool.destroy();
  };
  return { get, close };
};

const graceMs = 5_000;

const openPool = async ({ origin, options }: { origin: string; options: HttpOptions }): Promise<Pool> => {
  const { Pool } = await import('undici');
  const { key, ...tls } = options.tls ?? {};
  return new Pool(origin, {
    connections: 64,
    pipelining: 1,
    // HTTP/2 would put unrelated requests on one connection, whose end is then the end of all.
    allowH2: false,
    connectTimeout: Math.min(10_000, options.timeoutMs ?? 10_000),
    connect: { ...tls, ...(key === undefined ? {} : { key: Secret.is(key) ? key.reveal() : key }) },
  });
};

const closed = (host: string): LineclearError =>
  new LineclearError('unreachable', `The connection to ${host} was closed.`, {
    hint: 'Start the server again.',
    effect: 'none',
    details: { reason: 'closed' },
  });
