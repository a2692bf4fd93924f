import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { prepareEmbedded } from './embedded.ts';
import { installPacked } from './installed.ts';
import type { Installed } from './installed.ts';
import { lacksMachines, startMachines } from './machines.ts';
import { findOldNode } from './old-node.ts';

let installed: Installed;
beforeAll(async () => {
  installed = await installPacked();
}, 600_000);
afterAll(async () => installed?.[Symbol.asyncDispose]());

test('npx lineclear version says the version', async () => {
  const { stdout, code } = await installed.run('npx', ['--no-install', 'lineclear', 'version']);
  expect(stdout).toMatch(/^lineclear \d+\.\d+\.\d+ \(node \d+\.\d+\.\d+\)\n$/);
  expect(code).toBe(0);
});

test.each([
  { client: 'claude', file: '.mcp.json', key: 'mcpServers' },
  { client: 'cursor', file: '.cursor/mcp.json', key: 'mcpServers' },
])('the entry that init writes for $client starts the server', async ({ client, file, key }) => {
  const { stderr, code } = await installed.run('npx', ['--no-install', 'lineclear', 'init', '--client', client]);
  expect(code, stderr).toBe(0);
  const written = (await readFile(join(installed.folder, file), 'utf8')).replaceAll('${workspaceFolder}', installed.folder);
  const { command, args } = JSON.parse(written)[key].lineclear;
  await using server = await connect({ command, args });
  const { tools } = await server.client.listTools();
  expect(tools.map(({ name }) => name)).toContain('fs_read');
});

test('the observer lists no write', async () => {
  await using server = await connect({ command: 'npx', args: ['--no-install', '@lineclear/observer'] });
  const { tools } = await server.client.listTools();
  expect(tools.length).toBeGreaterThan(0);
  expect(tools.filter(({ annotations }) => annotations?.readOnlyHint !== true)).toEqual([]);
});

test('an old Node is answered with one helpful line', async ({ skip }) => {
  const node = findOldNode();
  if (node === undefined) return skip('platform: no Node older than 22.19 is installed');
  const { stdout, stderr, code } = await installed.run(node, ['node_modules/lineclear/bin/lineclear.js', 'serve']);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^lineclear needs Node 22\.19 or later[^\n]*\n$/);
  expect(code).toBe(1);
});

test('the published types are complete for a strict reader', async () => {
  const program = `
import { compose } from '@lineclear/core';
import { definePlugin, read } from '@lineclear/core/plugin';
import { runHost } from '@lineclear/host';
import devops from '@lineclear/plugin-devops';
import { fakeHttp } from '@lineclear/testing';
export const start = () => [compose, definePlugin, read, runHost, devops, fakeHttp];
`;
  const settings = { module: 'nodenext', target: 'es2024', strict: true, noEmit: true, types: ['node'], skipLibCheck: false };
  await writeFile(join(installed.folder, 'reader.ts'), program);
  await writeFile(join(installed.folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: settings, files: ['reader.ts'] }));
  const { stdout } = await installed.run('tsc', ['-p', '.']);
  expect(stdout).toBe('');
});

test('a server on SDK version 1 carries a composition of the packed core', async () => {
  await using embedded = await prepareEmbedded({ installed });
  await using server = await connect({ command: process.execPath, args: embedded.args, env: embedded.env });
  const { tools } = await server.client.listTools();
  expect(tools.map(({ name }) => name)).toEqual(expect.arrayContaining(['greet', 'flag_list', 'flag_set']));
  const change = { key: 'new-checkout', enabled: true };
  const preview = await server.client.callTool({ name: 'flag_set', arguments: change });
  expect(preview.structuredContent).toMatchObject({ status: 'preview' });
  const confirmed = await server.client.callTool({ name: 'flag_set', arguments: { ...change, confirm: true } });
  expect(confirmed.structuredContent).toMatchObject({ status: 'executed', result: change });
});

test.skipIf(lacksMachines)('the libraries for hosts, databases and pods load from the files of the app', async () => {
  await using machines = await startMachines();
  await using server = await connect({ command: 'npx', args: ['--no-install', 'lineclear'], env: machines.env });
  const call = async (name: string, args: Record<string, unknown>) =>
    (await server.client.callTool({ name, arguments: args })).structuredContent;
  expect(await call('host_query', { host: 'web', query: 'disk' })).toMatchObject({ host: 'web', untrusted: true });
  expect(await call('db_activity', { database: 'shop' })).toMatchObject({ untrusted: true });
  const forward = { context: 'shop', namespace: 'shop', pod: machines.pod, port: 8080 };
  expect(await call('k8s_port_forward', forward)).toMatchObject({ status: 'preview' });
  const opened = await call('k8s_port_forward', { ...forward, confirm: true });
  expect(opened).toMatchObject({ status: 'executed', result: { address: expect.stringMatching(/^127\.0\.0\.1:\d+$/) } });
  const { address } = Object(Object(opened).result);
  const answer = await fetch(`http://${String(address)}/healthz`, { headers: { connection: 'close' } });
  expect(await answer.text()).toBe('ok\n');
});

async function connect({
  command,
  args,
  env = {},
}: {
  command: string;
  args: string[];
  env?: Record<string, string>;
}): Promise<AsyncDisposable & { client: Client }> {
  const client = new Client({ name: 'e2e', version: '1.0.0' });
  const inherited = Object.entries(installed.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const transport = { command, args, cwd: installed.folder, env: { ...Object.fromEntries(inherited), ...env } };
  await client.connect(new StdioClientTransport(transport));
  return { client, [Symbol.asyncDispose]: () => client.close() };
}
