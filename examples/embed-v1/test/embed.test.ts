import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startFlagBackend } from '@lineclear/example-hello-plugin/backend';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { expect, onTestFinished, test, vi } from 'vitest';

// Each starts a process that reads the whole source.
vi.setConfig({ testTimeout: 120_000 });

const start = async () => {
  const backend = await startFlagBackend({ token: 'a-test-token' });
  const folder = await mkdtemp(join(tmpdir(), 'embed-'));
  const client = new Client({ name: 'tester', version: '1.0.0' });
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: ['--conditions=@lineclear/source', fileURLToPath(new URL('../src/main.ts', import.meta.url))],
      env: { FLAGS_URL: backend.url, FLAGS_TOKEN: 'a-test-token', STORE: join(folder, 'store.sqlite') },
      cwd: folder,
    }),
  );
  onTestFinished(async () => {
    await client.close();
    await backend.http.close();
    await rm(folder, { recursive: true });
  });
  return { client, backend };
};

test('answers with both servers’ tools', async () => {
  const { client } = await start();
  const { tools } = await client.listTools();
  expect(tools.map((tool) => tool.name)).toEqual(expect.arrayContaining(['greet', 'flag_list', 'flag_set']));
  expect(await client.callTool({ name: 'greet', arguments: { name: 'Ada' } })).toMatchObject({
    content: [{ type: 'text', text: 'Hello, Ada.' }],
  });
  expect(await client.callTool({ name: 'flag_list', arguments: { limit: 1 } })).toMatchObject({
    structuredContent: { flags: [{ key: 'dark-mode' }], left_out: 2 },
  });
});

test('previews, then changes the flag once', async () => {
  const { client, backend } = await start();
  const args = { key: 'new-checkout', enabled: true };
  const preview = await client.callTool({ name: 'flag_set', arguments: args });
  expect(preview.structuredContent).toMatchObject({
    status: 'preview',
    description: 'Turn "new-checkout" on (staging): 3 services read it.',
  });
  expect(backend.http.unsafe()).toEqual([]);
  const confirmed = await client.callTool({ name: 'flag_set', arguments: { ...args, confirm: true } });
  expect(confirmed.structuredContent).toMatchObject({ status: 'executed', result: { key: 'new-checkout', enabled: true } });
  const again = await client.callTool({ name: 'flag_set', arguments: { ...args, confirm: true } });
  expect(again.structuredContent).toMatchObject({ status: 'executed', replayed: true });
  expect(backend.http.unsafe()).toHaveLength(1);
});
