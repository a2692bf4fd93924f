import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A door to a broker that keeps what comes in through it. */
export interface WatchedDoor {
  readonly port: number;
  /** In the words of the connection's `readerCommands`, in the order of their arrival. */
  readonly commands: readonly string[];
  close(): Promise<void>;
}

/**
 * Opens a door of its own for one client. A broker's own watch, such as MONITOR, tells the same a moment after the answers: here a
 * command is known before the broker has it, so that it belongs to the call that sent it. `reader` makes one for each connection.
 */
export const openWatchedDoor = async ({
  target,
  reader,
}: {
  target: number;
  reader: () => (piece: Buffer) => readonly string[];
}): Promise<WatchedDoor> => {
  const commands: string[] = [];
  const sockets = new Set<Socket>();
  const track = (socket: Socket) => {
    sockets.add(socket);
    // The other end has gone, which ends the pair.
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  };
  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1');
    const read = reader();
    track(client);
    track(upstream);
    client.on('data', (piece) => {
      commands.push(...read(piece));
      upstream.write(piece);
    });
    upstream.pipe(client);
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    commands,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
};
