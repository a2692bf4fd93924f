import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault, FaultTarget } from './fault.ts';
import { deliver } from './fault.ts';
import type { Fixture } from './fixture.ts';
import { toRoutes } from './fixture.ts';
import { FaultQueue } from './fault-queue.ts';
import { listenOnLoopback } from './listen.ts';
import { readRequest, redactHeaders, sendAnswer } from './message.ts';
import type { Answer, RecordedRequest, Route } from './route.ts';
import { isSafeMethod, matchRoute } from './route.ts';

export interface FakeHttpOptions {
  /** Tried in order, before the fixtures. */
  readonly routes?: readonly Route[];
  /** Recorded answers; equal requests are answered in the recorded order, the last one again and again. */
  readonly fixtures?: readonly Fixture[];
  /** `error` (default): an unhandled request is answered 501 and makes `close` reject. */
  readonly onUnhandled?: 'error' | 'ignore';
  /** A free one when absent. */
  readonly port?: number;
}

/** A real HTTP server on a free loopback port that answers from routes and fixtures and records everything on the wire. */
export interface FakeHttp {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly url: string;
  /** Every request so far, oldest first. */
  readonly requests: readonly RecordedRequest[];
  /** The requests with every credential header replaced by `[secret]`; for snapshots and messages. */
  redacted(): readonly RecordedRequest[];
  /** The requests that a backend would take as a change: everything but GET, HEAD and OPTIONS. */
  unsafe(): readonly RecordedRequest[];
  /** Misbehaves from now on; returns how to stop. The newest matching fault wins. */
  inject(fault: Fault, target?: FaultTarget): () => void;
  /** Forgets what was recorded, not what routes remember. */
  clear(): void;
  /** Stops the server. Rejects when something was asked that no route or fixture answers. */
  close(): Promise<void>;
}

/** Starts a {@link FakeHttp}. */
export const fakeHttp = async ({
  routes = [],
  fixtures = [],
  onUnhandled = 'error',
  port = 0,
}: FakeHttpOptions): Promise<FakeHttp> => {
  const requests: RecordedRequest[] = [];
  const unhandled: string[] = [];
  const faults = new FaultQueue();
  const table = [...routes, ...fixtures.flatMap(toRoutes)];

  const answer = async (request: RecordedRequest): Promise<Answer> => {
    for (const route of table) {
      const params = matchRoute(route, request);
      if (params !== undefined) return route.handle({ request, params });
    }
    unhandled.push(`${request.method} ${request.url}`);
    return { status: 501, json: { error: `no route for ${request.method} ${request.url}` } };
  };

  const server = createServer(async (incoming, outgoing) => {
    const request = await readRequest(incoming);
    requests.push(request);
    try {
      const delivery = await deliver({ fault: faults.take(request), request, answer: () => answer(request) });
      if (delivery.delayMs > 0) await sleep(delivery.delayMs);
      sendAnswer(outgoing, delivery);
    } catch (error) {
      sendAnswer(outgoing, { answer: { status: 500, text: String(error) }, delayMs: 0, cut: 'no' });
    }
  });
  const { url, close } = await listenOnLoopback(server, port);

  return {
    url,
    requests,
    redacted: () => requests.map(redactHeaders),
    unsafe: () => requests.filter((request) => !isSafeMethod(request.method)),
    inject: (fault, target = {}) => faults.add(fault, target),
    clear: () => {
      requests.length = 0;
    },
    close: async () => {
      await close();
      if (onUnhandled === 'error' && unhandled.length > 0) throw unhandledError({ unhandled, table });
    },
  };
};

const unhandledError = ({ unhandled, table }: { unhandled: readonly string[]; table: readonly Route[] }) =>
  new Error(
    `The fake backend was asked what it cannot answer:\n  ${[...new Set(unhandled)].join('\n  ')}\n` +
      `It answers:\n  ${table.map((route) => `${route.method} ${route.path}`).join('\n  ') || '(nothing)'}`,
  );
