import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler } from '@modelcontextprotocol/server';
import { serve } from '../processes/serve.ts';
import { sdkServer } from './sdk-server.ts';

const [tools = '1'] = process.argv.slice(2);
const handle = toNodeHandler(createMcpHandler(() => sdkServer(Number(tools))));
await serve((request, response) => void handle(request, response));
