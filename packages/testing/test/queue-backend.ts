import { createServer } from 'node:net';
import type { ContractBackend } from '../src/index.ts';

/** A line server with one queue that keeps the commands it receives. */
export const startQueue = async () => {
  const jobs = ['first', 'second'];
  const commands: string[] = [];
  const server = createServer((socket) =>
    socket.on('data', (chunk) => {
      const command = String(chunk).split(' ')[0] ?? '';
      commands.push(command);
      socket.end(`${command === 'LPOP' ? (jobs.shift() ?? 'none') : jobs.length}\n`);
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    connections: { queue: { port } },
    commands: { queue: () => commands },
    state: () => [...jobs],
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  } satisfies ContractBackend;
};
