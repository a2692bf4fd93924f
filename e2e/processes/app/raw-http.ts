import { type ClientRequest, request as openRequest } from 'node:http';
import { Frame } from './frames.ts';
import { modernMeta } from './modern.ts';

export interface RawRequest {
  readonly url: string;
  readonly method?: string;
  /** `undefined` takes one of the usual headers away. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: string | Buffer;
}
export interface RawResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** Sends a request as it is, and yields it too, so that a test can break it off. */
export const open = ({
  url,
  method = 'POST',
  headers = {},
  body,
}: RawRequest): { request: ClientRequest; response: Promise<RawResponse> } => {
  const { promise, resolve, reject } = Promise.withResolvers<RawResponse>();
  const usual = { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers };
  const kept = Object.fromEntries(Object.entries(usual).filter((entry): entry is [string, string] => entry[1] !== undefined));
  const request = openRequest(url, { method, headers: kept, agent: false }, (response) => {
    let text = '';
    response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    response.on('error', reject);
    response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
  });
  request.on('error', reject);
  // A request that is broken off on purpose has nobody who waits for it.
  promise.catch(() => {});
  request.end(body);
  return { request, response: promise };
};

export const send = (request: RawRequest): Promise<RawResponse> => open(request).response;

/** Who sends a request, and to where. */
export interface Sender {
  readonly url: string;
  readonly token?: string | undefined;
  readonly capabilities?: Readonly<Record<string, unknown>>;
}
export interface ModernRequest extends Sender {
  readonly method: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly headers?: RawRequest['headers'];
}

/** A well-formed request of 2026-07-28, apart from what `headers` changes. */
export const modernRequest = ({ url, token, capabilities, method, params = {}, headers = {} }: ModernRequest): RawRequest => {
  const name = params['name'] ?? params['uri'];
  return {
    url,
    headers: {
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': method,
      'mcp-name': typeof name === 'string' ? name : undefined,
      authorization: token === undefined ? undefined : `Bearer ${token}`,
      ...headers,
    },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method,
      params: { ...params, _meta: { ...modernMeta(capabilities), ...(params['_meta'] as object | undefined) } },
    }),
  };
};

/** The last message of an answer, from JSON or from an event stream. */
export const frameOf = ({ headers, text }: RawResponse): Frame => {
  if (!String(headers['content-type']).startsWith('text/event-stream')) return Frame.parse(JSON.parse(text));
  const last = text.split('\n').findLast((line) => line.startsWith('data: {'));
  return Frame.parse(JSON.parse(last?.slice('data: '.length) ?? ''));
};

export const ask = async (request: ModernRequest): Promise<Frame> => frameOf(await send(modernRequest(request)));

/** Calls a tool as a client of 2026-07-28 does. `extra` stands beside name and arguments. */
export const callTool = ({
  name,
  args = {},
  extra = {},
  ...sender
}: Sender & { name: string; args?: unknown; extra?: Readonly<Record<string, unknown>> }): Promise<Frame> =>
  ask({ ...sender, method: 'tools/call', params: { name, arguments: args, ...extra } });

/** A session of 2025-11-25. */
export interface Session {
  readonly id: string;
  readonly open: (method: string, params?: Readonly<Record<string, unknown>>) => ReturnType<typeof open> & { id: number };
  readonly request: (method: string, params?: Readonly<Record<string, unknown>>) => Promise<Frame>;
  readonly callTool: (name: string, args?: unknown) => Promise<Frame>;
  /** Sends a message that nobody answers: a notification, or the answer to a server's question. */
  readonly tell: (message: Readonly<Record<string, unknown>>) => Promise<RawResponse>;
}

/** Opens a session of 2025-11-25. */
export const openSession = async ({ url, token, capabilities = {} }: Sender): Promise<Session> => {
  const base = { authorization: token === undefined ? undefined : `Bearer ${token}` };
  const clientInfo = { name: 'e2e', version: '1.0.0' };
  const params = { protocolVersion: '2025-11-25', capabilities, clientInfo };
  const opening = await send({
    url,
    headers: base,
    body: JSON.stringify({ jsonrpc: '2.0', id: 0, method: 'initialize', params }),
  });
  const id = String(opening.headers['mcp-session-id']);
  const headers = { ...base, 'mcp-session-id': id, 'mcp-protocol-version': '2025-11-25' };
  const tell: Session['tell'] = (message) => send({ url, headers, body: JSON.stringify({ jsonrpc: '2.0', ...message }) });
  await tell({ method: 'notifications/initialized' });
  let last = 0;
  const openNext: Session['open'] = (method, params = {}) => {
    last += 1;
    return { id: last, ...open({ url, headers, body: JSON.stringify({ jsonrpc: '2.0', id: last, method, params }) }) };
  };
  const request: Session['request'] = async (method, params) => frameOf(await openNext(method, params).response);
  return { id, open: openNext, request, tell, callTool: (name, args = {}) => request('tools/call', { name, arguments: args }) };
};
