import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { Caller } from '../../calls/types.ts';
import { httpCaller, testDoor } from '../test/doors.ts';
import { errorAnswer, fixturePath } from '../test/fixture-path.ts';
import { ask, modernHeaders, modernRequest, send } from '../test/wire-request.ts';
import type { Authenticate } from './authenticate.ts';

const noop = { method: 'tools/call', params: { name: 'noop' } };

describe('where a request comes from', () => {
  test.each([
    ['localhost', 200],
    ['127.0.0.1:4711', 200],
    ['[::1]:80', 200],
    ['evil.example', 403],
    ['localhost.evil.example', 403],
    ['user@localhost', 403],
    ['localhost/..', 403],
    ['', 403],
  ])('Host %j is answered with %i', async (host, status) => {
    const { url } = await testDoor();
    expect((await ask(url, noop, { host })).status).toBe(status);
  });

  test.each([
    ['http://localhost:3000', 200],
    ['http://127.0.0.1', 200],
    ['https://evil.example', 403],
    ['null', 403],
    ['nonsense', 403],
  ])('Origin %j is answered with %i', async (origin, status) => {
    const { url } = await testDoor();
    expect((await ask(url, noop, { origin })).status).toBe(status);
  });

  test('other names can be allowed, and then the defaults are not', async () => {
    const { url } = await testDoor({ allowedHosts: ['mcp.example.com'], allowedOrigins: ['app.example.com'] });
    expect((await ask(url, noop, { host: 'mcp.example.com', origin: 'https://app.example.com' })).status).toBe(200);
    expect((await ask(url, noop, { host: 'localhost' })).status).toBe(403);
  });

  test('a refusal is a JSON-RPC error, and nothing behind the door hears of it', async () => {
    const { url, path } = await testDoor({ authenticate: () => expect.unreachable() });
    const { json } = await ask(url, noop, { host: 'evil.example' });
    expect(json).toMatchObject({ jsonrpc: '2.0', id: null, error: { code: -32_000 } });
    expect(path.seen).toEqual([]);
  });
});

describe('where a request goes to', () => {
  test.each([
    ['/mcp', undefined],
    ['/mcp/', undefined],
    ['/mcp?x=1', undefined],
    ['/mcp/production', 'production'],
    ['/mcp/eu-west.1/', 'eu-west.1'],
  ])('%s has the profile %s', async (place, profile) => {
    let seen: unknown = 'nothing';
    const authenticate: Authenticate = (visit) => {
      seen = visit.profile;
      return httpCaller;
    };
    const { origin } = await testDoor({ authenticate });
    expect((await ask(`${origin}${place}`, noop)).status).toBe(200);
    expect(seen).toBe(profile);
  });

  test.each(['/', '/mcpx', '/mcp/a/b', '/mcp/%2e%2e', '/other'])('%s is not ours', async (place) => {
    const { origin } = await testDoor();
    expect((await ask(`${origin}${place}`, noop)).status).toBe(404);
  });
});

describe('who calls', () => {
  const authenticate: Authenticate = ({ headers }) =>
    headers.authorization === 'Bearer good'
      ? { ...httpCaller, principal: { id: 'ann' } }
      : { refused: 401, error: errorAnswer('unauthenticated', 'No token'), challenge: 'Bearer realm="lineclear"' };

  test.each([true, false])('is the caller of every call, with the fast lane %s', async (fastLane) => {
    const { url, path } = await testDoor({ authenticate, fastLane });
    await ask(url, noop, { authorization: 'Bearer good' });
    expect(path.seen[0]?.caller).toMatchObject({ principal: { id: 'ann' }, client: 'tester/1.0.0' });
  });

  test('is turned away with a challenge', async () => {
    const { url, path } = await testDoor({ authenticate });
    const { status, headers, json } = await ask(url, noop, { authorization: 'Bearer bad' });
    expect(status).toBe(401);
    expect(headers['www-authenticate']).toBe('Bearer realm="lineclear"');
    expect(json).toMatchObject({ id: null, error: { data: { code: 'unauthenticated', hint: expect.any(String) } } });
    expect(path.seen).toEqual([]);
  });

  test('may take a moment to find out', async () => {
    const { url } = await testDoor({ authenticate: async (visit) => authenticate(visit) });
    expect((await ask(url, noop, { authorization: 'Bearer good' })).status).toBe(200);
    expect((await ask(url, noop)).status).toBe(401);
  });

  test.each([
    [
      'throws',
      () => {
        throw new Error('broken');
      },
    ],
    ['rejects', () => Promise.reject(new Error('broken'))],
  ] satisfies [string, Authenticate][])('stays outside when finding out %s', async (_name, broken) => {
    const { url } = await testDoor({ authenticate: broken });
    const { status, json } = await ask(url, noop);
    expect(status).toBe(500);
    expect(JSON.stringify(json)).not.toContain('broken');
  });

  test('hears how long to wait', async () => {
    const refused = { refused: 429 as const, error: { ...errorAnswer('rate_limited', 'Slow down'), retry_after_s: 1.2 } };
    const { url } = await testDoor({ authenticate: () => refused });
    const { status, headers } = await ask(url, noop);
    expect([status, headers['retry-after']]).toEqual([429, '2']);
  });
});

describe('a body that is too long', () => {
  const limits = { bodyBytes: 1_000 };
  const long = modernRequest({ method: 'tools/call', params: { name: 'echo', arguments: { x: 'y'.repeat(2_000) } } });

  test('is refused by its declared length', async () => {
    const { url } = await testDoor({ limits });
    const { status, body } = await send(url, long);
    expect(status).toBe(413);
    expect(JSON.parse(body)).toMatchObject({
      jsonrpc: '2.0',
      id: null,
      error: { code: -32_000, message: expect.stringContaining('1000 bytes') },
    });
  });

  test('is refused while it arrives', async () => {
    const { url, path } = await testDoor({ limits });
    const { status } = await send(url, { ...long, headers: [...long.headers, ['transfer-encoding', 'chunked']] });
    expect(status).toBe(413);
    expect(path.seen).toEqual([]);
  });
});

describe('a caller who leaves', () => {
  test.each([true, false])('aborts the signal of the call, with the fast lane %s', async (fastLane) => {
    const { url, path, door } = await testDoor({ fastLane });
    const { port, host } = new URL(url);
    const { headers, body } = modernRequest({ method: 'tools/call', params: { name: 'slow' } });
    const lines = [...headers, ['host', host], ['content-length', String(body.length)]].map(
      ([name, value]) => `${name}: ${value}\r\n`,
    );
    const socket = connect(Number(port), '127.0.0.1', () =>
      socket.write(`POST /mcp HTTP/1.1\r\n${lines.join('')}\r\n${String(body)}`),
    );
    await expect.poll(() => path.seen.length).toBe(1);
    expect(door.stats().calls).toBe(1);
    socket.destroy();
    await expect.poll(() => path.seen[0]?.signal.aborted).toBe(true);
    await expect.poll(() => door.stats().calls).toBe(0);
  });

  test('leaves the signal alone when the answer was complete', async () => {
    const { url, path, door } = await testDoor();
    await ask(url, noop);
    await expect.poll(() => door.stats().calls).toBe(0);
    expect(path.seen[0]?.signal.aborted).toBe(false);
  });
});

test('the caller decides what is listed', async () => {
  const reader: Caller = { ...httpCaller, profile: 'production' };
  const { url } = await testDoor({ authenticate: () => reader });
  expect((await ask(url, { method: 'server/discover' })).json.result.instructions).toBe('You work in production.');
});

test('lists say how long they hold', async () => {
  const { url } = await testDoor();
  for (const method of ['tools/list', 'prompts/list', 'resources/list', 'resources/templates/list']) {
    const { json } = await ask(url, { method });
    expect(json.result).toMatchObject({ ttlMs: method === 'resources/list' ? 0 : 60_000, cacheScope: 'private' });
  }
});

test('pages of tools follow one another', async () => {
  const { url } = await testDoor({ path: fixturePath({ extraTools: 2_500 }) });
  const names: string[] = [];
  let cursor: string | undefined;
  do {
    const { json } = await ask(url, { method: 'tools/list', params: cursor === undefined ? {} : { cursor } });
    names.push(...json.result.tools.map(({ name }: { name: string }) => name));
    cursor = json.result.nextCursor;
  } while (cursor !== undefined);
  expect(names).toHaveLength(new Set(names).size);
  expect(names.length).toBeGreaterThan(2_500);
});

test('methods other than POST are refused without a session', async () => {
  const { url } = await testDoor();
  for (const method of ['GET', 'DELETE', 'PUT', 'OPTIONS']) {
    expect((await send(url, { headers: modernHeaders(noop), body: '' }, method)).status).toBe(405);
  }
});
