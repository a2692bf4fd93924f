import type { IncomingMessage, ServerResponse } from 'node:http';
import { ZodJsonSchemaAdapter } from '@tmcp/adapter-zod';
import { HttpTransport } from '@tmcp/transport-http';
import { McpServer } from 'tmcp';
import { serve } from '../processes/serve.ts';
import { noOpDescription, noOpInput, noOpOutput, searches, searchInput } from './schemas.ts';

const [tools = '1'] = process.argv.slice(2);
const server = new McpServer(
  { name: 'bench', version: '1.0.0', description: 'Bench' },
  { adapter: new ZodJsonSchemaAdapter(), capabilities: { tools: { listChanged: true } } },
);
const answer = { ok: true };
const run = async () => ({ content: [{ type: 'text' as const, text: JSON.stringify(answer) }], structuredContent: answer });
server.tool({ name: 'noop', description: noOpDescription, schema: noOpInput, outputSchema: noOpOutput }, run);
for (const { name, description } of searches(Number(tools) - 1)) {
  server.tool({ name, description, schema: searchInput, outputSchema: noOpOutput }, run);
}
const transport = new HttpTransport(server, { path: '/mcp' });

// The transport takes and gives web requests; the bridge to node:http is as short as it can be.
const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const { host = '', ...headers } = request.headers;
  const answered = await transport.respond(
    new Request(`http://${host}${request.url}`, {
      method: 'POST',
      headers: Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]),
      body: Buffer.concat(chunks),
    }),
  );
  response.writeHead(answered?.status ?? 404, Object.fromEntries(answered?.headers ?? []));
  if (answered?.body != null) for await (const chunk of answered.body) response.write(chunk);
  response.end();
};
await serve((request, response) => void handle(request, response));
