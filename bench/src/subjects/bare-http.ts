import { noOpAnswer } from '../load/messages.ts';
import { serve } from '../processes/serve.ts';

// No protocol at all: what node:http and the load generator can do at most.
const body = Buffer.from(`{"result":{${noOpAnswer}},"jsonrpc":"2.0","id":1000000}`);
const headers = { 'content-type': 'application/json', 'content-length': body.length };
await serve((request, response) => {
  request.on('data', () => {});
  request.on('end', () => response.writeHead(200, headers).end(body));
});
