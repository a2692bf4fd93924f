import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ServerEventBus } from '@modelcontextprotocol/server';
import type { CallPath } from '../../calls/path.ts';
import type { Caller } from '../../calls/types.ts';
import type { Clock, Log } from '../../plugin/context.ts';
import type { AskTimes } from '../asking.ts';
import { withListChanges } from '../list-changes.ts';
import { createServerFactory } from '../server-factory.ts';
import { type Authenticate, isRefusal, turnAway } from './authenticate.ts';
import { readBody } from './body.ts';
import { CallerTags } from './caller-tags.ts';
import { FastLane } from './fast-lane.ts';
import { Lanes } from './lanes.ts';
import { createPlacementCheck } from './placement.ts';
import { refuse } from './refusal.ts';
import { placeOf } from './route.ts';
import { SdkLane } from './sdk-lane.ts';
import { Sessions } from './sessions.ts';

export interface DoorOptions {
  readonly path: CallPath;
  readonly authenticate: Authenticate;
  readonly logger: Log;
  readonly limits?: Partial<HttpLimits>;
  /** Hostnames without ports; localhost names when absent. */
  readonly allowedHosts?: readonly string[];
  readonly allowedOrigins?: readonly string[];
  readonly askTimes?: Partial<AskTimes>;
  readonly clock?: Clock;
  /** False sends everything through the SDK; for comparison. */
  readonly fastLane?: boolean;
}

/** Budgets of the door. Sizes are bytes, times milliseconds. */
export interface HttpLimits {
  readonly bodyBytes: number;
  /** 2025 sessions at once; the quietest makes room. */
  readonly sessions: number;
  readonly sessionIdleMs: number;
  /** 2026-07-28 subscriptions at once. */
  readonly streams: number;
}
export const defaultHttpLimits: HttpLimits = { bodyBytes: 4 << 20, sessions: 1_000, sessionIdleMs: 1_800_000, streams: 1_024 };

export interface HttpDoor {
  /** For `node:http`'s `createServer`. */
  readonly listener: (request: IncomingMessage, response: ServerResponse) => void;
  /** Takes no new work, lets calls finish within the grace, then ends streams and sessions. */
  close(options?: { readonly graceMs?: number }): Promise<void>;
  stats(): HttpStats;
}
export interface HttpStats {
  readonly calls: number;
  readonly streams: number;
  readonly sessions: number;
  /** Requests answered since the start, by lane. */
  readonly answered: { readonly fast: number; readonly sdk: number; readonly session: number };
}

const serverError = -32_000;
const internalError = -32_603;

/** The one way in over HTTP: checks where a request comes from and who sends it, reads it once, and hands it to a lane. */
export const createHttpDoor = (options: DoorOptions): HttpDoor => buildDoor({ options, makeFactory: createServerFactory });

/** The same with another maker of servers; what the fast lane takes never sees one. */
export const buildDoor = ({
  options,
  makeFactory,
  bus,
}: {
  options: DoorOptions;
  makeFactory: typeof createServerFactory;
  bus?: ServerEventBus;
}): HttpDoor => {
  const { path, authenticate, logger, askTimes, clock = Date, fastLane = true } = options;
  const limits = { ...defaultHttpLimits, ...options.limits };
  const misplaced = createPlacementCheck(options);
  const tags = new CallerTags();
  const factory = makeFactory({ path, callerOf: tags.callerOf, logger, ...(askTimes === undefined ? {} : { askTimes }) });
  const lanes = new Lanes({
    fast: fastLane ? new FastLane({ path, logger }) : undefined,
    sdk: new SdkLane({ factory, path, tags, logger, maxStreams: limits.streams, bus }),
    sessions: new Sessions({
      factory: withListChanges({ factory, path }),
      path,
      logger,
      tags,
      clock,
      maxSessions: limits.sessions,
      idleMs: limits.sessionIdleMs,
      fastLane,
    }),
  });

  const fail = (response: ServerResponse, error: unknown): void => {
    logger.error({ error }, 'a request could not be served');
    refuse(response, { status: 500, code: internalError, message: 'Internal server error' });
    // An answer that broke off half-way must not look complete.
    if (!response.writableEnded) response.destroy();
  };

  const enter = ({ request, response, caller }: { request: IncomingMessage; response: ServerResponse; caller: Caller }): void => {
    const broken = (error: unknown): void => fail(response, error);
    if (request.method === 'POST') {
      const done = (text: string): void => void lanes.message({ request, response, caller, text }).catch(broken);
      readBody({ request, response, maxBytes: limits.bodyBytes, done });
    } else lanes.bodiless({ request, response, caller }).catch(broken);
  };

  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    const { found, profile } = placeOf(request.url);
    const problem = misplaced(request.headers);
    if (problem !== undefined) return refuse(response, { status: 403, code: serverError, message: problem });
    if (!found) return refuse(response, { status: 404, code: serverError, message: 'Not found' });
    const decide = (answer: Awaited<ReturnType<Authenticate>>): void =>
      isRefusal(answer) ? turnAway(response, answer) : enter({ request, response, caller: answer });
    try {
      const answer = authenticate({ headers: request.headers, profile, remoteAddress: request.socket.remoteAddress });
      if (answer instanceof Promise) answer.then(decide).catch((error: unknown) => fail(response, error));
      else decide(answer);
    } catch (error) {
      fail(response, error);
    }
  };

  return { listener, close: ({ graceMs = 10_000 } = {}) => lanes.close(graceMs), stats: () => lanes.stats() };
};
