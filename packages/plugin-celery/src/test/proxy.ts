import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

/** What happens to bytes on their way to the server. `cut-after`: they arrive, the answer is lost. `cut-before`: they are lost as well. */
export type Fate = 'pass' | 'hold' | 'cut-after' | 'cut-before';

/** Stands between a client and a server, so that a test can cut, hold or move the connection at a given moment. */
export interface Proxy {
  readonly port: number;
  /** Decides over each piece that a client sends; a piece may have to wait for its fate. */
  decide: (sent: string) => Fate | Promise<Fate>;
  /** The port that new connections go to; undefined refuses them. */
  target: number | undefined;
  /** Ends every connection there is. */
  cut(): void;
  close(): Promise<void>;
}

export const startProxy = async (target: number): Promise<Proxy> => {
  const sockets = new Set<Socket>();
  const track = (socket: Socket) => {
    sockets.add(socket);
    // Cut on purpose; what matters is what the other end makes of it.
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  };
  const server = createServer((client) => {
    track(client);
    if (proxy.target === undefined) {
      client.destroy();
      return;
    }
    const upstream = connect(proxy.target, '127.0.0.1');
    track(upstream);
    const send = (chunk: Buffer, fate: Fate): void => {
      if (fate === 'hold') return;
      if (fate === 'cut-before') client.destroy();
      else upstream.write(chunk);
      if (fate === 'cut-after') client.destroy();
    };
    client.on('data', (chunk) => {
      const fate = proxy.decide(chunk.toString('latin1'));
      if (typeof fate === 'string') send(chunk, fate);
      else void fate.then((late) => send(chunk, late));
    });
    upstream.on('data', (chunk) => client.write(chunk));
    client.on('close', () => upstream.end());
    upstream.on('close', () => client.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  const proxy: Proxy = {
    port: (server.address() as AddressInfo).port,
    decide: () => 'pass',
    target,
    cut,
    close: async () => {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
  return proxy;
};
