import { path } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { ApiReader } from '../client/api-reader.ts';

const named = z.object({ id: z.string(), name: z.string() });
const image = z.object({ id: z.int(), name: z.string(), created_at: z.string() });

/** What points to a droplet, or was made of it. */
export interface Attached {
  readonly firewalls: readonly string[];
  readonly volumes: readonly string[];
  readonly load_balancers: readonly string[];
  readonly reserved_ips: readonly string[];
  readonly backups: number;
  readonly last_snapshot: { readonly id: number; readonly name: string; readonly created_at: string } | null;
}

export const attachedTo = async ({
  id,
  reader,
  signal,
}: {
  id: number;
  reader: ApiReader;
  signal: AbortSignal;
}): Promise<Attached> => {
  const all = <Item extends z.ZodType>(where: string, key: string, item: Item) => reader.all({ path: where, key, item, signal });
  const holder = z.object({ name: z.string(), droplet_ids: z.array(z.int()).nullish() });
  const reserved = z.object({ ip: z.string(), droplet: z.object({ id: z.int() }).nullish() });
  const [firewalls, volumes, balancers, addresses, snapshots, backups] = await Promise.all([
    all(path`/v2/droplets/${id}/firewalls`, 'firewalls', named),
    all('/v2/volumes', 'volumes', holder),
    all('/v2/load_balancers', 'load_balancers', holder),
    all('/v2/reserved_ips', 'reserved_ips', reserved),
    all(path`/v2/droplets/${id}/snapshots`, 'snapshots', image),
    all(path`/v2/droplets/${id}/backups`, 'backups', image),
  ]);
  const having = (holders: readonly z.output<typeof holder>[]) =>
    holders.filter(({ droplet_ids: ids }) => ids?.includes(id) === true).map(({ name }) => name);
  return {
    firewalls: firewalls.map(({ name }) => name),
    volumes: having(volumes),
    load_balancers: having(balancers),
    reserved_ips: addresses.filter(({ droplet }) => droplet?.id === id).map(({ ip }) => ip),
    backups: backups.length,
    last_snapshot: snapshots.toSorted((one, other) => other.created_at.localeCompare(one.created_at))[0] ?? null,
  };
};
