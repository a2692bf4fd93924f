import { type Plugin } from '@lineclear/core/plugin';
import type { JsonObject } from '@lineclear/core/plugin';
import { type ContractBackend, type Example, type FakeHttp, secretMarker } from '@lineclear/testing';
import { type DropletSandbox, type DropletSandboxOptions, startDropletSandbox } from '@lineclear/testing/droplets';
import droplets from '../index.ts';
import { fill } from './account.ts';

/** An account of its own, with what {@link fill} puts there. */
export interface DropletBackend extends ContractBackend {
  readonly connections: { readonly droplets: JsonObject };
  readonly http: readonly [FakeHttp];
  readonly sandbox: DropletSandbox;
  readonly world: DropletSandbox['world'];
}

/** Calls of the tools, by name. */
export type Examples = Readonly<Record<string, readonly Example<DropletBackend>[]>>;

export const startBackend = async (options: DropletSandboxOptions = {}): Promise<DropletBackend> => {
  const sandbox = await startDropletSandbox({ access: { [secretMarker]: 'write' }, ...options });
  const { world } = sandbox;
  fill(world);
  return {
    connections: { droplets: { url: sandbox.url, token: secretMarker, poll_ms: 1, wait_ms: 500 } },
    http: [sandbox.http],
    sandbox,
    world,
    state: () => JSON.parse(JSON.stringify(world, (_key, value: unknown) => (isCollection(value) ? [...value] : value))),
    close: async () => {
      await sandbox.close();
      if (sandbox.violations.length > 0) throw new Error(`The sandbox does not have: ${JSON.stringify(sandbox.violations)}`);
    },
  };
};

// Of a Map or a Set, JSON would show nothing.
const isCollection = (value: unknown): value is Iterable<unknown> => value instanceof Map || value instanceof Set;

/** The plugin as its tools are, without the rules that keep some of them closed. */
export const open: Plugin = { ...droplets, policy: [] };
