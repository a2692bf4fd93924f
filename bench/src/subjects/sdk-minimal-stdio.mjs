// The smallest server that the SDK's documentation shows, in plain JavaScript, so that its start pays for nothing else.
import { McpServer } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import * as z from 'zod';

serveStdio(() => {
  const server = new McpServer({ name: 'minimal', version: '1.0.0' });
  server.registerTool('noop', { description: 'Do nothing.', inputSchema: z.object({ id: z.string() }) }, () => ({
    content: [{ type: 'text', text: 'ok' }],
  }));
  return server;
});
process.stdin.on('end', () => process.exit());
