import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Home, makeHome } from './home.ts';
import { type Running, start } from './run.ts';

let home: Home;
let host: Running;
let url: URL;
let token: string;
beforeEach(async () => {
  home = await makeHome();
  host = start({ args: ['--http', '0'], home });
  url = new URL((await host.waitFor(/URL +(http:\S+)/))[1] ?? '');
  token = (await host.waitFor(/Token +(\S+)/))[1] ?? '';
});
afterEach(async () => {
  host.child.kill('SIGKILL');
  await host.ended;
  await home.remove();
});

const connect = async (mode: 'legacy' | 'auto'): Promise<Client> => {
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } });
  await client.connect(
    new StreamableHTTPClientTransport(url, { requestInit: { headers: { authorization: `Bearer ${token}` } } }),
  );
  return client;
};

const gauge = async (name: string): Promise<string | undefined> => {
  const response = await fetch(new URL('/metrics', url), { headers: { authorization: `Bearer ${token}` } });
  return new RegExp(`^${name} (\\d+)$`, 'm').exec(await response.text())?.[1];
};

test('clients of both revisions list and call', async () => {
  for (const mode of ['legacy', 'auto'] as const) {
    const client = await connect(mode);
    expect((await client.listTools()).tools.map((tool) => tool.name)).toContain('item_list');
    expect((await client.callTool({ name: 'item_list', arguments: {} })).structuredContent).toEqual({
      items: [{ name: 'apple', count: 3 }],
    });
    await client.close();
  }
});

test('an open stream is counted, and does not hold up the end', async () => {
  const client = await connect('legacy');
  await expect.poll(() => gauge('lineclear_open_streams')).toBe('1');
  expect(await gauge('lineclear_open_sessions')).toBe('1');
  host.child.kill('SIGTERM');
  expect((await host.ended).exitCode).toBe(0);
  await client.close();
});

test('a client without the token is told that it needs one', async () => {
  token = '';
  await expect(connect('legacy')).rejects.toThrow();
});
