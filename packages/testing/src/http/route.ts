import type { IncomingHttpHeaders } from 'node:http';

type Awaitable<Value> = Value | Promise<Value>;

/** One request as it arrived on the wire. */
export interface RecordedRequest {
  readonly method: string;
  /** Without the query, still percent-encoded. */
  readonly path: string;
  /** The last value of each key; `url` has them all. */
  readonly query: Readonly<Record<string, string>>;
  /** Path and query as sent. */
  readonly url: string;
  readonly headers: Readonly<IncomingHttpHeaders>;
  readonly body: string;
  /** The body parsed, or `undefined` when it is empty or not JSON. */
  readonly json: unknown;
}

/** What a route answers: 200 and JSON unless it says otherwise. At most one of `json`, `text` and `bytes`. */
export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly text?: string;
  readonly bytes?: Uint8Array;
}

export interface Route {
  readonly method: string;
  /** Segments starting with a colon match one segment and are decoded into `params`: `/tasks/:id`. */
  readonly path: string;
  /** Every given key must have this value. */
  readonly query?: Readonly<Record<string, string>>;
  /** A further condition, on the body for example. */
  readonly accepts?: (request: RecordedRequest) => boolean;
  readonly handle: (call: {
    readonly request: RecordedRequest;
    readonly params: Readonly<Record<string, string>>;
  }) => Awaitable<Answer>;
}

/** The decoded path parameters when the route takes the request. */
export const matchRoute = (route: Route, request: RecordedRequest): Readonly<Record<string, string>> | undefined => {
  if (route.method !== request.method) return undefined;
  const wanted = Object.entries(route.query ?? {});
  if (!wanted.every(([key, value]) => request.query[key] === value)) return undefined;
  if (route.accepts?.(request) === false) return undefined;
  return matchPath(route.path, request.path);
};

/** True for the methods that only ask. */
export const isSafeMethod = (method: string): boolean => method === 'GET' || method === 'HEAD' || method === 'OPTIONS';

/** The decoded parameters of a path template, or `undefined` when the path is another one. */
export const matchPath = (template: string, path: string): Record<string, string> | undefined => {
  const parts = template.split('/');
  const segments = path.split('/');
  if (parts.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    const segment = segments[index] ?? '';
    if (part.startsWith(':')) params[part.slice(1)] = decodeURIComponent(segment);
    else if (part !== segment) return undefined;
  }
  return params;
};
