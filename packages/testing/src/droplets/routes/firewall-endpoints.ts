import * as z from 'zod';
import type { FirewallRecord } from '../model/records.ts';
import { toFirewall } from '../wire/network.ts';
import type { World } from '../world/world.ts';
import { bodyOf, endpoint, noContent, orNotFound, page } from './endpoint.ts';
import type { Endpoint, EndpointCall } from './endpoint.ts';
import { refuse, unprocessable } from './refusal.ts';

const targets = z.strictObject({
  addresses: z.array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])).optional(),
  droplet_ids: z.array(z.int()).optional(),
  load_balancer_uids: z.array(z.string()).optional(),
  kubernetes_ids: z.array(z.string()).optional(),
  tags: z.array(z.string()).optional(),
});
const base = {
  protocol: z.enum(['tcp', 'udp', 'icmp']),
  ports: z
    .string()
    .regex(/^(?:all|\d{1,5}(?:-\d{1,5})?)$/)
    .default('0'),
};
const body = z.object({
  name: z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9.-]+$/),
  inbound_rules: z.array(z.strictObject({ ...base, sources: targets })).nullish(),
  outbound_rules: z.array(z.strictObject({ ...base, destinations: targets })).nullish(),
  droplet_ids: z.array(z.int()).nullish(),
  tags: z.array(z.string()).nullish(),
});

/** Cloud firewalls. */
export const firewallEndpoints = (): readonly Endpoint[] => [
  endpoint('GET /firewalls', (call) => page(call, 'firewalls', [...call.world.firewalls.values()], toFirewall)),
  endpoint('POST /firewalls', (call) => {
    const given = checked(call, undefined);
    return { status: 202, json: { firewall: toFirewall(call.world.addFirewall(given)) } };
  }),
  endpoint('GET /firewalls/:firewall', (call) => ({ json: { firewall: toFirewall(firewallOf(call)) } })),
  endpoint('PUT /firewalls/:firewall', (call) => {
    const firewall = firewallOf(call);
    return { json: { firewall: toFirewall(Object.assign(firewall, checked(call, firewall))) } };
  }),
  endpoint('DELETE /firewalls/:firewall', (call) => {
    call.world.firewalls.delete(firewallOf(call).id);
    return noContent;
  }),
];

const firewallOf = ({ world, params }: EndpointCall): FirewallRecord => orNotFound(world.firewalls.get(params['firewall'] ?? ''));

/** The whole firewall as the request wants it: what it leaves out is taken away. */
const checked = (call: EndpointCall, own: FirewallRecord | undefined) => {
  const { world } = call;
  const { name, inbound_rules: inbound, outbound_rules: outbound, droplet_ids: dropletIds, tags } = bodyOf(call, body);
  if ((inbound?.length ?? 0) + (outbound?.length ?? 0) === 0) throw unprocessable('must have at least one rule');
  if (isTaken({ world, name, own })) throw refuse(409, 'duplicate name');
  for (const id of dropletIds ?? []) if (!world.droplets.has(id)) throw unprocessable(`could not find Droplet ${id}`);
  const everything = <Rule extends { ports: string; protocol: string }>(rules: readonly Rule[]): readonly Rule[] =>
    // The API takes "all" and shows "0".
    rules.map((rule) => ({ ...rule, ports: rule.ports === 'all' || rule.protocol === 'icmp' ? '0' : rule.ports }));
  return {
    name,
    inbound: everything(inbound ?? []),
    outbound: everything(outbound ?? []),
    dropletIds: dropletIds ?? [],
    tags: tags ?? [],
  };
};

const isTaken = ({ world, name, own }: { world: World; name: string; own: FirewallRecord | undefined }): boolean =>
  [...world.firewalls.values()].some((other) => other.name === name && other.id !== own?.id);
