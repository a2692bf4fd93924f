import { describe, expect, test } from 'vitest';
import { answerJson, openClient, startBackend } from './test/backend.ts';

describe('fetch', () => {
  test('takes paths, URLs and requests below the base and adds the credentials', async () => {
    const backend = await startBackend(({ response }) => answerJson(response, { ok: true }));
    const { fetch } = openClient({ baseUrl: `${backend.url}/api`, bearer: 'token' });
    for (const input of [
      '/a?b=1',
      `${backend.url}/api/a?b=1`,
      new URL(`${backend.url}/api/a?b=1`),
      new Request(`${backend.url}/api/a?b=1`),
    ]) {
      const response = await fetch(input);
      expect([response.ok, response.url, await response.json()]).toEqual([true, `${backend.url}/api/a?b=1`, { ok: true }]);
    }
    expect(backend.seen.map(({ url, headers }) => [url, headers.authorization])).toEqual(
      Array.from({ length: 4 }, () => ['/api/a?b=1', 'Bearer token']),
    );
  });

  test('sends bodies of every kind and lets the caller set headers', async () => {
    const backend = await startBackend(({ response }) => response.end());
    const { fetch } = openClient({ baseUrl: backend.url, bearer: 'token' });
    await fetch('/a', { method: 'POST', body: new URLSearchParams({ a: '1' }) });
    await fetch('/b', { method: 'PATCH', body: 'text', headers: { authorization: 'Other x', 'content-type': 'x/y' } });
    await fetch(new Request(`${backend.url}/c`, { method: 'PUT', body: new Uint8Array([65]) }));
    expect(backend.seen).toMatchObject([
      {
        method: 'POST',
        body: 'a=1',
        headers: { 'content-type': expect.stringContaining('urlencoded'), authorization: 'Bearer token' },
      },
      { method: 'PATCH', body: 'text', headers: { 'content-type': 'x/y', authorization: 'Other x' } },
      { method: 'PUT', body: 'A' },
    ]);
  });

  test('yields every status as an answer, also those without a body', async () => {
    const backend = await startBackend(({ seen, response }) =>
      response.writeHead(Number(seen.url.slice(1)), { 'x-a': 'b' }).end(),
    );
    const { fetch } = openClient({ baseUrl: backend.url });
    for (const status of [204, 304, 404, 500]) {
      const response = await fetch(`/${status}`);
      expect([response.status, response.headers.get('x-a'), await response.text()]).toEqual([status, 'b', '']);
    }
  });

  test('refuses what is not below the base before anything is sent', async () => {
    const other = await startBackend(({ response }) => response.end());
    const backend = await startBackend(({ response }) => response.end());
    const { fetch } = openClient({ baseUrl: `${backend.url}/api`, bearer: 'token' });
    const inputs = [
      `${other.url}/api/x`,
      `${backend.url}/x`,
      `${backend.url}/api/../x`,
      `${backend.url}/apix`,
      `http://u:hunter2@${backend.host}/api/x`,
      'x',
      '/../x',
      `${backend.url}/api/%2e%2e%2fx`,
    ];
    for (const input of inputs) {
      await expect(fetch(input)).rejects.toMatchObject({
        code: 'invalid_input',
        effect: 'none',
        message: expect.not.stringContaining('hunter2'),
      });
    }
    expect(other.connections() + backend.connections()).toBe(0);
  });

  test('leaves redirects to callers that ask for it', async () => {
    const backend = await startBackend(({ seen, response }) =>
      seen.url === '/a' ? response.writeHead(302, { location: '/b' }).end() : response.end('b'),
    );
    const { fetch } = openClient({ baseUrl: backend.url });
    expect((await fetch('/a', { redirect: 'manual' })).status).toBe(302);
    expect(await (await fetch('/a')).text()).toBe('b');
  });

  test("rejects with the signal's reason once the caller aborted", async () => {
    const backend = await startBackend(() => {});
    const { fetch } = openClient({ baseUrl: backend.url });
    const controller = new AbortController();
    const answer = fetch('/a', { signal: controller.signal }).catch((error: unknown) => error);
    while (backend.seen.length === 0) await new Promise((resolve) => setImmediate(resolve));
    controller.abort(new Error('enough'));
    expect(await answer).toEqual(new Error('enough'));
  });

  test('tells what an answer means to a library that got it', async () => {
    const backend = await startBackend(({ response }) => response.writeHead(404).end('no such\u202e thing'));
    const client = openClient({ baseUrl: backend.url });
    const answer = await client.fetch('/a');
    const told = { method: 'POST', url: answer.url, status: answer.status, headers: answer.headers, text: await answer.text() };
    const thrown = await client.post('/a').catch((error: unknown) => error);
    expect(client.failure(told)).toEqual(thrown);
    expect(thrown).toMatchObject({ code: 'not_found', details: { upstream: expect.stringContaining('no such thing') } });
  });

  test('has the limits of the client', async () => {
    const backend = await startBackend(({ seen, response }) =>
      seen.url === '/slow' ? undefined : response.end('x'.repeat(1_000)),
    );
    const hasty = openClient({ baseUrl: backend.url, timeoutMs: 50 });
    await expect(hasty.fetch('/slow')).rejects.toMatchObject({ code: 'timeout' });
    const small = openClient({ baseUrl: backend.url, maxBytes: 100 });
    await expect(small.fetch('/large')).rejects.toMatchObject({ code: 'upstream_error', details: { reason: 'too_large' } });
  });
});
