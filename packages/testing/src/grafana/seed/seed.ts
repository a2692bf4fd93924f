import type { GrafanaWorld } from '../world/world.ts';
import { fillTunnel } from './tunnel.ts';

export type SeedName = 'empty' | 'tunnel';

/** Fills a new world. */
export const seed = ({ world, name, nowMs }: { world: GrafanaWorld; name: SeedName; nowMs: number }): void => {
  world.addContactPoint({
    uid: 'grafana-default-email',
    name: 'grafana-default-email',
    type: 'email',
    settings: { addresses: '<example@email.com>' },
  });
  if (name === 'tunnel') fillTunnel({ world, nowMs });
};
