import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AuditTrail, Authenticate, HttpDoor, Store } from '@lineclear/core';
import type { Log } from '@lineclear/core/plugin';
import type { Metrics } from '../metrics/metrics.ts';
import type { Address } from './address.ts';
import { createReadiness } from './health.ts';
import { listen } from './listen.ts';

export interface ServeHttpParts {
  readonly address: Address;
  readonly door: HttpDoor;
  readonly authenticate: Authenticate;
  /** Checks the Host header where no token is asked for; yields why a request is refused. */
  readonly isOwnHost: (host: string | undefined) => boolean;
  readonly metrics: Metrics;
  readonly store: Store;
  readonly audit: AuditTrail;
  readonly log: Log;
  readonly now: () => number;
}

/** A server that takes requests until it is drained. */
export interface HttpHost {
  readonly address: Address;
  /** Takes no new connections and calls, waits for running ones, ends streams. */
  drain(limit: { graceMs: number }): Promise<void>;
}

/** Serves `/mcp` through the door, and beside it what operators need: health without a token, metrics with one. */
export const serveHttp = async (parts: ServeHttpParts): Promise<HttpHost> => {
  const { door, metrics, log } = parts;
  let isStopping = false;
  const readiness = createReadiness({ ...parts, isStopping: () => isStopping });

  const answerReady = async (response: ServerResponse): Promise<void> => {
    const state = await readiness();
    sendJson({
      response,
      status: state.ready ? 200 : 503,
      value: { status: state.ready ? 'ready' : 'not_ready', checks: state.checks },
    });
  };
  const answerMetrics = async ({ request, response }: { request: IncomingMessage; response: ServerResponse }): Promise<void> => {
    if (!parts.isOwnHost(request.headers.host))
      return sendJson({ response, status: 403, value: { error: 'Invalid Host header' } });
    const visit = { headers: request.headers, profile: undefined, remoteAddress: request.socket.remoteAddress };
    const answer = await parts.authenticate(visit);
    if ('refused' in answer) {
      if (answer.challenge !== undefined) response.setHeader('www-authenticate', answer.challenge);
      return sendJson({ response, status: answer.refused, value: { error: answer.error } });
    }
    send({ response, status: 200, type: metrics.contentType, text: await metrics.text() });
  };
  const answerOther = async ({
    request,
    response,
    path,
  }: {
    request: IncomingMessage;
    response: ServerResponse;
    path: string;
  }): Promise<void> => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('allow', 'GET, HEAD');
      return sendJson({ response, status: 405, value: { error: 'Method not allowed' } });
    }
    if (path === '/health/live') return sendJson({ response, status: 200, value: { status: 'live' } });
    if (path === '/health/ready') return answerReady(response);
    return answerMetrics({ request, response });
  };

  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    if (isStopping) response.setHeader('connection', 'close');
    const path = request.url?.split('?', 1)[0] ?? '';
    if (!ownPaths.has(path)) {
      door.listener(request, response);
      return;
    }
    answerOther({ request, response, path }).catch((error: unknown) => {
      log.error({ error, path }, 'a request could not be served');
      if (!response.headersSent) sendJson({ response, status: 500, value: { error: 'Internal server error' } });
      else response.destroy();
    });
  };

  const { server, address } = await listen({ address: parts.address, listener });
  server.on('error', (error) => log.error({ error }, 'the HTTP server failed'));
  return {
    address,
    drain: async ({ graceMs }) => {
      isStopping = true;
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      await door.close({ graceMs });
      // What is left are connections that idle, and streams that the door has ended.
      server.closeIdleConnections();
      const last = setTimeout(() => server.closeAllConnections(), 1_000).unref();
      await closed;
      clearTimeout(last);
    },
  };
};

const ownPaths: ReadonlySet<string> = new Set(['/health/live', '/health/ready', '/metrics']);

const sendJson = ({ response, status, value }: { response: ServerResponse; status: number; value: unknown }): void =>
  send({ response, status, type: 'application/json', text: `${JSON.stringify(value)}\n` });

const send = ({
  response,
  status,
  type,
  text,
}: {
  response: ServerResponse;
  status: number;
  type: string;
  text: string;
}): void => {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(text), 'cache-control': 'no-store' });
  response.end(response.req.method === 'HEAD' ? undefined : text);
};
