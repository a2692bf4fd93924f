import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach } from 'vitest';
import type { HttpClient, HttpOptions } from '../../plugin/http.ts';
import { createRedactor, type Redactor } from '../../profiles/redactor.ts';
import { createOpenHttp } from '../open-http.ts';
import { certificate, key } from './certificate.ts';

export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}
type Handler = (call: {
  readonly seen: Seen;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly count: number;
}) => void;

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

/** A real server on a loopback port, with what it saw; it ends with the test. */
export const startBackend = async (handler: Handler, { tls = false }: { tls?: boolean } = {}) => {
  const seen: Seen[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      seen.push({ method, url, headers, body: Buffer.concat(chunks).toString('utf8') });
      handler({ seen: seen.at(-1)!, request, response, count: seen.length });
    });
  };
  const server = tls ? createTlsServer({ key, cert: certificate }, listener) : createServer(listener);
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address() as AddressInfo;
  const host = `127.0.0.1:${address.port}`;
  return { host, url: `${tls ? 'https' : 'http'}://${host}`, seen, connections: () => connections };
};

/** A client of one door; it closes with the test. */
export const openClient = ({
  mode = 'write',
  redactor = createRedactor({ secrets: [] }),
  now = Date.now,
  retryPauseMs = 1,
  log = () => {},
  ...options
}: HttpOptions & {
  mode?: 'read' | 'write';
  redactor?: Redactor;
  now?: () => number;
  retryPauseMs?: number;
  log?: (fields: object) => void;
}): HttpClient => {
  const silent = () => {};
  const http = createOpenHttp({
    mode,
    clock: { now },
    logger: { debug: log, info: silent, warn: silent, error: silent },
    redactor,
    retryPauseMs,
  });
  cleanups.push(() => http.close());
  return http.open(options);
};

/** A loopback port on which nothing listens. */
export const unusedPort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
};

export const answerJson = (response: ServerResponse, value: unknown, status = 200): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
};
