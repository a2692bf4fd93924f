import type { HttpClient, HttpRequest, HttpResponse } from '../plugin/http.ts';
import { urlBelow } from './base-url.ts';
import { type ClientParts, deliver, isSafeMethod } from './delivery.ts';
import { createFetch } from './fetch.ts';
import { withHeaders } from './headers.ts';
import { toResponse } from './response.ts';
import type { Order } from './sender.ts';

/** A client whose verbs throw for every status that is not wanted. */
export const createClient = (parts: ClientParts): HttpClient => {
  const verb =
    (method: string) =>
    async (path: string, request: HttpRequest = {}): Promise<HttpResponse> => {
      const order = toOrder({ parts, method, path, request });
      const answer = await deliver({ parts, order });
      const isWanted = (answer.status >= 200 && answer.status < 300) || request.accept?.includes(answer.status) === true;
      if (!isWanted) throw parts.problems.ofStatus({ outgoing: order, answer });
      return toResponse({ outgoing: order, answer, problems: parts.problems });
    };
  return {
    get: verb('GET'),
    post: verb('POST'),
    put: verb('PUT'),
    patch: verb('PATCH'),
    delete: verb('DELETE'),
    fetch: createFetch(parts),
    failure: ({ method, url, status, headers, text }) =>
      parts.problems.ofStatus({
        outgoing: { method, url: new URL(url), headers: new Headers(), body: undefined },
        answer: { status, headers, body: Buffer.from(text) },
      }),
  };
};

// A POST may be a query, and a change may be a dry run that the backend only tries; marking a DELETE as safe does not make it so.
const canOnlyAsk: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH']);

const toOrder = ({
  parts,
  method,
  path,
  request,
}: {
  parts: ClientParts;
  method: string;
  path: string;
  request: HttpRequest;
}): Order => {
  const hasJson = request.json !== undefined;
  const headers = withHeaders({ headers: parts.standing, values: request.headers, redactor: parts.redactor });
  if (hasJson && !headers.has('content-type')) headers.set('content-type', 'application/json');
  return {
    method,
    url: urlBelow({ base: parts.base, path, query: request.query }),
    headers,
    body: hasJson ? JSON.stringify(request.json) : request.body,
    isSafe: isSafeMethod(method) || (canOnlyAsk.has(method) && request.safe === true),
    timeoutMs: request.timeoutMs ?? parts.timeoutMs,
    signal: request.signal,
    followsRedirects: true,
  };
};
