import { createServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { LineclearError } from '../plugin/errors.ts';
import { createRedactor } from '../profiles/redactor.ts';
import { createOpenHttp } from './open-http.ts';
import { openClient, startBackend, unusedPort } from './test/backend.ts';
import { certificate } from './test/certificate.ts';

describe('nothing was sent', () => {
  test('when nobody listens', async () => {
    const client = openClient({ baseUrl: `http://ada:hunter2@127.0.0.1:${await unusedPort()}` });
    const error: unknown = await client.post('/x').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'unreachable', effect: 'none', details: { reason: 'refused', code: 'ECONNREFUSED' } });
    expect(JSON.stringify([error, String(error)])).not.toContain('hunter2');
  });

  test('when the host has no address', async () => {
    const client = openClient({ baseUrl: 'http://no-such-host.invalid' });
    await expect(client.post('/x')).rejects.toMatchObject({ code: 'unreachable', effect: 'none', details: { reason: 'dns' } });
  });

  test('when the certificate is not trusted, or the backend speaks no TLS', async () => {
    const trusted = await startBackend(({ response }) => response.end('ok'), { tls: true });
    const plain = await startBackend(({ response }) => response.end('ok'));
    for (const baseUrl of [trusted.url, plain.url.replace('http:', 'https:')]) {
      await expect(openClient({ baseUrl }).post('/x')).rejects.toMatchObject({
        code: 'unreachable',
        effect: 'none',
        details: { reason: 'tls' },
      });
    }
    expect((await openClient({ baseUrl: trusted.url, tls: { ca: certificate } }).post('/x')).text()).toBe('ok');
    expect(trusted.seen).toHaveLength(1);
  });

  test('when the caller left before', async () => {
    const backend = await startBackend(({ response }) => response.end());
    const client = openClient({ baseUrl: backend.url });
    await expect(client.post('/x', { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled', effect: 'none' });
    expect(backend.connections()).toBe(0);
  });

  test('when the time is over before a connection is free', async () => {
    const backend = await startBackend(({ seen, response }) => (seen.url === '/next' ? response.end() : undefined));
    const client = openClient({ baseUrl: backend.url });
    const leaving = new AbortController();
    const busy = Array.from({ length: 64 }, () => client.post('/busy', { signal: leaving.signal }).catch(() => {}));
    while (backend.seen.length < 64) await new Promise((resolve) => setImmediate(resolve));
    await expect(client.post('/late', { timeoutMs: 20 })).rejects.toMatchObject({ code: 'timeout', effect: 'none' });
    leaving.abort();
    await Promise.all(busy);
    await client.post('/next');
    expect(backend.seen.map(({ url }) => url).filter((url) => url !== '/busy')).toEqual(['/next']);
  });

  test('after the end', async () => {
    const backend = await startBackend(({ response }) => response.end('ok'));
    const silent = () => {};
    const logger = { debug: silent, info: silent, warn: silent, error: silent };
    const http = createOpenHttp({
      mode: 'write',
      clock: Date,
      logger,
      redactor: createRedactor({ secrets: [] }),
      retryPauseMs: 1,
    });
    const [used, unused] = [http.open({ baseUrl: backend.url }), http.open({ baseUrl: backend.url })];
    const last = used.get('/x');
    await last;
    await http.close();
    for (const client of [used, unused]) {
      await expect(client.post('/x')).rejects.toMatchObject({
        code: 'unreachable',
        effect: 'none',
        details: { reason: 'closed' },
      });
    }
    expect(backend.seen).toHaveLength(1);
  });
});

describe('the outcome is unknown', () => {
  test('when the backend does not answer in time', async () => {
    const backend = await startBackend(({ seen, response }) => (seen.url === '/first' ? response.end() : undefined));
    const client = await connectedClient(backend.url);
    await expect(client.post('/x', { timeoutMs: 50 })).rejects.toMatchObject({
      code: 'timeout',
      effect: 'unknown',
      message: expect.stringContaining('within 50 ms'),
    });
  });

  test('when the answer stops half-way', async () => {
    const backend = await startBackend(({ seen, response }) => {
      if (seen.url === '/first') response.end();
      else response.writeHead(200, { 'content-length': '100' }).write('half');
    });
    const client = await connectedClient(backend.url);
    await expect(client.post('/x', { timeoutMs: 50 })).rejects.toMatchObject({
      code: 'timeout',
      effect: 'unknown',
    });
  });

  test('when the connection breaks before or within the answer', async () => {
    const backend = await startBackend(({ seen, request, response }) => {
      if (seen.url === '/within')
        response.writeHead(200, { 'content-length': '100' }).write('half', () => request.socket.destroy());
      else request.socket.destroy();
    });
    const client = openClient({ baseUrl: backend.url });
    for (const path of ['/before', '/within']) {
      await expect(client.post(path)).rejects.toMatchObject({
        code: 'unreachable',
        effect: 'unknown',
        details: { reason: 'reset' },
      });
    }
    expect(backend.seen.map(({ url }) => url)).toEqual(['/before', '/within']);
  });

  test('when the caller leaves, or a deadline passes, meanwhile', async () => {
    const backend = await startBackend(() => {});
    const client = openClient({ baseUrl: backend.url });
    const cases = [
      [new DOMException('gone', 'AbortError'), 'cancelled'],
      [new LineclearError('timeout', 'late'), 'timeout'],
    ] as const;
    for (const [index, [reason, code]] of cases.entries()) {
      const controller = new AbortController();
      const answer = client.post('/x', { signal: controller.signal }).catch((error: unknown) => error);
      while (backend.seen.length <= index) await new Promise((resolve) => setImmediate(resolve));
      controller.abort(reason);
      expect(await answer).toMatchObject({ code, effect: 'unknown' });
    }
  });

  test('when what answers is not HTTP', async () => {
    const server = createServer((socket) => socket.end('SSH-2.0-OpenSSH\r\n'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const error: unknown = await openClient({ baseUrl: `http://127.0.0.1:${port}` })
      .post('/x')
      .catch((thrown: unknown) => thrown);
    server.close();
    expect(error).toMatchObject({ code: 'upstream_error', details: { reason: 'protocol' } });
  });
});

/** A client with a free connection: what it sends leaves at once, however short the time for the answer is. */
const connectedClient = async (baseUrl: string) => {
  const client = openClient({ baseUrl });
  await client.get('/first');
  // The connection is free only after the turn in which the answer came.
  await new Promise((resolve) => setImmediate(resolve));
  return client;
};

describe('an answer that is too large', () => {
  test.each<[string, Parameters<typeof startBackend>[0]]>([
    ['by its own account', ({ response }) => response.writeHead(200, { 'content-length': '5000000' }).write('x')],
    [
      'without end',
      ({ response }) => {
        const more = (): boolean => response.destroyed || response.write('x'.repeat(10_000), () => setImmediate(more));
        more();
      },
    ],
    [
      'once unpacked',
      ({ response }) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(5_000_000))),
    ],
  ])('%s is refused', async (_title, handler) => {
    const backend = await startBackend(handler);
    const client = openClient({ baseUrl: backend.url, maxBytes: 100_000 });
    await expect(client.get('/x')).rejects.toMatchObject({ code: 'upstream_error', details: { reason: 'too_large' } });
  });

  test('may be exactly as large as allowed', async () => {
    const backend = await startBackend(({ response }) => response.end('x'.repeat(100_000)));
    expect((await openClient({ baseUrl: backend.url, maxBytes: 100_000 }).get('/x')).bytes()).toHaveLength(100_000);
  });
});

test('a broken content encoding is an upstream_error', async () => {
  const backend = await startBackend(({ response }) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('no gzip'));
  await expect(openClient({ baseUrl: backend.url }).get('/x')).rejects.toMatchObject({
    code: 'upstream_error',
    details: { reason: 'encoding' },
  });
});
