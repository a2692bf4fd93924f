import { path } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { ApiReader } from '../client/api-reader.ts';

/** https://docs.digitalocean.com/reference/api/digitalocean/#tag/Load-Balancers */
export const balancerAnswer = z.object({
  id: z.string(),
  name: z.string(),
  ip: z.string().nullish(),
  status: z.string(),
  region: z.object({ slug: z.string() }).nullish(),
  forwarding_rules: z
    .array(
      z.object({
        entry_protocol: z.string(),
        entry_port: z.int(),
        target_protocol: z.string(),
        target_port: z.int(),
      }),
    )
    .nullish(),
  droplet_ids: z.array(z.int()).nullish(),
  tag: z.string().nullish(),
});
export type BalancerAnswer = z.output<typeof balancerAnswer>;

export const shownBalancer = z.object({
  id: z.string(),
  name: z.string(),
  ip: z.string().nullable(),
  status: z.string(),
  region: z.string().nullable(),
  forwards: z.array(z.string()).describe('Such as "https 443 to http 80".'),
  droplet_ids: z.array(z.int()),
  tag: z.string().nullable().describe('All droplets with it are members; none can be added by hand then.'),
});

export const showBalancer = (balancer: BalancerAnswer): z.output<typeof shownBalancer> => ({
  id: balancer.id,
  name: balancer.name,
  ip: balancer.ip ?? null,
  status: balancer.status,
  region: balancer.region?.slug ?? null,
  forwards: (balancer.forwarding_rules ?? []).map(
    (rule) => `${rule.entry_protocol} ${rule.entry_port} to ${rule.target_protocol} ${rule.target_port}`,
  ),
  droplet_ids: (balancer.droplet_ids ?? []).toSorted((one, other) => one - other),
  tag: balancer.tag === '' ? null : (balancer.tag ?? null),
});

export const findBalancer = async ({
  id,
  reader,
  signal,
}: {
  id: string;
  reader: ApiReader;
  signal: AbortSignal;
}): Promise<BalancerAnswer | undefined> => {
  const schema = z.object({ load_balancer: balancerAnswer });
  return (await reader.find({ path: path`/v2/load_balancers/${id}`, schema, signal }))?.load_balancer;
};
