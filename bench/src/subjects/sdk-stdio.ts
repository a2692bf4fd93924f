import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { sdkServer } from './sdk-server.ts';

serveStdio(() => sdkServer(10));
process.stdin.on('end', () => process.exit());
