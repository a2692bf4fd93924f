import { httpText } from './http-text.ts';
import type { HttpLoadOptions } from './http-load.ts';
import { initialize, initialized, legacyRequest, modernHeaders, modernRequest, noOp, sessionHeaders } from './messages.ts';

type Request = HttpLoadOptions['request'];

/** Requests of 2026-07-28 that differ in nothing but their ids. */
export const modernRequests = ({ port, method, params }: { port: number; method: string; params?: object }): Request => {
  const name = params !== undefined && 'name' in params ? { name: String(params.name) } : {};
  return numbered((id) =>
    httpText({ port, headers: modernHeaders({ method, ...name }), body: modernRequest({ id, method, params }) }),
  );
};

/** Calls of the no-op tool as 2026-07-28 says. */
export const modernCalls = (port: number): Request => modernRequests({ port, method: 'tools/call', params: noOp });

/** Opens a session of 2025-11-25 for each connection; yields calls of the no-op tool within them. */
export const sessionCalls = async ({ port, connections }: { port: number; connections: number }): Promise<Request> => {
  const requests = await Promise.all(
    Array.from({ length: connections }, async () => {
      const headers = sessionHeaders(await openSession(port));
      return numbered((id) => httpText({ port, headers, body: legacyRequest({ id, method: 'tools/call', params: noOp }) }));
    }),
  );
  return ({ connection, id }) => requests[connection]?.({ connection, id }) ?? '';
};

/** Writes the id into a text that was made once. */
const numbered = (make: (id: number) => string): Request => {
  const sample = 1_111_111;
  const [before = '', after = ''] = make(sample).split(String(sample));
  return ({ id }) => `${before}${id}${after}`;
};

const openSession = async (port: number): Promise<string> => {
  const send = (body: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
    fetch(`http://127.0.0.1:${port}/mcp`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
      body,
    });
  const answer = await send(initialize);
  await answer.text();
  const session = answer.headers.get('mcp-session-id');
  if (session === null) throw new Error(`no session was opened: ${answer.status}`);
  await (await send(initialized, sessionHeaders(session))).text();
  return session;
};
