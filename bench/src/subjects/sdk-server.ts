import { McpServer } from '@modelcontextprotocol/server';
import { noOpDescription, noOpInput, noOpOutput, searches, searchInput } from './schemas.ts';

/** The SDK's own server with so many tools, as its documentation registers them; the first does nothing. */
export const sdkServer = (tools: number): McpServer => {
  const server = new McpServer({ name: 'bench', version: '1.0.0' });
  const answer = { ok: true };
  const result = { content: [{ type: 'text' as const, text: JSON.stringify(answer) }], structuredContent: answer };
  const noop = { description: noOpDescription, inputSchema: noOpInput, outputSchema: noOpOutput };
  server.registerTool('noop', noop, () => result);
  for (const { name, description } of searches(tools - 1)) {
    server.registerTool(name, { description, inputSchema: searchInput, outputSchema: noOpOutput }, () => result);
  }
  return server;
};
