import { expect, onTestFinished, test } from 'vitest';
import type { FakeHttp, FakeHttpOptions } from './fake-http.ts';
import { fakeHttp } from './fake-http.ts';

const start = async (options: FakeHttpOptions): Promise<FakeHttp> => {
  const http = await fakeHttp(options);
  onTestFinished(() => http.close().catch(() => {}));
  return http;
};

test('answers a route with its parameters decoded and records the request', async () => {
  const http = await start({
    routes: [
      {
        method: 'PUT',
        path: '/tasks/:id',
        handle: ({ params, request }) => ({ status: 201, json: { id: params['id'], got: request.json } }),
      },
    ],
  });
  const response = await fetch(`${http.url}/tasks/a%2Fb?dry=1`, {
    method: 'PUT',
    headers: { authorization: 'Bearer abc' },
    body: '{"name":"x"}',
  });
  expect(response.status).toBe(201);
  expect(await response.json()).toEqual({ id: 'a/b', got: { name: 'x' } });
  expect(http.requests).toMatchObject([{ method: 'PUT', path: '/tasks/a%2Fb', query: { dry: '1' }, body: '{"name":"x"}' }]);
  expect(http.requests[0]?.headers.authorization).toBe('Bearer abc');
  expect(http.redacted()[0]?.headers['authorization']).toBe('[secret]');
});

test('keeps state between requests, because a route is a function', async () => {
  const names: unknown[] = [];
  const http = await start({
    routes: [
      { method: 'POST', path: '/names', handle: ({ request }) => ({ json: { count: names.push(request.json) } }) },
      { method: 'GET', path: '/names', handle: () => ({ json: names }) },
    ],
  });
  await fetch(`${http.url}/names`, { method: 'POST', body: '"ada"' });
  expect(await (await fetch(`${http.url}/names`)).json()).toEqual(['ada']);
  expect(http.unsafe().map((request) => request.method)).toEqual(['POST']);
});

test('answers equal recorded requests in order and repeats the last answer', async () => {
  const request = { method: 'GET', path: '/job', query: {} };
  const http = await start({
    fixtures: [
      {
        interactions: [
          { request, response: { status: 200, headers: {}, json: { state: 'running' } } },
          { request, response: { status: 200, headers: { 'x-page': '2' }, json: { state: 'done' } } },
        ],
      },
    ],
  });
  const states = [];
  for (let call = 0; call < 3; call += 1) states.push(await (await fetch(`${http.url}/job`)).json());
  expect(states).toEqual([{ state: 'running' }, { state: 'done' }, { state: 'done' }]);
});

test('tells requests apart by their query and their JSON body', async () => {
  const http = await start({
    fixtures: [
      {
        interactions: [
          { request: { method: 'POST', path: '/q', json: { a: 1 } }, response: { status: 200, headers: {}, text: 'one' } },
          { request: { method: 'POST', path: '/q', json: { a: 2 } }, response: { status: 200, headers: {}, text: 'two' } },
          {
            request: { method: 'GET', path: '/q', query: { b: '1' } },
            response: { status: 200, headers: {}, base64: 'dGhyZWU=' },
          },
        ],
      },
    ],
  });
  const ask = async (body: string) => (await fetch(`${http.url}/q`, { method: 'POST', body })).text();
  expect([await ask('{"a":2}'), await ask('{"a":1}')]).toEqual(['two', 'one']);
  expect(await (await fetch(`${http.url}/q?b=1`)).text()).toBe('three');
  expect((await fetch(`${http.url}/q?b=2`)).status).toBe(501);
});

test('answers 501 to the unknown and says so when it closes', async () => {
  const http = await fakeHttp({ routes: [{ method: 'GET', path: '/known', handle: () => ({}) }] });
  expect((await fetch(`${http.url}/unknown?x=1`, { method: 'DELETE' })).status).toBe(501);
  await expect(http.close()).rejects.toThrow(/DELETE \/unknown\?x=1[\s\S]*GET \/known/);
});

test('closes quietly when the unknown is to be ignored', async () => {
  const http = await fakeHttp({ onUnhandled: 'ignore' });
  await fetch(http.url);
  await expect(http.close()).resolves.toBeUndefined();
});
