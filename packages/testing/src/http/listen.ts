import type { Server } from 'node:http';

/** Listens on a loopback port, a free one for 0; `close` also ends connections that are kept alive. */
export const listenOnLoopback = async (server: Server, port = 0): Promise<{ url: string; close: () => Promise<void> }> => {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port }, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no TCP port.');
  const close = () =>
    new Promise<void>((resolve, reject) => {
      server.close((error) => (error === undefined ? resolve() : reject(error)));
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${address.port}`, close };
};
