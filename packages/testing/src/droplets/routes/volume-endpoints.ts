import * as z from 'zod';
import { regions } from '../model/catalogue.ts';
import type { VolumeRecord } from '../model/records.ts';
import { toAction } from '../wire/droplet.ts';
import { toVolume } from '../wire/network.ts';
import type { World } from '../world/world.ts';
import { bodyOf, endpoint, noContent, orNotFound, page } from './endpoint.ts';
import type { Endpoint, EndpointCall } from './endpoint.ts';
import { refuse, unprocessable } from './refusal.ts';

const creation = z.object({
  name: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/),
  region: z.string(),
  size_gigabytes: z.int().min(1).max(16_384),
  description: z.string().default(''),
  filesystem_type: z.enum(['ext4', 'xfs']).or(z.literal('')).default(''),
  tags: z
    .array(z.string())
    .nullish()
    .transform((tags) => tags ?? []),
});

const wanted = z.object({ type: z.enum(['attach', 'detach']), droplet_id: z.int(), region: z.string().optional() });

/** Block storage. */
export const volumeEndpoints = (): readonly Endpoint[] => [
  endpoint('GET /volumes', (call) => {
    const [name, region] = [call.query.get('name'), call.query.get('region')];
    const fitting = [...call.world.volumes.values()].filter(
      (volume) => (name === null || volume.name === name) && (region === null || volume.region === region),
    );
    return page(call, 'volumes', fitting, toVolume);
  }),
  endpoint('POST /volumes', (call) => {
    const body = bodyOf(call, creation);
    if (!regions.some(({ slug, available }) => slug === body.region && available)) throw unprocessable('invalid region');
    const isTaken = [...call.world.volumes.values()].some(({ name, region }) => name === body.name && region === body.region);
    if (isTaken) throw refuse(409, 'a volume with that name already exists in this region');
    const { size_gigabytes: sizeGb, filesystem_type: filesystem, ...rest } = body;
    return { status: 201, json: { volume: toVolume(call.world.addVolume({ ...rest, sizeGb, filesystem })) } };
  }),
  endpoint('GET /volumes/:volume', (call) => ({ json: { volume: toVolume(volumeOf(call)) } })),
  endpoint('DELETE /volumes/:volume', (call) => {
    const volume = volumeOf(call);
    if (volume.dropletId !== undefined) throw refuse(409, 'A volume that is attached to a Droplet cannot be deleted.');
    call.world.volumes.delete(volume.id);
    return noContent;
  }),
  endpoint('POST /volumes/:volume/actions', (call) => {
    const volume = volumeOf(call);
    const body = bodyOf(call, wanted);
    const effect = effectOf({ world: call.world, volume, ...body });
    const action = call.world.actions.begin({
      type: body.type === 'attach' ? 'attach_volume' : 'detach_volume',
      resourceId: null,
      resourceType: 'volume',
      resourceKey: `volume ${volume.id}`,
      region: volume.region,
      effect,
    });
    return { status: 202, json: { action: toAction(action) } };
  }),
  endpoint('GET /volumes/:volume/actions', (call) =>
    page(call, 'actions', call.world.actions.of(`volume ${volumeOf(call).id}`), toAction),
  ),
];

const volumeOf = ({ world, params }: EndpointCall): VolumeRecord => orNotFound(world.volumes.get(params['volume'] ?? ''));

const effectOf = ({
  world,
  volume,
  type,
  droplet_id: dropletId,
}: {
  world: World;
  volume: VolumeRecord;
  type: 'attach' | 'detach';
  droplet_id: number;
}): (() => void) => {
  const droplet = orNotFound(world.droplets.get(dropletId));
  if (world.actions.isBusy(`volume ${volume.id}`)) throw unprocessable('Volume already has a pending event.');
  if (type === 'detach') {
    if (volume.dropletId !== dropletId) throw unprocessable('Volume is not attached to this Droplet.');
    return () => (volume.dropletId = undefined);
  }
  if (volume.dropletId !== undefined) throw unprocessable('Volume is already attached to a Droplet.');
  if (droplet.region !== volume.region) throw unprocessable('Volume and Droplet are not in the same region.');
  return () => (volume.dropletId = dropletId);
};
