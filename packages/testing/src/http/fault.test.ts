import { beforeEach, afterEach, expect, test } from 'vitest';
import type { FakeHttp } from './fake-http.ts';
import { fakeHttp } from './fake-http.ts';

let http: FakeHttp;
let created: number;

beforeEach(async () => {
  created = 0;
  http = await fakeHttp({
    routes: [
      { method: 'GET', path: '/things', handle: () => ({ json: { created, padding: 'x'.repeat(2000) } }) },
      {
        method: 'POST',
        path: '/things',
        handle: () => {
          created += 1;
          return { status: 201 };
        },
      },
    ],
  });
});
afterEach(() => http.close());

const create = () =>
  fetch(`${http.url}/things`, { method: 'POST', body: 'name=ada', headers: { authorization: 'Bearer t0ps3cret' } });

test('answers late', async () => {
  http.inject({ kind: 'delay', ms: 60_000 });
  await expect(fetch(`${http.url}/things`, { signal: AbortSignal.timeout(50) })).rejects.toThrow(/timeout|aborted/i);
});

test('cuts the connection before the route runs', async () => {
  http.inject({ kind: 'reset' }, { times: 1 });
  await expect(create()).rejects.toThrow('fetch failed');
  expect(created).toBe(0);
  expect((await create()).status).toBe(201);
});

test('cuts the connection after the route ran', async () => {
  http.inject({ kind: 'reset', afterEffect: true });
  await expect(create()).rejects.toThrow('fetch failed');
  expect(created).toBe(1);
});

test('answers 502 after the write took effect', async () => {
  http.inject({ kind: 'status', status: 502, afterEffect: true }, { unsafe: true });
  expect((await create()).status).toBe(502);
  expect(created).toBe(1);
  expect((await fetch(`${http.url}/things`)).status).toBe(200);
});

test('asks the client to slow down', async () => {
  http.inject({ kind: 'rate_limited', retryAfterS: 7 }, { method: 'POST', path: '/things' });
  const response = await create();
  expect([response.status, response.headers.get('retry-after'), created]).toEqual([429, '7', 0]);
});

test('sends half a body', async () => {
  http.inject({ kind: 'truncated' });
  const response = await fetch(`${http.url}/things`);
  expect(Number(response.headers.get('content-length'))).toBeGreaterThan(2000);
  await expect(response.text()).rejects.toThrow('terminated');
});

test('answers a page where JSON was expected', async () => {
  http.inject({ kind: 'not_json' });
  expect(await (await fetch(`${http.url}/things`)).text()).toContain('<!doctype html>');
});

test('repeats the credentials of the request in an error page', async () => {
  http.inject({ kind: 'echo', status: 500 });
  const response = await create();
  expect(response.status).toBe(500);
  expect(await response.text()).toContain('t0ps3cret');
  expect(created).toBe(0);
});

test('behaves again once the fault is taken away', async () => {
  const stop = http.inject({ kind: 'status', status: 503 });
  expect((await create()).status).toBe(503);
  stop();
  expect((await create()).status).toBe(201);
});
