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
import { createPlacementCheck } from './placement.ts';
import { refuse } from './refusal.ts';
import { asksForWork, isListening, isSessionTraffic, placeOf } from './route.ts';
import { SdkLane } from './sdk-lane.ts';
import { Sessions } from './sessions.ts';
import { Traffic } from './traffic.ts';

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
  const traffic = new Traffic();
  const answered = { fast: 0, sdk: 0, session: 0 };
  const factory = makeFactory({
    path,
    callerOf: tags.callerOf,
    logger,
    ...(askTimes === undefined ? {} : { askTimes }),
  });
  const fast = fastLane ? new FastLane({ path, logger }) : undefined;
  const sdk = new SdkLane({ factory, path, tags, logger, maxStreams: limits.streams, bus });
  const sessions = new Sessions({
    factory: withListChanges({ factory, path }),
    tags,
    clock,
    maxSessions: limits.sessions,
    idleMs: limits.sessionIdleMs,
  });
  let closing = false;

  const fail = (response: ServerResponse, error: unknown): void => {
    logger.error({ error }, 'a request could not be served');
    refuse(response, { status: 500, code: internalError, message: 'Internal server error' });
    // An answer that broke off half-way must not look complete.
    if (!response.writableEnded) response.destroy();
  };

  const dispatch = ({
    request,
    response,
    caller,
    text,
  }: {
    request: IncomingMessage;
    response: ServerResponse;
    caller: Caller;
    text: string;
  }): void => {
    const body = parse(text);
    if (closing && asksForWork(body)) {
      refuse(response, {
        status: 503,
        code: serverError,
        message: 'The server is shutting down',
        headers: { connection: 'close' },
      });
      return;
    }
    if (isListening(body)) traffic.stream(response);
    else traffic.call(response);
    if (fast?.take({ request, response, body, caller }) === true) {
      answered.fast += 1;
      return;
    }
    const isSession = isSessionTraffic({ headers: request.headers, body });
    answered[isSession ? 'session' : 'sdk'] += 1;
    (isSession ? sessions : sdk).serve({ request, response, caller, body }).catch((error: unknown) => fail(response, error));
  };

  const enter = ({ request, response, caller }: { request: IncomingMessage; response: ServerResponse; caller: Caller }): void => {
    if (request.method === 'POST') {
      readBody({
        request,
        response,
        maxBytes: limits.bodyBytes,
        done: (text) => {
          try {
            dispatch({ request, response, caller, text });
          } catch (error) {
            fail(response, error);
          }
        },
      });
      return;
    }
    const isSession =
      request.headers['mcp-session-id'] !== undefined && (request.method === 'GET' || request.method === 'DELETE');
    if (isSession && request.method === 'GET') traffic.stream(response);
    answered[isSession ? 'session' : 'sdk'] += 1;
    (isSession ? sessions : sdk).serve({ request, response, caller }).catch((error: unknown) => fail(response, error));
  };

  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    const place = placeOf(request.url);
    const problem = misplaced(request.headers);
    if (problem !== undefined) return refuse(response, { status: 403, code: serverError, message: problem });
    if (!place.found) return refuse(response, { status: 404, code: serverError, message: 'Not found' });
    const decide = (answer: Awaited<ReturnType<Authenticate>>): void =>
      isRefusal(answer) ? turnAway(response, answer) : enter({ request, response, caller: answer });
    try {
      const answer = authenticate({
        headers: request.headers,
        profile: place.profile,
        remoteAddress: request.socket.remoteAddress,
      });
      if (answer instanceof Promise) answer.then(decide).catch((error: unknown) => fail(response, error));
      else decide(answer);
    } catch (error) {
      fail(response, error);
    }
  };

  return {
    listener,
    close: async ({ graceMs = 10_000 } = {}) => {
      closing = true;
      await traffic.idle(graceMs);
      await Promise.all([sdk.close(), sessions.close()]);
    },
    stats: () => ({ calls: traffic.calls, streams: traffic.streams, sessions: sessions.size, answered: { ...answered } }),
  };
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
