import type { FakeHttp, Route } from '@lineclear/testing';
import { fakeHttp } from '@lineclear/testing';
import * as z from 'zod';

interface StoredFlag {
  enabled: boolean;
  version: number;
  readers: number;
  last_change_id: string | null;
}

/** A small flag service over HTTP: real enough to run the plugin against. */
export interface FlagBackend {
  readonly http: FakeHttp;
  readonly url: string;
  /** The flags by key; tests change them directly. */
  readonly flags: Map<string, StoredFlag>;
}

const change = z.object({ enabled: z.boolean(), version: z.int(), change_id: z.string() });

/** Starts the service with three flags. Every request needs the token. */
export const startFlagBackend = async ({ token, port = 0 }: { token: string; port?: number }): Promise<FlagBackend> => {
  const flags = new Map<string, StoredFlag>([
    ['dark-mode', { enabled: true, version: 4, readers: 12, last_change_id: null }],
    ['new-checkout', { enabled: false, version: 1, readers: 3, last_change_id: null }],
    ['old-banner', { enabled: true, version: 9, readers: 0, last_change_id: null }],
  ]);
  const routes: readonly Route[] = [
    { method: 'GET', path: '/health', handle: () => ({ json: { status: 'up' } }) },
    { method: 'GET', path: '/flags', handle: ({ request }) => ({ json: page({ flags, query: request.query }) }) },
    { method: 'GET', path: '/flags/:key', handle: ({ params }) => answerFlag({ flags, key: params['key'] ?? '' }) },
    {
      method: 'PUT',
      path: '/flags/:key',
      handle: ({ params, request }) => put({ flags, key: params['key'] ?? '', body: request.json }),
    },
  ];
  const http = await fakeHttp({ routes: routes.map((route) => guarded(route, token)), port });
  return { http, url: http.url, flags };
};

type Flags = Map<string, StoredFlag>;

const guarded = (route: Route, token: string): Route => ({
  ...route,
  handle: (call) =>
    call.request.headers.authorization === `Bearer ${token}` ? route.handle(call) : { status: 401, json: { error: 'who?' } },
});

const page = ({ flags, query }: { flags: Flags; query: Readonly<Record<string, string>> }) => {
  const all = [...flags].map(([key, flag]) => ({ key, ...flag })).toSorted((one, other) => one.key.localeCompare(other.key));
  const wanted = query['enabled'] === undefined ? all : all.filter((flag) => String(flag.enabled) === query['enabled']);
  return { flags: wanted.slice(0, Number(query['limit'] ?? 20)), total: wanted.length };
};

const answerFlag = ({ flags, key }: { flags: Flags; key: string }) => {
  const flag = flags.get(key);
  return flag === undefined ? { status: 404, json: { error: `no flag ${key}` } } : { json: { key, ...flag } };
};

const put = ({ flags, key, body }: { flags: Flags; key: string; body: unknown }) => {
  const flag = flags.get(key);
  const wanted = change.safeParse(body);
  if (flag === undefined || !wanted.success) return { status: flag === undefined ? 404 : 400, json: { error: 'bad request' } };
  const { enabled, version, change_id } = wanted.data;
  if (flag.last_change_id !== change_id) {
    if (flag.version !== version) return { status: 409, json: { error: `version is ${flag.version}` } };
    flags.set(key, { ...flag, enabled, version: version + 1, last_change_id: change_id });
  }
  return answerFlag({ flags, key });
};
