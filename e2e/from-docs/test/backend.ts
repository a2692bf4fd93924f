import { type ContractBackend, fakeHttp, type Route, secretMarker } from '@lineclear/testing';
import { startMaintenanceService } from '../backend/server.ts';

const endpoints = [
  'GET /health',
  'GET /windows',
  'POST /windows',
  'GET /windows/:id',
  'PATCH /windows/:id',
  'POST /windows/:id/cancel',
  'GET /windows/:id/day.png',
];

/** A fresh maintenance service behind a watched gateway, which the suite can break. */
export const startBackend = async () => {
  const service = await startMaintenanceService({ token: secretMarker });
  const http = await fakeHttp({ routes: endpoints.map((endpoint) => forward(endpoint, service.url)) });
  return {
    connections: { maintenance: { url: http.url, token: secretMarker } },
    http: [http],
    windows: service.windows,
    state: () => structuredClone([...service.windows]),
    close: async () => {
      await http.close();
      await service.close();
    },
  } satisfies ContractBackend & { windows: unknown };
};

const forward = (endpoint: string, url: string): Route => {
  const [method = '', path = ''] = endpoint.split(' ');
  return {
    method,
    path,
    handle: async ({ request }) => {
      const { authorization = '', 'idempotency-key': key = '', 'if-match': match = '' } = request.headers;
      const response = await fetch(`${url}${request.url}`, {
        method,
        headers: { authorization, 'idempotency-key': String(key), 'if-match': match },
        ...(request.body === '' ? {} : { body: request.body }),
      });
      const headers = { 'content-type': response.headers.get('content-type') ?? '' };
      return { status: response.status, headers, bytes: new Uint8Array(await response.arrayBuffer()) };
    },
  };
};
