import { randomUUID } from 'node:crypto';
import { NodeStreamableHTTPServerTransport } from '@modelcontextprotocol/node';
import { serve } from '../processes/serve.ts';
import { sdkServer } from './sdk-server.ts';

const [tools = '1'] = process.argv.slice(2);
const sessions = new Map<string, NodeStreamableHTTPServerTransport>();

const open = async (): Promise<NodeStreamableHTTPServerTransport> => {
  const transport = new NodeStreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    onsessioninitialized: (id) => {
      sessions.set(id, transport);
    },
  });
  await sdkServer(Number(tools)).connect(transport);
  return transport;
};

await serve((request, response) => {
  const known = sessions.get(String(request.headers['mcp-session-id']));
  if (known === undefined) void open().then((transport) => transport.handleRequest(request, response));
  else void known.handleRequest(request, response);
});
