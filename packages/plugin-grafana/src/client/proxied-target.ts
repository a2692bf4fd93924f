import { type HttpClient, type HttpRequest, type HttpResponse, LineclearError, path } from '@lineclear/core/plugin';
import type { Datasource } from '../datasources/datasource.ts';
import { formRequest } from './form-request.ts';
import type { QueryTarget } from './query-target.ts';

/** The two ways that Grafana has to a datasource; deployments differ in which one works. */
const routes = ['resources', 'proxy'] as const;
/** `id` is how Grafana before 9 knows a datasource: by its number alone. */
type Route = (typeof routes)[number] | 'id';

/** Answers that one way gives where the other one works (grafana/mcp-grafana#467, #524). */
const misrouted: ReadonlySet<number> = new Set([401, 403, 500]);
/** The same where this way has worked: a 500 is of the query then, and an expensive one is not sent twice. */
const closed: ReadonlySet<number> = new Set([401, 403]);

/** Remembers by datasource which way worked. */
export type KnownRoutes = Map<string, Route>;

/**
 * A datasource behind Grafana. Both ways are tried, the likelier one first, and the one that worked is remembered. The address of the
 * datasource itself is never used: credentials go to Grafana and nowhere else.
 */
export const proxiedTarget = ({
  http,
  datasource,
  known,
}: {
  http: HttpClient;
  datasource: Datasource;
  known: KnownRoutes;
}): QueryTarget => {
  // Grafana has a backend of its own for Prometheus; Loki's knows some paths only, and Alertmanager has none.
  const usual: Route = datasource.type === 'prometheus' ? 'resources' : 'proxy';
  const send = async (below: string, ask: (path: string) => Promise<HttpResponse>): Promise<HttpResponse> => {
    const hasWorked = known.get(datasource.uid);
    const first = hasWorked ?? usual;
    const through = async (route: Route): Promise<HttpResponse> => {
      const answer = await ask(pathOf({ route, datasource, below }));
      // An error that the caller takes for an answer may be Grafana's own.
      if (answer.status < 300) known.set(datasource.uid, route);
      return answer;
    };
    let refusal: unknown;
    for (const route of [first, ...routes.filter((other) => other !== first)]) {
      try {
        return await through(route);
      } catch (error) {
        if (route !== 'id' && datasource.id !== undefined && isUnknownWay(error)) return through('id');
        if (!hasStatus({ error, among: hasWorked === route ? closed : misrouted })) throw error;
        // The first way is the likelier one, so its refusal says more.
        refusal ??= error;
      }
    }
    throw refusal;
  };
  const getOnly = datasource.method === 'GET';
  return {
    get: (below, request) => send(below, (whole) => http.get(whole, request)),
    query: (below, { form, ...request }) =>
      send(below, (whole) =>
        getOnly
          ? http.get(whole, { ...request, query: { ...request.query, ...form } satisfies HttpRequest['query'] })
          : http.post(whole, formRequest({ form, request })),
      ),
  };
};

const pathOf = ({
  route,
  datasource: { uid, id, type },
  below,
}: {
  route: Route;
  datasource: Datasource;
  below: string;
}): string => {
  if (route === 'id') return path`/api/datasources/proxy/${id ?? ''}` + below;
  if (route === 'proxy') return path`/api/datasources/proxy/uid/${uid}` + below;
  // Loki's backend puts the beginning of its paths there itself.
  return path`/api/datasources/uid/${uid}/resources` + (type === 'loki' ? below.replace(/^\/loki\/api\/v1/, '') : below);
};

const hasStatus = ({ error, among }: { error: unknown; among: ReadonlySet<number> }): boolean => {
  const status = LineclearError.is(error) ? error.details?.['status'] : undefined;
  return typeof status === 'number' && among.has(status);
};

/** What Grafana itself says to a way that it does not have, in its own words: a datasource has others. */
const isUnknownWay = (error: unknown): boolean => {
  const { status, upstream } = LineclearError.is(error) ? (error.details ?? {}) : {};
  return (status === 404 || status === 400) && typeof upstream === 'string' && unknownWay.test(upstream);
};
const unknownWay = /"message":\s?"(?:Not found|id is invalid)"/;
