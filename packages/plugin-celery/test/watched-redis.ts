import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { commandWord } from './command-word.ts';
import { commandReader } from './read-commands.ts';

/** A door to a Redis that keeps what comes in through it. */
export interface WatchedRedis {
  readonly port: number;
  /** In the words of the connection's `readerCommands`, in the order of their arrival. */
  readonly commands: readonly string[];
  close(): Promise<void>;
}

/**
 * Opens a door of its own for one client. MONITOR would tell the same, but a moment after the answers: here a command is known before
 * Redis has it, so that it belongs to the call that sent it.
 */
export const watchRedis = async (target: number): Promise<WatchedRedis> => {
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
    const read = commandReader();
    track(client);
    track(upstream);
    client.on('data', (piece) => {
      commands.push(...read(piece.toString('latin1')).map(commandWord));
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
