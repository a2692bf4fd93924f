import { Agent, request as openRequest } from 'node:http';

/** A POST, letter by letter. */
export interface WireRequest {
  /** In order, repeats allowed. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string | Uint8Array;
}
export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export const metaKeys = {
  version: 'io.modelcontextprotocol/protocolVersion',
  client: 'io.modelcontextprotocol/clientInfo',
  capabilities: 'io.modelcontextprotocol/clientCapabilities',
} as const;

export interface ModernMessage {
  readonly method: string;
  readonly id?: unknown;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly meta?: Readonly<Record<string, unknown>>;
}

/** The body of a well-formed 2026-07-28 request; `undefined` members are left out. */
export const modernBody = ({ method, id = 1, params = {}, meta = {} }: ModernMessage) => ({
  jsonrpc: '2.0',
  id,
  method,
  params: {
    ...params,
    _meta: {
      [metaKeys.version]: '2026-07-28',
      [metaKeys.client]: { name: 'tester', version: '1.0.0' },
      [metaKeys.capabilities]: { elicitation: { form: {} } },
      ...meta,
    },
  },
});

/** The headers of a well-formed 2026-07-28 request; `undefined` takes one away. */
export const modernHeaders = (
  { method, params }: ModernMessage,
  changes: Readonly<Record<string, string | undefined>> = {},
): WireRequest['headers'] => {
  const name = params?.['name'] ?? params?.['uri'];
  const headers: Record<string, string | undefined> = {
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    'mcp-protocol-version': '2026-07-28',
    'mcp-method': method,
    'mcp-name': typeof name === 'string' ? name : undefined,
    ...changes,
  };
  return Object.entries(headers).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
};

export const modernRequest = (message: ModernMessage, changes?: Readonly<Record<string, string | undefined>>): WireRequest => ({
  headers: modernHeaders(message, changes),
  body: JSON.stringify(modernBody(message)),
});

const agent = new Agent({ keepAlive: true });

/** Sends a request as it is; only `Host` and `Content-Length` are added when missing. */
export const send = async (url: string, { headers, body }: WireRequest, method = 'POST'): Promise<WireResponse> => {
  const { promise, resolve, reject } = Promise.withResolvers<WireResponse>();
  const has = (name: string): boolean => headers.some(([key]) => key.toLowerCase() === name);
  const flat = headers.flat();
  if (!has('host')) flat.push('host', new URL(url).host);
  if (!has('content-length') && !has('transfer-encoding') && method === 'POST')
    flat.push('content-length', String(Buffer.byteLength(body)));
  const request = openRequest(url, { method, agent, headers: flat, setDefaultHeaders: false }, (response) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('error', reject);
    response.on('end', () =>
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString('utf8') }),
    );
  });
  request.on('error', reject);
  request.end(method === 'POST' ? body : undefined);
  return promise;
};

/** Sends a well-formed 2026-07-28 request and reads the JSON that comes back. */
export const ask = async (
  url: string,
  message: ModernMessage,
  changes?: Readonly<Record<string, string | undefined>>,
): Promise<{ status: number; headers: WireResponse['headers']; json: ReturnType<typeof JSON.parse> }> => {
  const { status, headers, body } = await send(url, modernRequest(message, changes));
  return { status, headers, json: JSON.parse(body) };
};
