import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Home, makeHome } from './home.ts';
import { run, type Running, start } from './run.ts';

let home: Home;
const running: Running[] = [];
beforeEach(async () => {
  home = await makeHome();
});
afterEach(async () => {
  for (const host of running.splice(0)) {
    host.child.kill('SIGKILL');
    await host.ended;
  }
  await home.remove();
});

const serve = async (args: readonly string[] = [], env: Record<string, string> = {}) => {
  const host = start({ args: ['--http', '0', ...args], home, env });
  running.push(host);
  const url = (await host.waitFor(/URL +(http:\S+)/))[1] ?? '';
  const token = (await host.waitFor(/Token +(\S+)/))[1] ?? '';
  await host.waitFor(/Ctrl-C stops it/);
  return { host, url, base: url.replace(/\/mcp$/, ''), token };
};

const meta = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
};

const callTool = async ({ url, token, name, args }: { url: string; token: string | undefined; name: string; args: object }) => {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'tools/call',
      'mcp-name': name,
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args, _meta: meta } }),
  });
  return { status: response.status, text: await response.text() };
};

test('prints where it is, the token, the tools with their cost, connect lines, and what to try', async () => {
  const { host, url, token } = await serve();
  const text = host.stdout();
  expect(token).toMatch(/^lc_[\w-]{43}$/);
  expect(text).toContain(`claude mcp add --transport http toy-host ${url} --header "Authorization: Bearer ${token}"`);
  expect(text).toContain(`{"servers":{"toy-host":{"type":"http","url":"${url}","headers":{"Authorization":"Bearer ${token}"}}}}`);
  expect(text).toContain(`{"mcpServers":{"toy-host":{"url":"${url}","headers":{"Authorization":"Bearer ${token}"}}}}`);
  expect(text).toContain(
    'Inspector (shell, Node 22.19 or later)\n    npx @modelcontextprotocol/inspector --transport http --server-url',
  );
  expect(text).toMatch(/item_add +\d+/);
  expect(text).toContain(home.state);
  expect(host.stderr()).not.toContain(token);
  expect((await stat(join(home.state, 'token'))).mode & 0o777).toBe(0o600);
  expect((await stat(home.state)).mode & 0o777).toBe(0o700);
});

test('what to try in another terminal reaches the same configuration and state', async () => {
  const config = await home.write('other.yaml', 'profiles:\n  elsewhere: { tier: development, shelf: { file: ./shelf.json } }\n');
  const { host } = await serve(['--config', 'other.yaml'], { LINECLEAR_STATE: 'kept' });
  const text = host.stdout();
  expect(text).toMatch(new RegExp(`^ +alias toy-host='LINECLEAR_STATE=${join(home.project, 'kept')} .*toy-main.ts'$`, 'm'));
  expect(text).toMatch(new RegExp(`^ +toy-host doctor --config ${config}$`, 'm'));
  expect(text).toMatch(new RegExp(`^ +toy-host tools --config ${config}$`, 'm'));
  expect(text).toMatch(/^ +toy-host audit tail -f$/m);
});

test('serves with the token only, and the next start shows the same one', async () => {
  const { url, token, host } = await serve();
  expect((await callTool({ url, token, name: 'item_list', args: {} })).text).toContain('apple');
  expect((await callTool({ url, token: undefined, name: 'item_list', args: {} })).status).toBe(401);
  expect((await callTool({ url, token: `lc_${'x'.repeat(43)}`, name: 'item_list', args: {} })).status).toBe(401);
  host.child.kill('SIGTERM');
  expect((await host.ended).exitCode).toBe(0);
  expect((await serve()).token).toBe(token);
});

test('a revoked token is refused by the running server, and a made one is taken', async () => {
  const { url } = await serve();
  const made = await run({ args: ['token', 'create', 'ci', '--read-only'], home });
  const token = made.stdout.trim();
  expect((await callTool({ url, token, name: 'item_list', args: {} })).status).toBe(200);
  expect((await callTool({ url, token, name: 'item_add', args: { name: 'x', count: 1 } })).text).toContain('writes_off');

  await run({ args: ['token', 'revoke', 'ci'], home });
  await expect.poll(async () => (await callTool({ url, token, name: 'item_list', args: {} })).status).toBe(401);
});

test('health needs no token and tells nothing; metrics need one and count calls, errors and plans', async () => {
  const { url, base, token } = await serve();
  expect(await (await fetch(`${base}/health/live`)).json()).toEqual({ status: 'live' });
  expect(await (await fetch(`${base}/health/ready`)).json()).toEqual({
    status: 'ready',
    checks: { store: 'ok', audit: 'ok', server: 'ok' },
  });
  expect((await fetch(`${base}/metrics`)).status).toBe(401);

  await callTool({ url, token, name: 'item_list', args: {} });
  await callTool({ url, token, name: 'item_remove', args: { name: 'gone' } });
  await callTool({ url, token, name: 'item_add', args: { name: 'pear', count: 1 } });
  const read = async () => (await fetch(`${base}/metrics`, { headers: { authorization: `Bearer ${token}` } })).text();
  // Hooks hear of events after the call was answered.
  await expect.poll(read).toContain('lineclear_plans_total{outcome="previewed"} 1');
  const metrics = await read();
  expect(metrics).toContain('lineclear_calls_total{tool="item_list",plugin="toy",transport="http",outcome="ok"} 1');
  expect(metrics).toContain('lineclear_errors_total{code="not_found"} 1');
  expect(metrics).toContain('process_resident_memory_bytes');
});

test('refuses a foreign Host and a foreign Origin', async () => {
  const { url, base } = await serve(['--no-auth']);
  const { request } = await import('node:http');
  const statusFor = (path: string, headers: Record<string, string>) =>
    new Promise<number | undefined>((resolve) => {
      request(`${base}${path}`, { headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).end();
    });
  expect(await statusFor('/mcp', { host: 'evil.example.com' })).toBe(403);
  expect(await statusFor('/metrics', { host: 'evil.example.com' })).toBe(403);
  expect(await statusFor('/mcp', { origin: 'https://evil.example.com' })).toBe(403);
  expect(new URL(url).hostname).toBe('127.0.0.1');
});

test('without tokens nothing can be written, and only loopback is served', async () => {
  const { url } = await serve(['--no-auth']);
  expect((await callTool({ url, token: undefined, name: 'item_list', args: {} })).text).toContain('apple');
  expect((await callTool({ url, token: undefined, name: 'item_add', args: { name: 'x', count: 1 } })).text).toContain(
    'writes_off',
  );

  const refused = await run({ args: ['--http', '0.0.0.0:0', '--no-auth'], home });
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain('loopback');
});

test('a taken port is one line with a way out', async () => {
  const { url } = await serve();
  const second = await run({ args: ['--http', new URL(url).port], home });
  expect(second.exitCode).toBe(4);
  expect(second.stderr).toContain('the port is taken');
  expect(second.stderr).not.toContain(' at ');
});

test('SIGTERM finishes the running call, refuses new connections, and ends', async () => {
  const { host, url, token } = await serve();
  const slow = callTool({ url, token, name: 'slow_count', args: { to: 10, pause_ms: 60 } });
  await host.waitFor(/step 2/);
  host.child.kill('SIGTERM');
  await host.waitFor(/stopping/);
  await expect(fetch(url.replace('/mcp', '/health/live'))).rejects.toThrow();
  expect((await slow).text).toContain('"counted":10');
  expect((await host.ended).exitCode).toBe(0);
});

test('the URL chooses the profile, and a token its own', async () => {
  await home.write('other.json', JSON.stringify({ plum: 1 }));
  await home.write(
    'lineclear.yaml',
    'default: one\nprofiles:\n  one:\n    tier: development\n    shelf: { file: ./shelf.json }\n  two:\n    shelf: { file: ./other.json }\n',
  );
  const { url, token } = await serve();
  expect((await callTool({ url, token, name: 'item_list', args: {} })).text).toContain('apple');
  expect((await callTool({ url: `${url}/two`, token, name: 'item_list', args: {} })).text).toContain('plum');
  expect((await callTool({ url: `${url}/three`, token, name: 'item_list', args: {} })).status).toBe(404);

  const narrow = (await run({ args: ['token', 'create', 'narrow', '--profile', 'two'], home })).stdout.trim();
  expect((await callTool({ url, token: narrow, name: 'item_list', args: {} })).text).toContain('plum');
  expect((await callTool({ url: `${url}/one`, token: narrow, name: 'item_list', args: {} })).status).toBe(404);
});

test('what is kept of tokens is their hash', async () => {
  const { token } = await serve();
  for (const name of await readdir(home.state)) {
    const content = await readFile(join(home.state, name));
    expect([name, content.includes(token.slice(3))]).toEqual([name, name === 'token']);
  }
});
