import type { HttpClient, HttpRequest, HttpResponse, OpenHttp } from '@lineclear/core/plugin';
import { inOrder } from './declared-safe.ts';
import type { Journal } from './journal.ts';

type Send = (path: string, request?: HttpRequest) => Promise<HttpResponse>;

/** Notes which requests a reader declares safe, so that they are told from those that go around it. */
export const watchedOpenHttp =
  ({ open, journal }: { open: OpenHttp; journal: Journal }): OpenHttp =>
  (options) => {
    const client = open(options);
    const watched =
      (method: string, send: Send): Send =>
      (path, request) => {
        if (request?.safe === true) {
          journal.declaredSafe.push({
            method,
            ...placeOf({ base: options.baseUrl, path, query: request.query }),
            body: bodyOf(request),
          });
        }
        return send(path, request);
      };
    return {
      get: (path, request) => client.get(path, request),
      post: watched('POST', (path, request) => client.post(path, request)),
      put: watched('PUT', (path, request) => client.put(path, request)),
      patch: watched('PATCH', (path, request) => client.patch(path, request)),
      delete: watched('DELETE', (path, request) => client.delete(path, request)),
      fetch: client.fetch,
      failure: (answer) => client.failure(answer),
    } satisfies HttpClient;
  };

const placeOf = ({ base, path, query = {} }: { base: string | URL; path: string; query: HttpRequest['query'] }) => {
  const [own = '', inPath] = path.split('?', 2);
  const parameters = new URLSearchParams(inPath);
  for (const [name, value] of Object.entries(query))
    for (const one of [value].flat()) if (one !== undefined) parameters.append(name, String(one));
  const { pathname } = new URL(base);
  return { path: `${pathname.replace(/\/$/, '')}/${own.replace(/^\//, '')}`, query: inOrder(parameters) };
};

const bodyOf = ({ json, body = '' }: HttpRequest): string =>
  json === undefined ? Buffer.from(body).toString() : JSON.stringify(json);
