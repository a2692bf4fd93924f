import { createServer, type RequestListener } from 'node:http';
import { answerCommands } from './commands.ts';

/** In a server's process: listens on a free loopback port and tells the parent which. */
export const serve = async (listener: RequestListener, commands: Parameters<typeof answerCommands>[0] = {}): Promise<void> => {
  // Connections stay open while the other servers of a comparison have their turns.
  const server = createServer({ keepAliveTimeout: 600_000 }, listener);
  await new Promise<void>((resolve) => {
    server.listen({ port: 0, host: '127.0.0.1', backlog: 2_048 }, resolve);
  });
  const address = server.address();
  answerCommands({ port: () => (typeof address === 'object' ? address?.port : undefined), ...commands });
};
