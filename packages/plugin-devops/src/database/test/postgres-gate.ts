import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { readMessages } from './frontend-messages.ts';

/** A door in front of a server that sees what is asked, and can cut it off. */
export interface PostgresGate {
  readonly port: number;
  /** The SQL that came through so far. */
  readonly statements: readonly string[];
  /**
   * Cuts the connection of the next statement that fits: `before` the server gets it, or `after` the server has answered, which the
   * client does not see any more. With `heard`, only of a connection that has asked something like it.
   */
  readonly cut: (when: 'before' | 'after', statement: RegExp, heard?: RegExp) => void;
  /** From now on the server does not learn that a client has left, as behind a pool that keeps its connections. */
  readonly linger: () => void;
  readonly close: () => Promise<void>;
}

/** The code of the message by which a client leaves. */
const terminate = 'X'.charCodeAt(0);

export const openGate = async ({ target }: { target: number }): Promise<PostgresGate> => {
  const statements: string[] = [];
  const sockets = new Set<Socket>();
  let planned: { when: 'before' | 'after'; statement: RegExp; heard: RegExp | undefined } | undefined;

  let isLingering = false;

  const server = createServer((client) => {
    const upstream = connect({ host: '127.0.0.1', port: target });
    const both = [client, upstream];
    const cut = (): void => both.forEach((socket) => void socket.destroy());
    let isAnswerLost = false;
    const own: string[] = [];
    both.forEach((socket) => {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        if (!isLingering) cut();
      });
    });
    const hear = readMessages((statement) => {
      statements.push(statement);
      own.push(statement);
      if (!planned?.statement.test(statement)) return;
      const { heard } = planned;
      if (heard !== undefined && !own.some((sql) => heard.test(sql))) return;
      isAnswerLost = planned.when === 'after';
      if (planned.when === 'before') cut();
      planned = undefined;
    });
    client.on('data', (chunk) => {
      hear(chunk);
      if (upstream.destroyed || (isLingering && chunk[0] === terminate)) return;
      upstream.write(chunk);
    });
    upstream.on('data', (chunk) => {
      if (isAnswerLost) cut();
      if (client.destroyed) return;
      client.write(chunk);
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: isAddress(address) ? address.port : 0,
    statements,
    cut: (when, statement, heard) => void (planned = { when, statement, heard }),
    linger: () => void (isLingering = true),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
};

const isAddress = (address: ReturnType<ReturnType<typeof createServer>['address']>): address is AddressInfo =>
  typeof address === 'object' && address !== null;
