import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { valueOf } from '../processes/app/frames.ts';
import { type Home, makeHome } from '../processes/app/home.ts';
import { callTool, frameOf, modernRequest, openSession, type RawRequest, send } from '../processes/app/raw-http.ts';
import { makeToken, serveHttp, type Served } from '../processes/app/serve-http.ts';
import { run } from '../processes/app/start.ts';

let home: Home;
let server: Served;
beforeAll(async () => {
  home = await makeHome();
  await home.write(
    'lineclear.yaml',
    'default: one\nprofiles:\n  one:\n    tier: development\n    workspace: { roots: [.] }\n  two:\n    tier: staging\n    workspace: { roots: [./src] }\n',
  );
  server = await serveHttp({ home });
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await home[Symbol.asyncDispose]();
});

const list = (changes: { token?: string | undefined; path?: string; headers?: RawRequest['headers'] } = {}) =>
  send(
    modernRequest({
      url: `${server.url}${changes.path ?? ''}`,
      token: 'token' in changes ? changes.token : server.token,
      method: 'tools/list',
      ...(changes.headers === undefined ? {} : { headers: changes.headers }),
    }),
  );

describe('the door over HTTP', () => {
  test.each([
    'evil.example.com',
    'evil.example.com:7400',
    '127.0.0.1.evil.example.com',
    'localhost.evil.example.com',
    '169.254.169.254',
    '0.0.0.0',
    '[::ffff:127.0.0.1]',
  ])('refuses the Host "%s", with a good token too', async (host) => {
    const response = await list({ headers: { host } });
    expect([400, 403]).toContain(response.status);
  });

  test.each(['localhost', '127.0.0.1', '[::1]', 'LOCALHOST:1'])('answers to its own name %s', async (host) => {
    expect((await list({ headers: { host } })).status).toBe(200);
  });

  test.each([
    'https://evil.example.com',
    'http://127.0.0.1.evil.example.com',
    'null',
    'file://',
    'http://[::1].evil.example.com',
  ])('refuses the Origin %s, with a good token too', async (origin) => {
    expect((await list({ headers: { origin } })).status).toBe(403);
  });

  test('answers pages of its own machine', async () => {
    expect((await list({ headers: { origin: 'http://localhost:3000' } })).status).toBe(200);
  });

  test.each([
    { title: 'no token', headers: { authorization: undefined } },
    { title: 'an empty one', headers: { authorization: 'Bearer ' } },
    { title: 'an unknown one', headers: { authorization: `Bearer lc_${'x'.repeat(43)}` } },
    { title: 'another scheme', headers: { authorization: 'Basic YWRhOmFkYQ==' } },
    { title: 'a token of another form', headers: { authorization: 'Bearer secret' } },
  ])('answers 401 with a challenge and a hint to $title', async ({ headers }) => {
    for (const request of [
      list({ headers }),
      send({ url: server.url, headers, body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: {} }) }),
      send({ url: server.url, method: 'GET', headers }),
    ]) {
      const response = await request;
      expect(response.status).toBe(401);
      expect(response.headers['www-authenticate']).toMatch(/^Bearer/);
      expect(frameOf(response).error).toMatchObject({ data: { code: 'unauthenticated', hint: expect.stringMatching(/token/) } });
    }
  });

  test('answers 401 to the token in the query or in the path', async () => {
    expect((await list({ token: undefined, path: `?token=${server.token}&access_token=${server.token}` })).status).toBe(401);
  });

  test('stops taking a revoked token, also inside its session', async () => {
    const token = await makeToken({ home, args: ['short-lived'] });
    const session = await openSession({ url: server.url, token });
    expect((await list({ token })).status).toBe(200);
    await run({ home, args: ['token', 'revoke', 'short-lived'] });
    await expect.poll(async () => (await list({ token })).status).toBe(401);
    await expect(session.request('tools/list')).resolves.toMatchObject({ error: { data: { code: 'unauthenticated' } } });
  });

  test('stops taking a token that expired', async () => {
    // The command that makes it takes a part of this time, on a busy machine all of it: then another one gets twice as long.
    const expiringIn = async (ms: number): Promise<string> => {
      const soon = new Date(Date.now() + ms).toISOString();
      const token = await makeToken({ home, args: [`expiring-in-${ms}`, '--expires', soon] }).catch(() => undefined);
      return token !== undefined && (await list({ token })).status === 200 ? token : expiringIn(2 * ms);
    };
    const token = await expiringIn(2_000);
    await expect.poll(async () => (await list({ token })).status).toBe(401);
  });

  test('takes the profile from the path, within what the token reaches', async () => {
    const narrow = await makeToken({ home, args: ['narrow', '--profile', 'two'] });
    const status = async (token: string, path: string) => {
      const answer = await callTool({ url: `${server.url}${path}`, token, name: 'connection_status' });
      const { active_profile: active, profiles } = valueOf(answer);
      return { active, profiles: (profiles as { profile: string }[]).map(({ profile }) => profile) };
    };
    expect(await status(server.token, '/two')).toEqual({ active: 'two', profiles: ['two', 'one'] });
    expect(await status(narrow, '')).toEqual({ active: 'two', profiles: ['two'] });

    for (const { token, path } of [
      { token: narrow, path: '/one' },
      { token: server.token, path: '/three' },
      { token: server.token, path: '/..%2Fmetrics' },
      { token: server.token, path: '/two/two' },
    ])
      expect((await list({ token, path })).status, path).toBe(404);
    const { error } = frameOf(await list({ token: narrow, path: '/one' }));
    expect(error).toMatchObject({ data: { code: 'profile_not_found', hint: expect.any(String) } });
  });

  test('reads any profile that is reached, and writes to the active one only', async () => {
    const sender = { url: server.url, token: server.token };
    const read = await callTool({ ...sender, name: 'fs_read', args: { path: 'app.ts', profile: 'two' } });
    expect(read.result).toMatchObject({ structuredContent: { path: 'app.ts' } });
    const write = await callTool({
      ...sender,
      name: 'fs_write',
      args: { path: 'x', content: 'x', profile: 'two', confirm: true },
    });
    expect(JSON.stringify(write.result)).toContain('write_profile_locked');
  });

  test('a session belongs to the profile it was opened in', async () => {
    const session = await openSession(server);
    const headers = {
      authorization: `Bearer ${server.token}`,
      'mcp-session-id': session.id,
      'mcp-protocol-version': '2025-11-25',
    };
    const body = JSON.stringify({ jsonrpc: '2.0', id: 9, method: 'tools/list' });
    expect((await send({ url: `${server.url}/two`, headers, body })).status).toBe(404);
  });

  test('lets health be asked without a token, and tells nothing there', async () => {
    const base = server.url.replace(/\/mcp$/, '');
    expect((await send({ url: `${base}/health/live`, method: 'GET' })).text).toBe('{"status":"live"}\n');
    expect((await send({ url: `${base}/metrics`, method: 'GET' })).status).toBe(401);
    expect((await send({ url: `${base}/`, method: 'GET' })).status).toBe(404);
  });
});
