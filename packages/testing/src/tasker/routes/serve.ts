import { randomUUID } from 'node:crypto';
import { Refusal } from '../../http/refusal.ts';
import type { Answer, RecordedRequest, Route } from '../../http/route.ts';
import type { Access } from './access.ts';
import { authorize } from './access.ts';
import type { Endpoint, EndpointCall } from './endpoint.ts';
import { rejectAsText } from './refusal.ts';

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const deepestPath = 12;

/** The routes of a server: its endpoints, 405 for their other methods, 404 for every other path. */
export const serve = ({
  endpoints,
  basePath,
  access,
  nowMs,
  beforeEach,
}: {
  endpoints: readonly Endpoint[];
  basePath: string;
  access: Access | undefined;
  nowMs: () => number;
  /** Runs before a request is answered. */
  beforeEach: () => void;
}): readonly Route[] => {
  const answer = (endpoint: Endpoint, call: Omit<EndpointCall, 'nowMs'>): Answer => {
    beforeEach();
    // Permission before anything is parsed: who may not ask is not told whether the question was well formed.
    authorize({ access, request: call.request, permission: endpoint.permission });
    return endpoint.handle({ ...call, nowMs: nowMs() });
  };
  const known = endpoints.flatMap((endpoint) =>
    [endpoint.method, ...(endpoint.method === 'GET' ? ['HEAD'] : [])].map((method) =>
      route({ method, path: basePath + endpoint.path, handle: (call) => answer(endpoint, call) }),
    ),
  );
  return [...known, ...wrongMethods(endpoints, basePath), ...unknownPaths()];
};

const wrongMethods = (endpoints: readonly Endpoint[], basePath: string): readonly Route[] =>
  Object.entries(Object.groupBy(endpoints, ({ path }) => path)).flatMap(([path, group = []]) => {
    const allowed = group.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
    return methods
      .filter((method) => !allowed.includes(method))
      .map((method) =>
        route({ method, path: basePath + path, handle: () => rejectAsText(405, '', { allow: allowed.join(',') }).answer }),
      );
  });

// A path template matches paths of its own depth only, so there is one for every depth.
const unknownPaths = (): readonly Route[] =>
  methods.flatMap((method) =>
    Array.from({ length: deepestPath }, (_, depth) =>
      route({ method, path: '/:any'.repeat(depth + 1), handle: () => rejectAsText(404, '').answer }),
    ),
  );

const route = ({
  method,
  path,
  handle,
}: {
  method: string;
  path: string;
  handle: (call: { request: RecordedRequest; params: Readonly<Record<string, string>> }) => Answer;
}): Route => ({
  method,
  path,
  handle: (call) => {
    const answer = refusable(() => handle(call));
    return { ...answer, headers: { ...commonHeaders(), ...answer.headers } };
  },
});

const refusable = (handle: () => Answer): Answer => {
  try {
    return handle();
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    throw error;
  }
};

const commonHeaders = (): Readonly<Record<string, string>> => ({
  'x-request-id': randomUUID(),
  'access-control-allow-origin': '*',
});
