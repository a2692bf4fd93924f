import type { ServerResponse } from 'node:http';
import type { ErrorAnswer } from '../../calls/types.ts';

export interface HttpRefusal {
  readonly status: number;
  readonly code: number;
  readonly message: string;
  readonly data?: ErrorAnswer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers a request that never became a message: a JSON-RPC error without an id. */
export const refuse = (response: ServerResponse, { status, code, message, data, headers }: HttpRefusal): void => {
  if (response.headersSent || response.destroyed) return;
  sendJson(response, {
    status,
    text: JSON.stringify({ jsonrpc: '2.0', error: { code, message, ...(data === undefined ? {} : { data }) }, id: null }),
    ...(headers === undefined ? {} : { headers }),
  });
};

export const sendJson = (
  response: ServerResponse,
  { status, text, headers }: { status: number; text: string; headers?: Readonly<Record<string, string>> },
): void => {
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), ...headers });
  response.end(text);
};
