// Answers /health with the version of its release. Started as: node server.mjs <port>
import { createServer } from 'node:http';
import { existsSync, readFileSync } from 'node:fs';

const inRelease = (name) => new URL(name, import.meta.url);
const version = readFileSync(inRelease('version'), 'utf8').trim();
// A release with a file of this name starts, and is not healthy.
const isBroken = existsSync(inRelease('broken'));

const server = createServer((request, response) => {
  const isHealth = request.url === '/health';
  response.writeHead(isHealth ? (isBroken ? 503 : 200) : 404, { 'content-type': 'application/json' });
  response.end(JSON.stringify(isHealth ? { version, healthy: !isBroken } : { error: 'There is only /health.' }));
});
server.listen(Number(process.argv[2]), '127.0.0.1');
process.on('SIGTERM', () => {
  server.close(() => process.exit(0));
  server.closeAllConnections();
});
