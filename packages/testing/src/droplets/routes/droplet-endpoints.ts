import * as z from 'zod';
import { sizes } from '../model/catalogue.ts';
import type { DropletRecord } from '../model/records.ts';
import { toBackupPolicy, toAction, toDroplet } from '../wire/droplet.ts';
import { toFirewall } from '../wire/network.ts';
import { toDropletImage } from '../wire/places.ts';
import { dropletKey } from '../world/actions.ts';
import type { World } from '../world/world.ts';
import { bodyOf, dropletOf, endpoint, noContent, page } from './endpoint.ts';
import type { Endpoint, EndpointCall } from './endpoint.ts';
import { unprocessable } from './refusal.ts';

const creation = z.object({
  name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9.-]*$/, 'Only valid hostname characters are allowed. (a-z, A-Z, 0-9, . and -)'),
  region: z.string(),
  size: z.string(),
  image: z.union([z.string(), z.int()]),
  // Clients in Go send null for what they have nothing for.
  ssh_keys: z
    .array(z.union([z.string(), z.int()]))
    .nullish()
    .transform((keys) => keys ?? []),
  backups: z.boolean().default(false),
  ipv6: z.boolean().default(false),
  monitoring: z.boolean().default(false),
  tags: z
    .array(z.string().regex(/^[\w:-]{1,255}$/))
    .nullish()
    .transform((tags) => tags ?? []),
  user_data: z.string().max(65_536).optional(),
  vpc_uuid: z.string().optional(),
});

/** Machines, and what belongs to one. */
export const dropletEndpoints = (): readonly Endpoint[] => [
  endpoint('GET /droplets', (call) => {
    const [tag, name] = [call.query.get('tag_name'), call.query.get('name')];
    const fitting = [...call.world.droplets.values()]
      .toReversed()
      .filter(
        (droplet) =>
          (tag === null || droplet.tags.includes(tag)) && (name === null || droplet.name.toLowerCase() === name.toLowerCase()),
      );
    return page(call, 'droplets', fitting, toDroplet);
  }),
  endpoint('POST /droplets', create),
  endpoint('GET /droplets/:id', (call) => ({ json: { droplet: toDroplet(dropletOf(call), call.world) } })),
  endpoint('DELETE /droplets/:id', (call) => {
    remove(call.world, dropletOf(call));
    return noContent;
  }),
  endpoint('GET /droplets/:id/actions', (call) => page(call, 'actions', actionsOf(call), toAction)),
  endpoint('GET /droplets/:id/snapshots', (call) => page(call, 'snapshots', imagesOf(call, 'snapshot'), toDropletImage)),
  endpoint('GET /droplets/:id/backups', (call) => page(call, 'backups', imagesOf(call, 'backup'), toDropletImage)),
  endpoint('GET /droplets/:id/backups/policy', (call) => ({ json: { policy: toBackupPolicy(dropletOf(call), call.world) } })),
  endpoint('GET /droplets/:id/firewalls', (call) => {
    const droplet = dropletOf(call);
    const guarding = [...call.world.firewalls.values()].filter(
      ({ dropletIds, tags }) => dropletIds.includes(droplet.id) || tags.some((tag) => droplet.tags.includes(tag)),
    );
    return page(call, 'firewalls', guarding, toFirewall);
  }),
];

function create(call: EndpointCall) {
  const { world } = call;
  const body = bodyOf(call, creation);
  const size = sizes.find(({ slug }) => slug === body.size);
  if (size?.regions.includes(body.region) !== true) throw unprocessable('Size is not available in this region.');
  const image = [...world.images.values()].find(({ id, slug }) => id === body.image || slug === body.image);
  if (image === undefined) throw unprocessable('You specified an invalid image for Droplet creation.');
  if (image.minDiskGb > size.diskGb) throw unprocessable('You can not create a Droplet with a smaller disk than its image.');
  for (const key of body.ssh_keys) {
    const isKnown = world.sshKeys.some(({ id, fingerprint }) => id === key || fingerprint === key);
    if (!isKnown) throw unprocessable(`${key} are invalid key identifiers for Droplet creation.`);
  }
  const vpc = body.vpc_uuid === undefined ? world.defaultVpc(body.region) : world.vpcs.get(body.vpc_uuid);
  if (vpc?.region !== body.region) throw unprocessable('VPC is not in the region of the Droplet.');
  const droplet = world.addDroplet({
    name: body.name,
    status: 'new',
    size: body.size,
    diskGb: size.diskGb,
    region: body.region,
    imageId: image.id,
    tags: [...new Set(body.tags)],
    vpcId: vpc.id,
    features: new Set(['private_networking', ...['backups', 'ipv6', 'monitoring'].filter((name) => Object(body)[name] === true)]),
    backupPolicy: body.backups ? { plan: 'weekly', weekday: 'SUN', hour: 20 } : undefined,
    userData: body.user_data,
    sshKeys: body.ssh_keys.map(String),
  });
  const action = world.actions.begin({
    type: 'create',
    resourceId: droplet.id,
    resourceType: 'droplet',
    resourceKey: dropletKey(droplet.id),
    region: droplet.region,
    effect: () => (droplet.status = 'active'),
  });
  const link = { id: action.id, rel: 'create', href: `${call.api}/v2/actions/${action.id}` };
  return { status: 202, json: { droplet: toDroplet(droplet, world), links: { actions: [link] } } };
}

/** Its snapshots stay, its backups do not, and whatever points to it points to nothing any more. */
const remove = (world: World, droplet: DropletRecord): void => {
  if (world.actions.isBusy(dropletKey(droplet.id))) throw unprocessable('Droplet already has a pending event.');
  world.droplets.delete(droplet.id);
  for (const image of world.images.values()) {
    if (image.type === 'backup' && image.dropletId === droplet.id) world.images.delete(image.id);
  }
  for (const volume of world.volumes.values()) if (volume.dropletId === droplet.id) volume.dropletId = undefined;
  for (const reserved of world.reservedIps.values()) if (reserved.dropletId === droplet.id) reserved.dropletId = undefined;
  for (const holder of [...world.firewalls.values(), ...world.loadBalancers.values()]) {
    holder.dropletIds = holder.dropletIds.filter((id) => id !== droplet.id);
  }
};

const actionsOf = (call: EndpointCall) => call.world.actions.of(dropletKey(dropletOf(call).id));

const imagesOf = (call: EndpointCall, type: 'snapshot' | 'backup') => {
  const { id } = dropletOf(call);
  return [...call.world.images.values()].filter((image) => image.dropletId === id && image.type === type);
};
