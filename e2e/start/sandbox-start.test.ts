import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Stream } from 'node:stream';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { alertmanagerBinary, prometheusBinary, skipWithout } from '@lineclear/testing';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import * as z from 'zod';

// npm, the build and the app start one after another, while others have the cores.
vi.setConfig({ testTimeout: 300_000 });
const patience = { timeout: 240_000 };

const root = fileURLToPath(new URL('../..', import.meta.url));
const label =
  /SANDBOX: all data of tasker, grafana, context7, workspace, github, kubernetes, droplets are simulated\. Configuration and state are in (\S+) and are deleted at the end\./;

const withPrometheus = ![skipWithout(prometheusBinary), skipWithout(alertmanagerBinary)].includes(true);

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'lineclear-sandbox-start-'));
});
// A client gives npm a few seconds to end; what it started may still be writing then.
afterAll(() => rm(home, { recursive: true, maxRetries: 20 }));

/** A person's shell: no npm script around it, an own home, and npm's cache where it was. */
function shell(): Record<string, string> {
  const kept = Object.entries(process.env).filter(([name]) => !/^(npm_|vitest|lineclear_|xdg_|node_env$)/i.test(name));
  const cache = { npm_config_cache: join(process.env['HOME'] ?? '', '.npm') };
  return Object.fromEntries([...kept, ...Object.entries(cache), ['HOME', home]].map(([name, value]) => [name, value ?? '']));
}

/** Calls what a newcomer calls first. */
async function lookAround(client: Client) {
  const status = await client.callTool({ name: 'connection_status', arguments: { refresh: true } });
  const failed = await client.callTool({ name: 'task_list', arguments: { namespace: 'analytics', status: 'error' } });
  const found = await client.callTool({ name: 'list_datasources', arguments: {} });
  const { datasources } = z.object({ datasources: z.array(z.object({ uid: z.string() })) }).parse(found.structuredContent);
  return {
    status: JSON.stringify(status.structuredContent),
    failed: JSON.stringify(failed.structuredContent),
    datasources: datasources.map(({ uid }) => uid),
  };
}

/** These addresses, and those of the servers that a Grafana among them asks. */
async function everyBackend(urls: readonly string[]): Promise<readonly string[]> {
  const answers = await Promise.all(
    urls.map(async (url): Promise<unknown> => (await fetch(`${url}/api/datasources`)).json().catch(() => [])),
  );
  const known = z.array(z.object({ url: z.url() })).catch([]);
  const asked = answers.flatMap((answer) => known.parse(answer).map(({ url }) => url));
  // The others are names in the data alone.
  return [...new Set([...urls, ...asked.filter((url) => url.startsWith('http://127.0.0.1:'))])];
}

const isThere = (url: string): Promise<boolean> =>
  fetch(url).then(
    () => true,
    () => false,
  );

/** The first line of these streams that matches. */
function firstMatch(streams: readonly (Stream | null)[], pattern: RegExp): Promise<RegExpExecArray> {
  const { promise, resolve } = Promise.withResolvers<RegExpExecArray>();
  for (const stream of streams) {
    if (!(stream instanceof Readable)) throw new Error('There is nothing to read from.');
    createInterface(stream).on('line', (line) => {
      const found = pattern.exec(line);
      if (found !== null) resolve(found);
    });
  }
  return promise;
}

test('over stdio it serves the simulated history, says so on stderr, and leaves nothing behind', async () => {
  const transport = new StdioClientTransport({
    command: 'npm',
    args: ['start', '--', '--sandbox', '--stdio'],
    cwd: root,
    env: shell(),
    stderr: 'pipe',
  });
  const said = firstMatch([transport.stderr], label);
  const client = new Client({ name: 'e2e', version: '1.0.0' });
  const broken: Error[] = [];
  // Anything on stdout that is no MCP frame ends up here.
  client.onerror = (error) => broken.push(error);
  await client.connect(transport, patience);
  const { status, failed, datasources } = await lookAround(client);
  const [, folder = ''] = await said;
  expect(existsSync(folder)).toBe(true);
  await client.close();
  expect(status).toMatch(/sandbox/);
  expect(datasources).toEqual(expect.arrayContaining(withPrometheus ? ['loki', 'prometheus', 'alertmanager'] : ['loki']));
  expect(failed).toMatch(/customer_segmentation/);
  expect(broken).toEqual([]);
  await expect.poll(() => existsSync(folder), { timeout: 60_000 }).toBe(false);
});

test('over HTTP it serves until Ctrl-C, and ends with everything that it started', async () => {
  const server = spawn('npm', ['start', '--', '--sandbox', '--http', '127.0.0.1:0'], {
    cwd: root,
    env: shell(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(server, 'exit');
  const streams = [server.stdout, server.stderr];
  const said = firstMatch(streams, label);
  const proposed = firstMatch(streams, /^ +alias lineclear='(.+)'$/);
  const tour = firstMatch(streams, /docs\/tasker\.md/);
  const [, url = '', token = ''] = await firstMatch(streams, /add .* (http:\S+) --header "Authorization: Bearer (lc_[\w-]+)"/);
  const client = new Client({ name: 'e2e', version: '1.0.0' });
  await client.connect(
    new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers: { authorization: `Bearer ${token}` } } }),
  );
  const { failed } = await lookAround(client);
  const [, folder = ''] = await said;
  await tour;
  // A command in another terminal finds this sandbox and not what that person has at home.
  const [, command = ''] = await proposed;
  const { stdout: doctor } = await promisify(execFile)('sh', ['-c', `${command} doctor`], { cwd: home, env: shell() });
  expect(doctor).toContain(join(folder, 'state'));
  expect(doctor).toMatch(/sandbox\/tasker/);
  const config = await readFile(join(folder, 'lineclear.yaml'), 'utf8');
  const backends = await everyBackend(config.match(/http:\/\/127\.0\.0\.1:\d+/g) ?? []);
  expect(backends.length).toBeGreaterThanOrEqual(withPrometheus ? 7 : 5);
  expect(await Promise.all(backends.map(isThere))).not.toContain(false);
  await client.close();
  server.kill('SIGINT');
  const [code] = await ended;
  expect([code, failed]).toEqual([0, expect.stringMatching(/customer_segmentation/)]);
  await expect.poll(() => Promise.all(backends.map(isThere)), { timeout: 60_000 }).not.toContain(true);
  expect(existsSync(folder)).toBe(false);
});

test("refuses a configuration of one's own, which would not be used", async () => {
  const command = spawn('npm', ['start', '--', '--sandbox', '--config', 'mine.yaml'], {
    cwd: root,
    env: shell(),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const said = firstMatch([command.stderr], /leave --config out/);
  const [code] = await once(command, 'exit');
  expect(code).toBe(2);
  await said;
});
