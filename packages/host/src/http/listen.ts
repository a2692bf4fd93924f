import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { exitCodes, ExitError } from '../exit-codes.ts';
import type { Address } from './address.ts';

/** A server that listens, and where. */
export interface Listening {
  readonly server: Server;
  readonly address: Address;
}

/** Listens, with limits on how long a client may take to send what it wants. A port that is taken is one line, not a stack. */
export const listen = async ({
  address,
  listener,
}: {
  address: Address;
  listener: (request: IncomingMessage, response: ServerResponse) => void;
}): Promise<Listening> => {
  const server = createServer(
    { headersTimeout: 10_000, requestTimeout: 60_000, keepAliveTimeout: 65_000, maxHeaderSize: 32 << 10 },
    listener,
  );
  server.maxConnections = 10_000;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', (error) => reject(cannotListen({ address, error })));
  server.listen({ host: address.host, port: address.port }, resolve);
  await promise;
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : address.port;
  return { server, address: { host: address.host, port } };
};

const cannotListen = ({ address, error }: { address: Address; error: Error }): ExitError => {
  const shown = `${address.host}:${address.port}`;
  const code = 'code' in error ? error.code : undefined;
  const known = typeof code === 'string' ? reasons[code] : undefined;
  return new ExitError({
    message: known === undefined ? `Cannot listen on ${shown}: ${error.message}` : `Cannot listen on ${shown}: ${known.why}.`,
    hint: known?.hint ?? 'Choose another address with --http [host:]port.',
    exitCode: exitCodes.unreachable,
    cause: error,
  });
};

const reasons: Record<string, { why: string; hint: string } | undefined> = {
  EADDRINUSE: {
    why: 'the port is taken',
    hint: 'Stop what listens there, or choose another port: --http 127.0.0.1:7401 (0 takes a free one).',
  },
  EACCES: { why: 'this user may not take that port', hint: 'Choose a port above 1023.' },
  EADDRNOTAVAIL: { why: 'this machine has no such address', hint: 'Use 127.0.0.1, or 0.0.0.0 for every interface.' },
  ENOTFOUND: { why: 'the name does not resolve', hint: 'Use an address, as 127.0.0.1.' },
};
