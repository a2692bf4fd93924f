import { userInfo } from 'node:os';
import { compose, sqliteStore } from '@lineclear/core';
import { flagsPlugin } from '@lineclear/example-hello-plugin';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import * as z from 'zod';

// The server that was there before, with a tool of its own.
const server = new McpServer({ name: 'acme', version: '1.0.0' });
server.registerTool('greet', { description: 'Greet somebody.', inputSchema: { name: z.string() } }, async ({ name }) => ({
  content: [{ type: 'text', text: `Hello, ${name}.` }],
}));

const composition = await compose({
  plugins: [flagsPlugin],
  profiles: {
    default: 'staging',
    profiles: {
      staging: { tier: 'staging', connections: { flags: { url: process.env['FLAGS_URL'], token: process.env['FLAGS_TOKEN'] } } },
    },
  },
  // Keeps previews and the audit trail.
  store: await sqliteStore({ path: process.env['STORE'] ?? 'lineclear.sqlite' }),
});
await composition.mount(server, {
  caller: { principal: { id: userInfo().username }, profile: 'staging', transport: 'embedded' },
});

await server.connect(new StdioServerTransport());
process.stdin.on('end', () => void composition.close());
