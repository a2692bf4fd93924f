import { describe, expect, test } from 'vitest';
import { openClient, startBackend } from './test/backend.ts';

describe('a safe request', () => {
  test.each([502, 503, 504])('is sent again after %i, twice at most', async (status) => {
    const backend = await startBackend(({ response }) => response.writeHead(status).end());
    await expect(openClient({ baseUrl: backend.url }).get('/x')).rejects.toMatchObject({
      code: 'upstream_error',
      details: { status },
    });
    expect(backend.seen).toHaveLength(3);
  });

  test('waits at least half the given pause before it is sent again, then twice as long', async () => {
    const pauses: unknown[] = [];
    const backend = await startBackend(({ response }) => response.writeHead(503).end());
    const log = (fields: object) => pauses.push('waitMs' in fields && fields.waitMs);
    await expect(openClient({ baseUrl: backend.url, retryPauseMs: 40, log }).get('/x')).rejects.toThrow();
    expect(pauses).toEqual([expect.toSatisfy(within(20, 40)), expect.toSatisfy(within(40, 80))]);
  });

  test('succeeds once the backend is back, also as a POST marked safe', async () => {
    const backend = await startBackend(({ response, count }) =>
      response.writeHead(count % 2 === 1 ? 503 : 200, { 'retry-after': '0' }).end('ok'),
    );
    const client = openClient({ baseUrl: backend.url, mode: 'read' });
    expect((await client.get('/x')).text()).toBe('ok');
    expect((await client.post('/x', { safe: true, json: { a: 1 } })).text()).toBe('ok');
    expect(backend.seen.map(({ method, body }) => method + body)).toEqual(['GET', 'GET', 'POST{"a":1}', 'POST{"a":1}']);
  });

  test('is sent again when the connection breaks', async () => {
    const backend = await startBackend(({ request, response, count }) =>
      count < 3 ? request.socket.destroy() : response.end('ok'),
    );
    expect((await openClient({ baseUrl: backend.url }).get('/x')).text()).toBe('ok');
    expect(backend.seen).toHaveLength(3);
  });

  test('is not sent again when the backend asks for a long pause, and says for how long', async () => {
    const backend = await startBackend(({ response }) => response.writeHead(503, { 'retry-after': '60' }).end());
    await expect(openClient({ baseUrl: backend.url }).get('/x')).rejects.toMatchObject({
      code: 'upstream_error',
      retryAfterS: 60,
    });
    expect(backend.seen).toHaveLength(1);
  });

  test.each([500, 501, 429, 404])('is not sent again after %i', async (status) => {
    const backend = await startBackend(({ response }) => response.writeHead(status).end());
    await expect(openClient({ baseUrl: backend.url }).get('/x')).rejects.toMatchObject({ details: { status } });
    expect(backend.seen).toHaveLength(1);
  });

  test('is not sent again once the caller left', async () => {
    const controller = new AbortController();
    const backend = await startBackend(({ response }) => {
      response.writeHead(503, { 'retry-after': '4' }).end();
      setImmediate(() => controller.abort());
    });
    await expect(openClient({ baseUrl: backend.url }).get('/x', { signal: controller.signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(backend.seen).toHaveLength(1);
  });
});

describe('an unsafe request', () => {
  test.each(['post', 'put', 'patch', 'delete'] as const)('by %s is sent once, whatever happens', async (method) => {
    const backend = await startBackend(({ seen, request, response }) =>
      seen.url === '/broken' ? request.socket.destroy() : response.writeHead(503, { 'retry-after': '0' }).end(),
    );
    const client = openClient({ baseUrl: backend.url });
    await expect(client[method]('/broken')).rejects.toMatchObject({ code: 'unreachable', effect: 'unknown' });
    await expect(client[method]('/down')).rejects.toMatchObject({ code: 'upstream_error', effect: 'unknown' });
    expect(backend.seen.map(({ url }) => url)).toEqual(['/broken', '/down']);
  });

  test('is not sent a second time on a connection that ended between two requests', async () => {
    const backend = await startBackend(({ request, response }) => {
      response.end('ok');
      setImmediate(() => request.socket.destroy());
    });
    const client = openClient({ baseUrl: backend.url });
    const results = [];
    for (let index = 0; index < 30; index++)
      results.push(
        await client.post(`/${index}`).then(
          () => 'ok',
          () => 'failed',
        ),
      );
    const urls = backend.seen.map(({ url }) => url);
    expect(new Set(urls).size).toBe(urls.length);
    expect(results.filter((result) => result === 'ok').length).toBeGreaterThan(0);
  });
});

describe('a redirect', () => {
  test('to nowhere is an answer, and the same is not asked again', async () => {
    const backend = await startBackend(({ response }) => response.writeHead(301).end());
    await expect(openClient({ baseUrl: backend.url }).get('/x')).rejects.toMatchObject({ details: { status: 301 } });
    expect(backend.seen).toHaveLength(1);
  });

  const target = (location: string, status = 302) =>
    startBackend(({ seen, response }) =>
      seen.url.startsWith('/api/old') ? response.writeHead(status, { location }).end() : response.end(seen.url),
    );

  test.each(['/api/new?a=1', 'new?a=1', '?a=1/../new'])(
    'to %s below the base is followed, with credentials',
    async (location) => {
      const backend = await target(location === '?a=1/../new' ? '/api/x/../new?a=1' : location);
      const answer = await openClient({ baseUrl: `${backend.url}/api`, bearer: 'token' }).get('/old');
      expect(answer.text()).toBe('/api/new?a=1');
      expect(backend.seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer token', 'Bearer token']);
    },
  );

  test('to another origin is not followed', async () => {
    const other = await startBackend(({ response }) => response.end());
    for (const location of [`${other.url}/api/new`, `//${other.host}/api/new`, 'https://ada:x@127.0.0.1/api/new']) {
      const backend = await target(location);
      await expect(openClient({ baseUrl: `${backend.url}/api`, bearer: 'token' }).get('/old')).rejects.toMatchObject({
        code: 'upstream_error',
        details: { status: 302, reason: 'redirect' },
      });
    }
    expect(other.seen).toEqual([]);
  });

  test('out of the path of the base is not followed', async () => {
    const backend = await target('/login');
    await expect(openClient({ baseUrl: `${backend.url}/api` }).get('/old')).rejects.toMatchObject({
      details: { reason: 'redirect' },
    });
    expect(backend.seen).toHaveLength(1);
  });

  test('of a write is not followed, and its outcome is unknown', async () => {
    for (const status of [301, 303, 307]) {
      const backend = await target('/api/new', status);
      await expect(openClient({ baseUrl: `${backend.url}/api` }).post('/old')).rejects.toMatchObject({
        code: 'upstream_error',
        effect: 'unknown',
      });
      expect(backend.seen).toHaveLength(1);
    }
  });

  test('of a safe POST is followed where the method stays', async () => {
    const backend = await target('/api/new', 307);
    await openClient({ baseUrl: `${backend.url}/api`, mode: 'read' }).post('/old', { safe: true, json: [1] });
    expect(backend.seen.map(({ method, body }) => method + body)).toEqual(['POST[1]', 'POST[1]']);
  });

  test('of a safe POST is not followed where the method would change', async () => {
    const backend = await target('/api/new', 302);
    const asked = openClient({ baseUrl: `${backend.url}/api`, mode: 'read' }).post('/old', { safe: true, json: [1] });
    await expect(asked).rejects.toMatchObject({ details: { status: 302, reason: 'redirect' } });
    expect(backend.seen).toHaveLength(1);
  });

  test('is followed three times at most', async () => {
    const backend = await target('/api/old');
    await expect(openClient({ baseUrl: `${backend.url}/api` }).get('/old')).rejects.toMatchObject({
      details: { reason: 'redirect' },
    });
    expect(backend.seen).toHaveLength(4);
  });
});

const within = (least: number, most: number) => (value: number) => value >= least && value <= most;
