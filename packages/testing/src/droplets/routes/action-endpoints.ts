import * as z from 'zod';
import { sizes } from '../model/catalogue.ts';
import type { DropletRecord } from '../model/records.ts';
import { toAction } from '../wire/droplet.ts';
import { dropletKey } from '../world/actions.ts';
import type { World } from '../world/world.ts';
import { bodyOf, dropletOf, endpoint, orNotFound, page } from './endpoint.ts';
import type { Endpoint } from './endpoint.ts';
import { unprocessable } from './refusal.ts';

const policy = z.object({
  plan: z.enum(['daily', 'weekly']),
  weekday: z.enum(['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT']).optional(),
  hour: z.literal([0, 4, 8, 12, 16, 20]).default(0),
});

const wanted = z.discriminatedUnion('type', [
  z.object({ type: z.enum(['power_on', 'power_off', 'shutdown', 'reboot', 'power_cycle', 'disable_backups']) }),
  z.object({ type: z.literal('resize'), size: z.string(), disk: z.boolean().default(false) }),
  z.object({ type: z.literal('snapshot'), name: z.string().min(1) }),
  z.object({ type: z.literal('restore'), image: z.int() }),
  z.object({ type: z.literal('rebuild'), image: z.union([z.string(), z.int()]) }),
  z.object({ type: z.literal('enable_backups'), backup_policy: policy.optional() }),
  z.object({ type: z.literal('change_backup_policy'), backup_policy: policy }),
]);
type Wanted = z.output<typeof wanted>;

/** What is done to a machine, and how far it is. */
export const actionEndpoints = (): readonly Endpoint[] => [
  endpoint('POST /droplets/:id/actions', (call) => {
    const droplet = dropletOf(call);
    const { world } = call;
    const body = bodyOf(call, wanted);
    if (world.actions.isBusy(dropletKey(droplet.id))) throw unprocessable('Droplet already has a pending event.');
    const effect = effectOf({ world, droplet, body });
    const action = world.actions.begin({
      type: body.type,
      resourceId: droplet.id,
      resourceType: 'droplet',
      resourceKey: dropletKey(droplet.id),
      region: droplet.region,
      effect,
    });
    return { status: 201, json: { action: toAction(action) } };
  }),
  endpoint('GET /droplets/:id/actions/:action', ({ world, params }) => {
    const own = world.actions.of(dropletKey(Number(params['id']))).find(({ id }) => String(id) === params['action']);
    return { json: { action: toAction(orNotFound(world.actions.look(orNotFound(own).id))) } };
  }),
  endpoint('GET /actions', (call) => page(call, 'actions', call.world.actions.of(), toAction)),
  endpoint('GET /actions/:action', ({ world, params }) => ({
    json: { action: toAction(orNotFound(world.actions.look(Number(params['action'])))) },
  })),
];

/** Refuses what cannot be begun, and yields what is true at the end. */
const effectOf = ({ world, droplet, body }: { world: World; droplet: DropletRecord; body: Wanted }): (() => void) => {
  switch (body.type) {
    case 'power_on':
      if (droplet.status === 'active') throw unprocessable('Droplet is already powered on.');
      return () => (droplet.status = 'active');
    case 'power_off':
    case 'shutdown':
      if (droplet.status === 'off') throw unprocessable('Droplet is already powered off.');
      return () => (droplet.status = 'off');
    case 'reboot':
    case 'power_cycle':
      if (droplet.status === 'off')
        throw unprocessable('Droplet is currently powered off. Please power it on to run this event.');
      return () => undefined;
    case 'resize':
      return resize({ droplet, size: body.size, isDisk: body.disk });
    case 'snapshot':
      return () => void world.addImage({ name: body.name, type: 'snapshot', dropletId: droplet.id });
    case 'restore':
    case 'rebuild':
      return replaceDisk({ world, droplet, image: body.image, isBackup: body.type === 'restore' });
    case 'enable_backups':
      if (droplet.backupPolicy !== undefined) throw unprocessable('Backups are already enabled on this Droplet.');
      return () => setPolicy(droplet, body.backup_policy ?? { plan: 'weekly', weekday: 'SUN', hour: 20 });
    case 'change_backup_policy':
      if (droplet.backupPolicy === undefined) throw unprocessable('Backups are not enabled on this Droplet.');
      return () => setPolicy(droplet, body.backup_policy);
    default:
      if (droplet.backupPolicy === undefined) throw unprocessable('Backups are not enabled on this Droplet.');
      return () => setPolicy(droplet, undefined);
  }
};

const setPolicy = (droplet: DropletRecord, next: DropletRecord['backupPolicy']): void => {
  droplet.backupPolicy = next;
  if (next === undefined) droplet.features.delete('backups');
  else droplet.features.add('backups');
};

const resize = ({ droplet, size: slug, isDisk }: { droplet: DropletRecord; size: string; isDisk: boolean }): (() => void) => {
  const size = sizes.find((one) => one.slug === slug);
  if (size?.regions.includes(droplet.region) !== true) throw unprocessable('Size is not available in this region.');
  if (droplet.status !== 'off') throw unprocessable('Droplet must be powered off before it can be resized.');
  if (size.diskGb < droplet.diskGb) throw unprocessable('This size has a smaller disk.');
  return () => {
    droplet.size = slug;
    if (isDisk) droplet.diskGb = size.diskGb;
  };
};

const replaceDisk = ({
  world,
  droplet,
  image,
  isBackup,
}: {
  world: World;
  droplet: DropletRecord;
  image: string | number;
  isBackup: boolean;
}): (() => void) => {
  const found = [...world.images.values()].find(({ id, slug }) => id === image || slug === image);
  const isOwn = found?.type === 'backup' && found.dropletId === droplet.id;
  if (found === undefined || (isBackup && !isOwn)) throw unprocessable('Image is not a backup of this Droplet.');
  if (found.minDiskGb > droplet.diskGb) throw unprocessable('The disk of the Droplet is too small for this image.');
  return () => {
    droplet.imageId = found.id;
    droplet.status = 'active';
  };
};
