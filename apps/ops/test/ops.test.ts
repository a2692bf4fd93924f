import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterEach, beforeEach, expect, test } from 'vitest';

let home: string;
let client: Client | undefined;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'lineclear-ops-'));
  await writeFile(join(home, 'notes.txt'), 'first line\n');
});
afterEach(async () => {
  await client?.close();
  client = undefined;
  await rm(home, { recursive: true, force: true });
});

const connect = async (app: string, chosen: Readonly<Record<string, string>> = {}): Promise<Client> => {
  client = new Client({ name: 'test', version: '1' });
  const main = fileURLToPath(new URL(`../../${app}/src/main.ts`, import.meta.url));
  const env = {
    HOME: home,
    PATH: process.env['PATH'] ?? '',
    XDG_STATE_HOME: join(home, 'state'),
    XDG_CONFIG_HOME: join(home, 'config'),
    ...chosen,
  };
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: ['--conditions=@lineclear/source', main],
      cwd: home,
      env,
      stderr: 'inherit',
    }),
  );
  return client;
};

test('ops serves the current folder without any configuration, and a write is only previewed by its first call', async () => {
  const ops = await connect('ops');
  const args = { path: 'made.txt', content: 'made\n' };
  const preview = await ops.callTool({ name: 'fs_write', arguments: args });
  expect(preview.structuredContent).toMatchObject({ status: 'preview', profile: 'local' });
  await expect(readFile(join(home, 'made.txt'), 'utf8')).rejects.toThrow('ENOENT');
  expect((await ops.callTool({ name: 'fs_read', arguments: { path: 'notes.txt' } })).structuredContent).toMatchObject({
    total_lines: 1,
  });
});

test('no tool of ops reaches state or configuration', async () => {
  const config = join(home, 'lineclear.yaml');
  await writeFile(config, 'profiles:\n  local: { tier: development, workspace: { roots: [.] } }\n');
  const ops = await connect('ops', { LINECLEAR_CONFIG: config });
  for (const path of ['lineclear.yaml', 'state/lineclear/lineclear.db', 'config/lineclear/approvers/alice.key']) {
    const answer = await ops.callTool({ name: 'fs_read', arguments: { path } });
    expect([path, answer.isError, JSON.stringify(answer.content)]).toEqual([path, true, expect.stringContaining('forbidden')]);
  }
});

test('the observer has no write', async () => {
  const observer = await connect('observer');
  const { tools } = await observer.listTools();
  expect(tools.length).toBeGreaterThan(3);
  expect(tools.filter((tool) => tool.annotations?.readOnlyHint !== true)).toEqual([]);
  await expect(observer.callTool({ name: 'fs_write', arguments: { path: 'a', content: 'b' } })).rejects.toThrow();
});
