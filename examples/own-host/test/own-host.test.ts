import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startFlagBackend } from '@lineclear/example-hello-plugin/backend';
import { pluginContract } from '@lineclear/testing/vitest';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { expect, onTestFinished, test, vi } from 'vitest';
import { rotaPlugin } from '../src/rota.ts';

// Each starts a process that reads the whole source.
vi.setConfig({ testTimeout: 120_000 });

const source = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** The host as people start it, with the example's configuration pointed at a backend of this test. */
const start = async () => {
  const backend = await startFlagBackend({ token: 'a-test-token' });
  const folder = await mkdtemp(join(tmpdir(), 'own-host-'));
  const config = await readFile(source('lineclear.yaml'), 'utf8');
  await writeFile(join(folder, 'lineclear.yaml'), config.replace('http://127.0.0.1:8300', backend.url));
  const client = new Client({ name: 'tester', version: '1.0.0' });
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: ['--conditions=@lineclear/source', source('src/main.ts'), '--config', 'lineclear.yaml'],
      env: { FLAGS_TOKEN: 'a-test-token', HOME: folder, XDG_STATE_HOME: join(folder, 'state'), PATH: process.env['PATH'] ?? '' },
      cwd: folder,
    }),
  );
  onTestFinished(async () => {
    await client.close();
    await backend.http.close();
    await rm(folder, { recursive: true });
  });
  const call = async (name: string, args: Record<string, unknown> = {}) =>
    (await client.callTool({ name, arguments: args })).structuredContent;
  return { client, call, backend };
};

test('serves both plugins, one of them with a prefix', async () => {
  const { client, call } = await start();
  const names = (await client.listTools()).tools.map((tool) => tool.name);
  expect(names).toEqual(expect.arrayContaining(['flag_list', 'flag_set', 'acme_rota_show', 'acme_rota_assign']));
  expect(names).not.toContain('rota_show');
  expect(await call('flag_list', { enabled: false })).toMatchObject({ flags: [{ key: 'new-checkout' }] });
});

test('keeps what a confirmed write put into the plugin’s own state', async () => {
  const { call } = await start();
  const shift = { day: '2026-12-24', person: 'ada' };
  expect(await call('acme_rota_assign', shift)).toMatchObject({
    status: 'preview',
    description: 'Put ada on call on 2026-12-24 instead of nobody.',
  });
  expect(await call('acme_rota_show')).toEqual({ shifts: [] });
  expect(await call('acme_rota_assign', { ...shift, confirm: true })).toMatchObject({ status: 'executed', result: shift });
  expect(await call('acme_rota_show')).toEqual({ shifts: [shift] });
});

pluginContract({
  plugin: rotaPlugin,
  module: new URL('../src/rota.ts', import.meta.url),
  backend: () => ({ connections: {} }),
  examples: {
    rota_show: { input: {} },
    // What it watches is the plugin's own state, which nothing but this tool changes.
    rota_assign: { input: { day: '2026-12-24', person: 'ada' }, drift: false },
  },
});
