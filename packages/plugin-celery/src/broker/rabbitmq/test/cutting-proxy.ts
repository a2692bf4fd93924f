import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';

export interface CuttingProxy {
  readonly port: number;
  /** Drops what the broker says from now on, so that its answers are lost. */
  muteBroker(): void;
  /** Resolves once the client has sent something after this call, and the broker has it. */
  clientSent(): Promise<void>;
  /** Breaks all connections; new ones pass again. */
  cut(): void;
  /** Leads new connections to another port. */
  redirect(targetPort: number): void;
  close(): Promise<void>;
}

/** A TCP proxy between a client and a broker, for connections that break at the worst moment. */
export const startCuttingProxy = async (firstTargetPort: number): Promise<CuttingProxy> => {
  let targetPort = firstTargetPort;
  let pairs: Socket[] = [];
  let isMute = false;
  let onSent: () => void = () => undefined;
  const server = createServer((client) => {
    const broker = connect(targetPort, '127.0.0.1');
    pairs.push(client, broker);
    client.on('data', (chunk) => broker.write(chunk, () => onSent()));
    broker.on('data', (chunk) => {
      if (!isMute) client.write(chunk);
    });
    for (const [socket, other] of [[client, broker] as const, [broker, client] as const]) {
      socket.on('error', () => undefined);
      socket.on('close', () => other.destroy());
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const cut = () => {
    isMute = false;
    for (const socket of pairs) socket.destroy();
    pairs = [];
  };
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    muteBroker: () => {
      isMute = true;
    },
    clientSent: () =>
      new Promise((resolve) => {
        onSent = resolve;
      }),
    cut,
    redirect: (port) => {
      targetPort = port;
    },
    close: async () => {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
};
