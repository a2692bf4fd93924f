import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { Secret } from '../plugin/secret.ts';
import { createRedactor } from '../profiles/redactor.ts';
import { answerJson, openClient, startBackend } from './test/backend.ts';

const task = z.object({ id: z.string(), items: z.array(z.object({ n: z.number() })).default([]) });

describe('a request', () => {
  test('carries path, query, headers and JSON, and yields parsed JSON', async () => {
    const backend = await startBackend(({ response }) => answerJson(response, { id: 'a', items: [{ n: 1 }] }, 201));
    const client = openClient({ baseUrl: `${backend.url}/api/`, headers: { 'x-org': '7' } });
    const answer = await client.post('/tasks', {
      query: { dry: true },
      json: { name: 'é' },
      headers: { 'x-one': new Secret('value') },
    });
    expect(answer.status).toBe(201);
    expect(answer.json(task)).toEqual({ id: 'a', items: [{ n: 1 }] });
    expect(backend.seen).toMatchObject([
      {
        method: 'POST',
        url: '/api/tasks?dry=true',
        body: '{"name":"é"}',
        headers: { 'content-type': 'application/json', accept: 'application/json', 'x-org': '7', 'x-one': 'value' },
      },
    ]);
  });

  test('sends a body as it is', async () => {
    const backend = await startBackend(({ response }) => response.end());
    await openClient({ baseUrl: backend.url }).put('/x', {
      body: new TextEncoder().encode('raw'),
      headers: { 'content-type': 'text/plain' },
    });
    expect(backend.seen).toMatchObject([{ body: 'raw', headers: { 'content-type': 'text/plain' } }]);
  });

  test('yields text and bytes, also without a body and for accepted statuses', async () => {
    const backend = await startBackend(({ seen, response }) => response.writeHead(seen.url === '/gone' ? 404 : 200).end('grün'));
    const client = openClient({ baseUrl: backend.url });
    const answer = await client.get('/x');
    expect([answer.text(), answer.bytes()]).toEqual(['grün', new Uint8Array(Buffer.from('grün'))]);
    expect((await client.get('/gone', { accept: [404] })).status).toBe(404);
  });

  test.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ])('unpacks %s', async (encoding, pack) => {
    const backend = await startBackend(({ response }) =>
      response.writeHead(200, { 'content-encoding': encoding }).end(pack('{"id":"a"}')),
    );
    const answer = await openClient({ baseUrl: backend.url }).get('/x');
    expect(answer.json(task).id).toBe('a');
    expect(answer.headers.get('content-encoding')).toBeNull();
    expect(backend.seen[0]?.headers['accept-encoding']).toBe('gzip, br');
  });

  test('reads an answer that comes in many pieces', async () => {
    const backend = await startBackend(({ response }) => {
      const pieces = [...'{"id":"a"}'];
      const next = (): void => {
        const piece = pieces.shift();
        if (piece === undefined) response.end();
        else response.write(piece, () => setImmediate(next));
      };
      next();
    });
    expect((await openClient({ baseUrl: backend.url }).get('/x')).json(task).id).toBe('a');
  });
});

describe('credentials', () => {
  test.each([
    ['a bearer token', { bearer: new Secret('the-token') }, 'Bearer the-token'],
    [
      'a pair',
      { basic: { username: 'ada', password: new Secret('pw:é') } },
      `Basic ${Buffer.from('ada:pw:é').toString('base64')}`,
    ],
    ['a bearer token before a pair', { bearer: 'the-token', basic: { username: 'ada', password: 'x' } }, 'Bearer the-token'],
  ])('of %s become the authorization header', async (_title, options, header) => {
    const backend = await startBackend(({ response }) => response.end());
    await openClient({ baseUrl: backend.url, ...options }).get('/x');
    expect(backend.seen[0]?.headers.authorization).toBe(header);
  });

  test('in the base URL become basic authentication and are not sent in it', async () => {
    const backend = await startBackend(({ response }) => response.end());
    await openClient({ baseUrl: `http://ada:p%40ss@${backend.host}/api` }).get('/x');
    expect(backend.seen).toMatchObject([
      { url: '/api/x', headers: { host: backend.host, authorization: `Basic ${btoa('ada:p@ss')}` } },
    ]);
  });

  test('are learnt by redaction, as they are and as they are sent', async () => {
    const redactor = createRedactor({ secrets: [] });
    openClient({ baseUrl: 'http://ada:pw12@host', redactor, headers: { 'x-key': new Secret('the-key') } });
    expect(redactor.text(`pw12 the-key Basic ${btoa('ada:pw12')}`)).toBe('[secret] [secret] Basic [secret]');
  });

  test('that no header may hold are refused without being quoted', () => {
    expect(() => openClient({ baseUrl: 'http://host', bearer: 'hunter2\nx' })).toThrow(
      expect.objectContaining({ code: 'invalid_input', message: expect.not.stringContaining('hunter2'), cause: undefined }),
    );
  });
});

describe('a pool', () => {
  test('keeps connections for requests that follow one another', async () => {
    const backend = await startBackend(({ response }) => response.end('ok'));
    const client = openClient({ baseUrl: backend.url });
    for (let index = 0; index < 20; index++) await client.get(`/${index}`);
    // The pool opens a second one before the first is marked as free again, and stays with these two.
    expect(backend.connections()).toBeLessThanOrEqual(2);
  });

  test('sends requests side by side on connections of their own, 64 at most', async () => {
    const held: (() => void)[] = [];
    const backend = await startBackend(({ response }) => held.push(() => response.end('ok')));
    const client = openClient({ baseUrl: backend.url });
    const answers = Promise.all(Array.from({ length: 80 }, (_value, index) => client.get(`/${index}`)));
    while (held.length < 64) await new Promise((resolve) => setImmediate(resolve));
    expect(backend.connections()).toBe(64);
    const release = setInterval(() => held.splice(0).forEach((end) => end()), 1);
    expect((await answers).map((answer) => answer.status)).toEqual(Array(80).fill(200));
    clearInterval(release);
    expect(backend.connections()).toBe(64);
  });
});
