import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Delivery } from './fault.ts';
import type { Answer, RecordedRequest } from './route.ts';

/** Reads a whole request. */
export const readRequest = async (incoming: IncomingMessage): Promise<RecordedRequest> => {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  const body = Buffer.concat(chunks).toString();
  const url = incoming.url ?? '/';
  const parsed = new URL(url, 'http://loopback');
  return {
    method: incoming.method ?? 'GET',
    path: parsed.pathname,
    query: Object.fromEntries(parsed.searchParams),
    url,
    headers: incoming.headers,
    body,
    json: parseJson(body),
  };
};

/** Puts a delivery onto the wire, or breaks the wire as it says. */
export const sendAnswer = (outgoing: ServerResponse, { answer, cut }: Delivery): void => {
  if (cut === 'before') {
    outgoing.destroy();
    return;
  }
  const body = bodyOf(answer);
  outgoing.writeHead(answer.status ?? 200, {
    ...(answer.json !== undefined && { 'content-type': 'application/json' }),
    ...answer.headers,
    'content-length': String(body.byteLength),
  });
  if (cut === 'no') {
    outgoing.end(body);
    return;
  }
  outgoing.write(body.subarray(0, Math.floor(body.byteLength / 2)), () => outgoing.destroy());
};

/** A request without its credentials. */
export const redactHeaders = (request: RecordedRequest): RecordedRequest => ({
  ...request,
  headers: Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, isCredentialHeader(name) ? '[secret]' : value]),
  ),
});

/** True for headers that carry a credential by convention. */
export const isCredentialHeader = (name: string): boolean =>
  /^(authorization|proxy-authorization|cookie|set-cookie)$|token|secret|api-?key|password|session/i.test(name);

/** Parses JSON text; `undefined` when it is none. */
export const parseJson = (text: string): unknown => {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
};

const bodyOf = ({ json, text, bytes }: Answer): Buffer =>
  bytes === undefined
    ? Buffer.from(json === undefined ? (text ?? '') : JSON.stringify(json))
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
