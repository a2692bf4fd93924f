import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { cancelWindow, createWindow, drawWindow, extendWindow, getWindow, listWindows, type Reply } from './operations.ts';
import { seededWindows, type Windows } from './windows.ts';

/** A small maintenance service over HTTP, with its windows in memory. Every request needs the token. */
export const startMaintenanceService = async ({ token }: { token: string }) => {
  const windows = seededWindows();
  const server = createServer((request, response) => {
    void answer({ windows, token, request })
      .catch((): Reply => ({ status: 500, json: { error: 'defect' } }))
      .then(({ status, json, png }) => {
        response.writeHead(status, { 'content-type': png === undefined ? 'application/json' : 'image/png' });
        response.end(png ?? JSON.stringify(json));
      });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    windows,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
};

const answer = async ({
  windows,
  token,
  request,
}: {
  windows: Windows;
  token: string;
  request: IncomingMessage;
}): Promise<Reply> => {
  if (request.headers.authorization !== `Bearer ${token}`) return { status: 401, json: { error: 'who?' } };
  const url = new URL(request.url ?? '/', 'http://service');
  const [area, id, action] = url.pathname.slice(1).split('/').map(decodeURIComponent);
  const sent = await text(request);
  const body: unknown = sent === '' ? undefined : JSON.parse(sent);
  const header = (name: string) => String(request.headers[name] ?? '');
  switch (`${request.method} ${area}/${id === undefined ? '' : ':id'}/${action ?? ''}`) {
    case 'GET health//':
      return { status: 200, json: { status: 'up' } };
    case 'GET windows//':
      return listWindows(windows, url.searchParams);
    case 'POST windows//':
      return createWindow(windows, { body, key: header('idempotency-key') });
    case 'GET windows/:id/':
      return getWindow(windows, id ?? '');
    case 'PATCH windows/:id/':
      return extendWindow(windows, { id: id ?? '', body, match: header('if-match') });
    case 'POST windows/:id/cancel':
      return cancelWindow(windows, { id: id ?? '', body });
    case 'GET windows/:id/day.png':
      return drawWindow(windows, id ?? '');
    default:
      return { status: 404, json: { error: 'no such path' } };
  }
};
