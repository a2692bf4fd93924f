import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { compose, type ComposeOptions, type Composition, type DoorOptions, type Plugin } from '@lineclear/core';
import { depotPlugin } from './plugin.ts';

/** A composition behind a real HTTP server in this process, for what no app lets one set: short times, stores, versions. */
export interface DepotHost extends AsyncDisposable {
  readonly url: string;
  readonly composition: Composition;
}

/** Serves the depot over HTTP. A token is its principal's name. */
export const startHost = async ({
  backend,
  plugin = depotPlugin(),
  askTimes,
  ...options
}: Partial<Omit<ComposeOptions, 'plugins' | 'profiles'>> & {
  readonly backend: string;
  readonly plugin?: Plugin;
  readonly askTimes?: DoorOptions['askTimes'];
}): Promise<DepotHost> => {
  const connections = { depot: { url: backend } };
  const composition = await compose({
    plugins: [plugin],
    profiles: { default: 'main', profiles: { main: { tier: 'development', connections } } },
    ...options,
  });
  const door = await composition.mcpHandler({
    authenticate: ({ headers }) => ({
      principal: { id: headers.authorization?.replace('Bearer ', '') ?? 'nobody' },
      profile: 'main',
      transport: 'http',
    }),
    ...(askTimes === undefined ? {} : { askTimes }),
  });
  const server = createServer(door.listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    composition,
    [Symbol.asyncDispose]: async () => {
      await door.close({ graceMs: 2_000 });
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await composition.close();
    },
  };
};
