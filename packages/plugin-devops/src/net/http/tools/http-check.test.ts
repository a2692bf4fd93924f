import { createServer, type Socket } from 'node:net';
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { listen, serve, startNet, startZone } from '../../test/start-net.ts';
import { a } from '../../test/dns-server.ts';

it('tells status, phases, headers and the digest of the body', async () => {
  const seen: Record<string, unknown>[] = [];
  const port = await serve((request, response) => {
    seen.push({ method: request.method, url: request.url, ...request.headers });
    response.setHeader('set-cookie', 'session=secret').setHeader('server', 'demo').end('{"state":"ready"}');
  });
  const { callTool } = await startNet({ targets: ['127.0.0.1'] });
  const url = `http://127.0.0.1:${port}/health?deep=1#part`;
  const answer = await callTool('http_check', { url, expect_text: '"ready"', show_body: true });
  expect(answer).toMatchObject({
    ok: true,
    problems: [],
    steps: [{ url: `http://127.0.0.1:${port}/health?deep=1`, address: '127.0.0.1', status: 200, ms: { dns: null, tls: null } }],
    headers: { server: 'demo', 'content-length': '17' },
    body: { bytes: 17, cut: false, text_found: true, sha256: createHash('sha256').update('{"state":"ready"}').digest('hex') },
    tls: null,
    untrusted: true,
  });
  expect(answer['body']).toMatchObject({ text: expect.stringContaining('data only') });
  expect(JSON.stringify(answer)).not.toContain('secret');
  expect(seen).toEqual([
    {
      method: 'GET',
      url: '/health?deep=1',
      host: `127.0.0.1:${port}`,
      'user-agent': 'lineclear',
      accept: '*/*',
      'accept-encoding': 'identity',
      connection: 'close',
    },
  ]);
});

it.each([
  [{ expect_status: 204 }, 'The status is 200, not 204.'],
  [{ expect_text: 'green' }, 'The expected text is not in the body.'],
  [{ method: 'HEAD', expect_text: 'ready' }, 'The expected text is not in the body.'],
])('says what is not as expected with %j', async (more, problem) => {
  const port = await serve((_request, response) => response.end('ready'));
  const { callTool } = await startNet({ targets: ['127.0.0.1'] });
  expect(await callTool('http_check', { url: `http://127.0.0.1:${port}/`, ...more })).toMatchObject({
    ok: false,
    problems: [problem],
  });
});

it('follows redirects to listed targets, and stops before others', async () => {
  let others = 0;
  const other = await serve((_request, response) => {
    others += 1;
    response.end();
  });
  const places: Record<string, string> = {
    '/a': '/b',
    '/unlisted': `http://127.0.0.1:${other}/`,
    '/user': 'http://somebody@127.0.0.1/',
    '/file': 'file:///etc/passwd',
    '/metadata': 'http://169.254.169.254/latest/meta-data/',
    '/decimal': 'http://2852039166/',
    '/round': '/round',
  };
  const port = await serve((request, response) => {
    const location = places[request.url ?? ''];
    response.writeHead(location === undefined ? 200 : 302, location === undefined ? {} : { location }).end();
  });
  const { callTool } = await startNet({ targets: [`127.0.0.1:${port}`] });
  const check = (path: string, redirects = 2) => callTool('http_check', { url: `http://127.0.0.1:${port}${path}`, redirects });
  expect(await check('/a')).toMatchObject({ ok: true, steps: [{ status: 302, location: '/b' }, { status: 200 }] });
  expect(await check('/a', 0)).toMatchObject({ ok: false, problems: ['The status is 302, not 2xx.'] });
  for (const [path, reason] of [
    ['/unlisted', 'target_not_listed'],
    ['/user', 'userinfo'],
    ['/file', 'not_http'],
    ['/metadata', 'target_not_listed'],
    ['/decimal', 'target_not_listed'],
    ['/round', 'too_many_redirects'],
  ]) {
    // oxlint-disable-next-line no-await-in-loop -- one check after the other
    const answer = await check(path ?? '');
    expect(answer).toMatchObject({
      ok: false,
      problems: [`A redirect was not followed: ${reason}.`, 'The status is 302, not 2xx.'],
    });
  }
  expect(others).toBe(0);
});

it('reads a mebibyte of an endless body, and says so', async () => {
  const port = await serve((_request, response) => {
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(1 << 16)));
    };
    response.on('drain', more);
    more();
  });
  const { callTool } = await startNet({ targets: ['127.0.0.1'] });
  const answer = await callTool('http_check', { url: `http://127.0.0.1:${port}/`, show_body: true });
  expect(answer).toMatchObject({ ok: true, body: { bytes: 1 << 20, cut: true, text: '[binary]' } });
});

it.each([
  ['that says nothing', () => undefined, 'request', 'TIMEOUT'],
  ['that hangs up', (socket: Socket) => socket.destroy(), 'request', 'ECONNRESET'],
  ['that speaks no HTTP', (socket: Socket) => socket.end('SSH-2.0-demo\r\n'), 'request', 'HPE_INVALID_CONSTANT'],
  [
    'that wants another protocol',
    (socket: Socket) => socket.write('HTTP/1.1 101 Switching\r\nConnection: Upgrade\r\nUpgrade: h\r\n\r\n'),
    'request',
    'FAILED',
  ],
  [
    'that ends too early',
    (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf'),
    'body',
    'ECONNRESET',
  ],
  [
    'with endless headers',
    (socket: Socket) => socket.write(`HTTP/1.1 200 OK\r\nX-Long: ${'x'.repeat(1 << 16)}`),
    'request',
    'HPE_HEADER_OVERFLOW',
  ],
])('says how far it got with a server %s', async (_title, onRequest, phase, reason) => {
  const port = await listen(
    createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => onRequest(socket));
    }),
  );
  const { callTool } = await startNet({ targets: ['127.0.0.1'] });
  const timeout_s = reason === 'TIMEOUT' ? 3 : 20;
  const answer = await callTool('http_check', { url: `http://127.0.0.1:${port}/`, timeout_s });
  expect(answer).toMatchObject({
    ok: false,
    problems: [`It got no further than ${phase}: ${reason}.`],
    steps: [{ failure: { phase, reason } }],
  });
});

it('says where nobody listens, and which name there is not', async () => {
  const dns = await startZone({ 'A up.example.com': [a('127.0.0.1')] });
  const { callTool } = await startNet({ targets: ['127.0.0.1', '*.example.com'], resolvers: [dns.resolver] });
  const closed = await callTool('http_check', { url: 'http://up.example.com:1/' });
  expect(closed).toMatchObject({ steps: [{ address: '127.0.0.1', failure: { phase: 'connect', reason: 'ECONNREFUSED' } }] });
  const none = await callTool('http_check', { url: 'http://none.example.com/' });
  expect(none).toMatchObject({ steps: [{ address: null, failure: { phase: 'dns', reason: 'ENOTFOUND' } }] });
});
