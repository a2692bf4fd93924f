import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { regions } from '../model/catalogue.ts';
import { toAction } from '../wire/droplet.ts';
import { toLoadBalancer, toReservedIp, toVpc } from '../wire/network.ts';
import { bodyOf, endpoint, noContent, orNotFound, page } from './endpoint.ts';
import type { Endpoint, EndpointCall } from './endpoint.ts';
import { refuse, unprocessable } from './refusal.ts';

const network = z.object({
  name: z.string().regex(/^[a-zA-Z0-9.-]+$/),
  region: z.string(),
  description: z.string().max(255).default(''),
  ip_range: z.cidrv4().optional(),
});
const members = z.object({ droplet_ids: z.array(z.int()).min(1) });
const wanted = z.discriminatedUnion('type', [
  z.object({ type: z.literal('assign'), droplet_id: z.int() }),
  z.object({ type: z.literal('unassign') }),
]);

/** Private networks, load balancers and reserved addresses. */
export const networkEndpoints = (): readonly Endpoint[] => [
  endpoint('GET /vpcs', (call) => page(call, 'vpcs', [...call.world.vpcs.values()], toVpc)),
  endpoint('POST /vpcs', createVpc),
  endpoint('GET /vpcs/:vpc', ({ world, params }) => ({ json: { vpc: toVpc(orNotFound(world.vpcs.get(params['vpc'] ?? ''))) } })),
  endpoint('GET /load_balancers', (call) => page(call, 'load_balancers', [...call.world.loadBalancers.values()], toLoadBalancer)),
  endpoint('GET /load_balancers/:balancer', (call) => ({
    json: { load_balancer: toLoadBalancer(balancerOf(call), call.world) },
  })),
  endpoint('POST /load_balancers/:balancer/droplets', (call) =>
    changeMembers(call, (has, ids) => [...new Set([...has, ...ids])]),
  ),
  endpoint('DELETE /load_balancers/:balancer/droplets', (call) =>
    changeMembers(call, (has, ids) => has.filter((id) => !ids.includes(id))),
  ),
  endpoint('GET /reserved_ips', (call) => page(call, 'reserved_ips', [...call.world.reservedIps.values()], toReservedIp)),
  endpoint('GET /reserved_ips/:ip', (call) => ({ json: { reserved_ip: toReservedIp(reservedOf(call), call.world) } })),
  endpoint('GET /reserved_ips/:ip/actions', (call) =>
    page(call, 'actions', call.world.actions.of(`reserved_ip ${reservedOf(call).ip}`), toAction),
  ),
  endpoint('POST /reserved_ips/:ip/actions', assign),
];

function createVpc(call: EndpointCall) {
  const { world } = call;
  const body = bodyOf(call, network);
  if (!regions.some(({ slug, available }) => slug === body.region && available)) throw unprocessable('invalid region');
  const all = [...world.vpcs.values()];
  if (all.some(({ name }) => name === body.name)) throw unprocessable('This name is already used by another VPC.');
  const ipRange = body.ip_range ?? `10.${120 + all.length}.0.0/20`;
  if (all.some((vpc) => vpc.ipRange === ipRange)) throw unprocessable('This range/size overlaps with another VPC network.');
  const { name, description, region } = body;
  const vpc = { id: randomUUID(), name, description, region, ipRange, isDefault: false, createdAtMs: world.clock.now() };
  world.vpcs.set(vpc.id, vpc);
  return { status: 201, json: { vpc: toVpc(vpc) } };
}

const balancerOf = ({ world, params }: EndpointCall) => orNotFound(world.loadBalancers.get(params['balancer'] ?? ''));

const changeMembers = (call: EndpointCall, change: (has: readonly number[], ids: readonly number[]) => number[]) => {
  const balancer = balancerOf(call);
  const { droplet_ids: ids } = bodyOf(call, members);
  if (balancer.tag !== undefined) throw unprocessable('The Droplets of this load balancer are chosen by its tag.');
  const unknown = ids.filter((id) => !call.world.droplets.has(id));
  if (unknown.length > 0) throw refuse(404, 'The Droplets were not found.');
  balancer.dropletIds = change(balancer.dropletIds, ids);
  return noContent;
};

const reservedOf = ({ world, params }: EndpointCall) => orNotFound(world.reservedIps.get(params['ip'] ?? ''));

function assign(call: EndpointCall) {
  const { world } = call;
  const reserved = reservedOf(call);
  const body = bodyOf(call, wanted);
  const key = `reserved_ip ${reserved.ip}`;
  if (world.actions.isBusy(key)) throw unprocessable('The reserved IP already has a pending event.');
  if (body.type === 'unassign' && reserved.dropletId === undefined) throw unprocessable('The reserved IP is not assigned.');
  const droplet = body.type === 'assign' ? orNotFound(world.droplets.get(body.droplet_id)) : undefined;
  if (droplet !== undefined && droplet.region !== reserved.region) {
    throw unprocessable('The reserved IP and the Droplet must be in the same region.');
  }
  const action = world.actions.begin({
    type: body.type === 'assign' ? 'assign_ip' : 'unassign_ip',
    resourceId: null,
    resourceType: 'reserved_ip',
    resourceKey: key,
    region: reserved.region,
    effect: () => (reserved.dropletId = droplet?.id),
  });
  return { status: 201, json: { action: toAction(action) } };
}
