import type { JsonObject } from '@lineclear/core/plugin';
import { type Answer, fakeHttp, type FakeHttp, type RecordedRequest, type Route } from '@lineclear/testing';
import { onTestFinished } from 'vitest';

/** A row of GET /api/datasources. */
export const row = (changes: JsonObject = {}): JsonObject => ({
  id: 7,
  uid: 'prom',
  name: 'Main Prometheus',
  type: 'prometheus',
  typeName: 'Prometheus',
  url: 'http://user:hidden@prometheus.internal:9090/path?token=hidden',
  access: 'proxy',
  isDefault: true,
  basicAuth: false,
  jsonData: { httpMethod: 'POST' },
  ...changes,
});

const paths = ['/api/v1/query', '/api/v1/query_range', '/api/v1/labels', '/api/v1/label/:label/values'];
const answers: Readonly<Record<string, unknown>> = {
  '/api/v1/query': { resultType: 'vector', result: [{ metric: { __name__: 'up' }, value: [1_772_452_800, '1'] }] },
  '/api/v1/query_range': { resultType: 'matrix', result: [] },
  '/api/v1/labels': ['__name__', 'job'],
  '/api/v1/label/:label/values': ['up'],
};

/** What one way to the datasource answers: an error status, or the datasource's own answer. */
export type Way = number | ((request: RecordedRequest) => Answer);

/** A Grafana with these datasources, whose two ways to them answer as a test says. */
export const startFakeGrafana = async ({
  rows = [row()],
  resources = 200,
  proxy = 200,
  routes = [],
}: {
  rows?: readonly JsonObject[];
  resources?: Way;
  proxy?: Way;
  routes?: readonly Route[];
} = {}): Promise<FakeHttp & { readonly asked: () => readonly string[] }> => {
  const ways: readonly (readonly [string, Way])[] = [
    ['/api/datasources/uid/:uid/resources', resources],
    ['/api/datasources/proxy/uid/:uid', proxy],
  ];
  const below = ways.flatMap(([prefix, way]) =>
    paths.flatMap((path) =>
      ['GET', 'POST'].map((method): Route => ({
        method,
        path: prefix + path,
        handle: ({ request }) => {
          if (typeof way === 'function') return way(request);
          if (way !== 200) return { status: way, json: { message: 'not this way' } };
          return { json: { status: 'success', data: answers[path] } };
        },
      })),
    ),
  );
  const list: Route = { method: 'GET', path: '/api/datasources', handle: () => ({ json: rows }) };
  const http = await fakeHttp({ routes: [...routes, list, ...below], onUnhandled: 'ignore' });
  onTestFinished(() => http.close());
  /** The requests below a datasource: method, way and path. */
  const asked = () =>
    http.requests
      .filter(({ path }) => path !== '/api/datasources')
      .map(
        ({ method, path }) =>
          `${method} ${path.replace(/^\/api\/datasources\/(?:uid\/([^/]+)\/(resources)|(proxy)\/uid\/([^/]+))/, '$2$3:$1$4 ')}`,
      );
  return { ...http, asked };
};
