import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

// npm, the build and the app start one after another, while others have the cores.
vi.setConfig({ testTimeout: 300_000 });
const patience = { timeout: 240_000 };

const root = fileURLToPath(new URL('../..', import.meta.url));

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'lineclear-start-'));
});
// A client gives npm a few seconds to end; what it started may still be writing then.
afterAll(() => rm(home, { recursive: true, maxRetries: 20 }));

/** A person's shell: no npm script around it, an own home, and npm's cache where it was. */
function shell(): Record<string, string> {
  const kept = Object.entries(process.env).filter(([name]) => !/^(npm_|vitest|lineclear_|xdg_|node_env$)/i.test(name));
  const cache = { npm_config_cache: join(process.env['HOME'] ?? '', '.npm') };
  return Object.fromEntries([...kept, ...Object.entries(cache), ['HOME', home]].map(([name, value]) => [name, value ?? '']));
}

test('a client that starts npm start -- --stdio lists tools', async () => {
  const client = new Client({ name: 'e2e', version: '1.0.0' });
  const broken: Error[] = [];
  // Anything on stdout that is no MCP frame ends up here.
  client.onerror = (error) => broken.push(error);
  const transport = new StdioClientTransport({ command: 'npm', args: ['start', '--', '--stdio'], cwd: root, env: shell() });
  await client.connect(transport, patience);
  const { tools } = await client.listTools();
  await client.close();
  expect(tools.map(({ name }) => name)).toContain('fs_read');
  expect(broken).toEqual([]);
});

test('npm start serves HTTP with the token that it prints, until it is told to end', async () => {
  const server = spawn('npm', ['start', '--', '--http', '127.0.0.1:0'], {
    cwd: root,
    env: shell(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(server, 'exit');
  const lines: string[] = [];
  const { promise: connectLine, resolve } = Promise.withResolvers<RegExpExecArray>();
  for (const stream of [server.stdout, server.stderr]) {
    createInterface(stream).on('line', (line) => {
      lines.push(line);
      const found = /claude mcp add .* (http:\S+) --header "Authorization: Bearer (lc_[\w-]+)"/.exec(line);
      if (found !== null) resolve(found);
    });
  }
  const [, url = '', token = ''] = await Promise.race([connectLine, ended.then(() => expect.fail(lines.join('\n')))]);
  const client = new Client({ name: 'e2e', version: '1.0.0' });
  await client.connect(
    new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers: { authorization: `Bearer ${token}` } } }),
  );
  const { tools } = await client.listTools();
  await client.close();
  server.kill('SIGTERM');
  const [code] = await ended;
  expect(tools.map(({ name }) => name)).toContain('fs_read');
  expect(code).toBe(0);
});
