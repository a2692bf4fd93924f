import { userInfo } from 'node:os';
import { compose, sqliteStore } from '@lineclear/core';
import { flagsPlugin } from '@lineclear/example-hello-plugin';
import { McpServer } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import * as z from 'zod';

// One composition for the process; its store keeps previews and the audit trail.
const composition = await compose({
  plugins: [flagsPlugin],
  profiles: {
    default: 'staging',
    profiles: {
      staging: { tier: 'staging', connections: { flags: { url: process.env['FLAGS_URL'], token: process.env['FLAGS_TOKEN'] } } },
    },
  },
  store: await sqliteStore({ path: process.env['STORE'] ?? 'lineclear.sqlite' }),
});
const caller = { principal: { id: userInfo().username }, profile: 'staging', transport: 'embedded' } as const;

// The server that was there before, with a tool of its own.
serveStdio(async () => {
  const server = new McpServer({ name: 'acme', version: '1.0.0' });
  server.registerTool(
    'greet',
    { description: 'Greet somebody.', inputSchema: z.object({ name: z.string() }) },
    async ({ name }) => ({ content: [{ type: 'text', text: `Hello, ${name}.` }] }),
  );
  await composition.mount(server, { caller });
  return server;
});
process.stdin.on('end', () => void composition.close());
