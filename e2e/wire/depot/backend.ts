import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A backend with parcels whose writes a test can hold up. */
export interface DepotBackend extends AsyncDisposable {
  readonly url: string;
  /** Every write that arrived, as `POST /parcels/a/send`. */
  readonly writes: readonly string[];
  /** From now on reads, or writes, arrive and are answered only after `release`. */
  readonly hold: (what: 'reads' | 'writes') => void;
  readonly release: () => void;
  /** Resolves when a request is being held. */
  readonly held: () => Promise<void>;
  /** What a parcel is like now; changing it is drift. */
  readonly parcels: Map<string, { weight: number; state: string }>;
}

interface Gate {
  readonly what: 'reads' | 'writes';
  readonly reached: PromiseWithResolvers<void>;
  readonly open: PromiseWithResolvers<void>;
}

/** Starts the backend on a free port. */
export const startDepot = async (): Promise<DepotBackend> => {
  const parcels = new Map([
    ['a', { weight: 3, state: 'stored' }],
    ['b', { weight: 5, state: 'stored' }],
  ]);
  const writes: string[] = [];
  let gate: Gate | undefined;

  const answer = async ({ method = '', url = '' }: IncomingMessage): Promise<{ status: number; value: unknown }> => {
    const [, , id = '', action] = url.split('/');
    const parcel = parcels.get(id);
    if (parcel === undefined) return { status: 404, value: { error: 'no such parcel' } };
    const isRead = method === 'GET';
    if (!isRead) writes.push(`${method} ${url}`);
    if (gate?.what === (isRead ? 'reads' : 'writes')) {
      gate.reached.resolve();
      await gate.open.promise;
    }
    if (isRead) return { status: 200, value: { id, ...parcel } };
    parcel.state = action === 'send' ? 'sent' : 'burnt';
    return { status: 200, value: { id, ...parcel } };
  };

  const server = createServer((request, response) => {
    request.resume();
    void answer(request).then(({ status, value }) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const release = (): void => {
    gate?.open.resolve();
    gate = undefined;
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    writes,
    parcels,
    hold: (what) => {
      gate = { what, reached: Promise.withResolvers(), open: Promise.withResolvers() };
    },
    release,
    held: async () => gate?.reached.promise,
    [Symbol.asyncDispose]: async () => {
      release();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
