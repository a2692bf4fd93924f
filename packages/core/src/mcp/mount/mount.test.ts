import { Client as ClientOfTwo, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client as ClientOfOne } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport as PipeOfOne } from '@modelcontextprotocol/sdk/inMemory.js';
import { Server as ServerOfOne } from '@modelcontextprotocol/sdk/server/index.js';
import { McpServer as McpServerOfOne } from '@modelcontextprotocol/sdk/server/mcp.js';
import { ElicitRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import {
  createMcpHandler,
  InMemoryTransport as ServerPipeOfTwo,
  McpServer as McpServerOfTwo,
} from '@modelcontextprotocol/server';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { fixtureCaller, fixturePath } from '../test/fixture-path.ts';
import { silentLog } from '../test/logs.ts';
import { mount } from './mount.ts';

const info = { name: 'host', version: '1.0.0' };
const person = { capabilities: { elicitation: {} } };

const options = () => ({ path: fixturePath(), caller: { ...fixtureCaller, transport: 'embedded' as const }, logger: silentLog });

const ownTool = { description: 'Of the host', inputSchema: { x: z.string() } };
const ownAnswer = async ({ x }: { x: string }) => ({ content: [{ type: 'text' as const, text: `own ${x}` }] });

const clientOfOne = async (server: { connect(transport: PipeOfOne): Promise<void> }): Promise<ClientOfOne> => {
  const [near, far] = PipeOfOne.createLinkedPair();
  const client = new ClientOfOne(info, person);
  client.setRequestHandler(ElicitRequestSchema, async () => ({ action: 'accept', content: { approve: true } }));
  await server.connect(far);
  await client.connect(near);
  return client;
};

test('a server of version 1 keeps its tools and gets ours', async () => {
  const server = new McpServerOfOne(info);
  mount(server, options());
  server.registerTool('own', ownTool, ownAnswer);
  const client = await clientOfOne(server);
  const names = (await client.listTools()).tools.map(({ name }) => name);
  expect(names).toContain('own');
  expect(names).toContain('echo');
  expect(await client.callTool({ name: 'own', arguments: { x: 'y' } })).toMatchObject({ content: [{ text: 'own y' }] });
  expect(await client.callTool({ name: 'echo', arguments: { a: 1 } })).toMatchObject({
    structuredContent: { args: '{"a":1}', client: 'host/1.0.0' },
  });
});

test('a server of version 1 asks the person behind its client', async () => {
  const server = new McpServerOfOne(info);
  mount(server, options());
  const client = await clientOfOne(server);
  expect(await client.callTool({ name: 'asking' })).toMatchObject({ structuredContent: { answered: 'approved' } });
});

test('a low-level server of version 1 takes tools it had none of', async () => {
  const server = new ServerOfOne(info, { capabilities: {} });
  mount(server, options());
  const client = await clientOfOne(server);
  expect((await client.listTools()).tools.length).toBeGreaterThan(5);
  await expect(client.callTool({ name: 'nope' })).rejects.toMatchObject({ code: -32_602 });
});

test('a paginating host lists its pages first and ours after them', async () => {
  const server = new ServerOfOne(info, { capabilities: { tools: {} } });
  const tool = (name: string) => ({ name, inputSchema: { type: 'object' as const } });
  server.setRequestHandler(ListToolsRequestSchema, ({ params }) =>
    params?.cursor === undefined ? { tools: [tool('own_a')], nextCursor: 'b' } : { tools: [tool('own_b')] },
  );
  mount(server, { ...options(), path: fixturePath({ pageSize: 4 }) });
  const client = await clientOfOne(server);
  const names: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await client.listTools(cursor === undefined ? {} : { cursor });
    names.push(...page.tools.map(({ name }) => name));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  expect(names.slice(0, 3)).toEqual(['own_a', 'own_b', 'echo']);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toContain('asking');
});

test('a server of version 2 keeps its tools and gets ours', async () => {
  const server = new McpServerOfTwo(info);
  server.registerTool('own', { ...ownTool, inputSchema: z.object(ownTool.inputSchema) }, ownAnswer);
  mount(server, options());
  const [near, far] = ServerPipeOfTwo.createLinkedPair();
  const client = new ClientOfTwo(info, person);
  client.setRequestHandler('elicitation/create', async () => ({ action: 'accept', content: { approve: true } }));
  await server.connect(far);
  await client.connect(near);
  expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(expect.arrayContaining(['own', 'echo']));
  expect(await client.callTool({ name: 'own', arguments: { x: 'y' } })).toMatchObject({ content: [{ text: 'own y' }] });
  expect(await client.callTool({ name: 'asking' })).toMatchObject({ structuredContent: { answered: 'approved' } });
});

test('a handler of version 2 asks clients of 2026 by returning the question', async () => {
  const handler = createMcpHandler(() => {
    const server = new McpServerOfTwo(info);
    mount(server, options());
    return server;
  });
  const client = new ClientOfTwo(info, { ...person, versionNegotiation: { mode: { pin: '2026-07-28' } } });
  client.setRequestHandler('elicitation/create', async () => ({ action: 'accept', content: { approve: true } }));
  const fetch = (url: string | URL | Request, init?: RequestInit) => handler.fetch(new Request(url, init));
  await client.connect(new StreamableHTTPClientTransport(new URL('http://localhost/mcp'), { fetch }));
  expect(await client.callTool({ name: 'asking' })).toMatchObject({ structuredContent: { answered: 'approved' } });
});

test('a name in both is refused, whichever side registers it first', async () => {
  const early = new McpServerOfOne(info);
  early.registerTool('echo', ownTool, ownAnswer);
  expect(() => mount(early, options())).toThrow(/already has a tool named echo/);

  const late = new McpServerOfOne(info);
  mount(late, options());
  late.registerTool('echo', ownTool, ownAnswer);
  await expect((await clientOfOne(late)).listTools()).rejects.toThrow(/already has a tool named echo/);
});

test('unmounting takes the tools away', async () => {
  const server = new McpServerOfOne(info);
  server.registerTool('own', ownTool, ownAnswer);
  const mounted = mount(server, options());
  mounted.unmount();
  const client = await clientOfOne(server);
  expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['own']);
});

test('what is no server is refused with a hint', () => {
  expect(() => mount({}, options())).toThrow(
    expect.objectContaining({ code: 'unsupported', hint: expect.stringContaining('McpServer') }),
  );
});
