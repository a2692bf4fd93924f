import { type DropletSandbox, startDropletSandbox } from '@lineclear/testing/droplets';
import type { World } from './world.ts';

/** What the app shows to DigitalOcean. */
const token = 'dop_of_the_clients';

/** An account at DigitalOcean of its own for each client. */
export interface DropletsWorld {
  /** What a profile says of it. */
  readonly connections: { readonly droplets: object };
  /** What the configuration opens beside: without it, nothing is deleted. */
  readonly policy: readonly object[];
  /** What is true in the account now. */
  readonly world: DropletSandbox['world'];
  /** Ends it; throws where it was asked what it does not have. */
  readonly close: () => Promise<void>;
}

/** The droplets of the account: one to look at, and one for every change, so that no change touches what another one is about. */
export const machines = {
  web: { id: 11, name: 'web-1' },
  restarted: { id: 12, name: 'restarted-1' },
  small: { id: 13, name: 'small-1' },
  broken: { id: 14, name: 'broken-1' },
  saved: { id: 15, name: 'saved-1' },
  unsaved: { id: 16, name: 'unsaved-1' },
  junk: { id: 17, name: 'junk-1' },
  member: { id: 18, name: 'member-1' },
  addressed: { id: 19, name: 'addressed-1' },
  full: { id: 20, name: 'full-1' },
  guarded: { id: 21, name: 'guarded-1' },
} as const;

/** What else there is. */
export const account = {
  backup: 41,
  snapshot: { id: 42, name: 'junk-snapshot' },
  spare: { id: '506f78a4-e098-11e5-ad9f-000f53306ae1', name: 'spare' },
  junkVolume: { id: '506f78a4-e098-11e5-ad9f-000f53306ae2', name: 'junk-volume' },
  balancer: { id: '4de7ac8b-495b-4884-9a69-1050c6793cd6', name: 'front' },
  address: '203.0.113.8',
  record: 31,
  junkRecord: 32,
  check: { id: '5a4981aa-9653-4bd1-bef5-d6bff52042e4', name: 'front page' },
  junkCheck: { id: '5a4981aa-9653-4bd1-bef5-d6bff52042e5', name: 'junk check' },
  key: '3b:16:e4:bf:8b:00:8b:b8:59:8c:a9:d3:f0:19:fa:45',
} as const;

export const freshDropletsWorld = async (): Promise<DropletsWorld> => {
  const sandbox = await startDropletSandbox({ access: { [token]: 'write' } });
  fill(sandbox.world);
  const { junk, web } = machines;
  const opened = [junk.name, account.snapshot.name, account.junkVolume.name, 'junk.example.com', account.junkCheck.name];
  return {
    connections: { droplets: { url: sandbox.url, token, poll_ms: 5, wait_ms: 20_000 } },
    policy: [{ class: 'delete', target: opened, allow: 'allow' }],
    world: sandbox.world,
    close: async () => {
      await sandbox.close();
      const { violations } = sandbox;
      if (violations.length > 0) throw new Error(`The account of ${web.name} does not have: ${JSON.stringify(violations)}`);
    },
  };
};

/** The account after a write. */
export const inAccount =
  (look: (world: DropletSandbox['world']) => unknown) =>
  ({ droplets }: World): unknown =>
    droplets === undefined ? undefined : look(droplets.world);

const fill = (world: DropletSandbox['world']): void => {
  const off = new Set<string>([machines.small.name, machines.unsaved.name]);
  for (const machine of Object.values(machines)) {
    world.addDroplet({ ...machine, tags: ['shop'], status: off.has(machine.name) ? 'off' : 'active' });
  }
  addImage(world, { id: account.backup, name: 'weekly', type: 'backup', dropletId: machines.broken.id });
  addImage(world, { ...account.snapshot, type: 'snapshot', dropletId: machines.web.id });
  world.addVolume(account.spare);
  world.addVolume(account.junkVolume);
  world.addLoadBalancer({ ...account.balancer, dropletIds: [machines.web.id] });
  world.addReservedIp({ ip: account.address });
  const inbound = [{ protocol: 'tcp', ports: '443', sources: { addresses: ['0.0.0.0/0'] } }];
  world.addFirewall({ name: 'web', inbound, dropletIds: [machines.web.id] });
  world.addRecord('example.com', { id: account.record, type: 'A', name: 'www', data: '203.0.113.7' });
  world.addRecord('example.com', { id: account.junkRecord, type: 'A', name: 'junk', data: '203.0.113.9' });
  world.addUptimeCheck({ ...account.check, target: 'https://example.com' });
  world.addUptimeCheck({ ...account.junkCheck, target: 'https://junk.example.com' });
};

/** An image with an id of our choice. */
const addImage = (
  world: DropletSandbox['world'],
  { id, ...given }: { id: number; name: string; type: 'backup' | 'snapshot'; dropletId: number },
): void => {
  const image = world.addImage(given);
  world.images.delete(image.id);
  world.images.set(id, { ...image, id });
};
