import { createServer, type RequestListener } from 'node:http';
import { onTestFinished } from 'vitest';
import type { Caller } from '../../calls/types.ts';
import { createHttpDoor, type DoorOptions, type HttpDoor } from '../http/door.ts';
import { fixtureCaller, type FixturePath, fixturePath } from './fixture-path.ts';
import { silentLog } from './logs.ts';

export const httpCaller: Caller = { ...fixtureCaller, transport: 'http' };

/** Listens on a free loopback port. */
export const listen = async (listener: RequestListener): Promise<{ origin: string; close: () => Promise<void> }> => {
  const server = createServer({ keepAliveTimeout: 5_000 }, listener);
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
};

export interface OpenDoor {
  readonly door: HttpDoor;
  readonly path: FixturePath;
  readonly origin: string;
  /** `/mcp` of this door. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** A door of the fixture on a real port. */
export const openDoor = async (options: Partial<Omit<DoorOptions, 'path'>> & { path?: FixturePath } = {}): Promise<OpenDoor> => {
  const path = options.path ?? fixturePath();
  const door = createHttpDoor({ authenticate: () => httpCaller, logger: silentLog, ...options, path });
  const { origin, close } = await listen(door.listener);
  return {
    door,
    path,
    origin,
    url: `${origin}/mcp`,
    close: async () => {
      await door.close({ graceMs: 0 });
      await close();
    },
  };
};

/** The same, closed when the test ends. */
export const testDoor = async (options?: Parameters<typeof openDoor>[0]): Promise<OpenDoor> => {
  const open = await openDoor(options);
  onTestFinished(open.close);
  return open;
};
