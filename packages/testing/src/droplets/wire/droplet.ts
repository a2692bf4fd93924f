import { sizes } from '../model/catalogue.ts';
import type { ActionRecord, DropletRecord } from '../model/records.ts';
import { dropletKey } from '../world/actions.ts';
import type { World } from '../world/world.ts';
import { toImage, toRegion, toSize } from './places.ts';
import { stamp } from './stamp.ts';

export const toDroplet = (droplet: DropletRecord, world: World) => {
  const size = sizes.find(({ slug }) => slug === droplet.size);
  const image = world.images.get(droplet.imageId);
  const own = [...world.images.values()].filter(({ dropletId }) => dropletId === droplet.id);
  const number = droplet.id % 250;
  return {
    id: droplet.id,
    name: droplet.name,
    memory: size?.memoryMb ?? 0,
    vcpus: size?.vcpus ?? 0,
    disk: droplet.diskGb,
    locked: world.actions.isBusy(dropletKey(droplet.id)),
    status: droplet.status,
    kernel: null,
    created_at: stamp(droplet.createdAtMs),
    features: [...droplet.features],
    backup_ids: own.filter(({ type }) => type === 'backup').map(({ id }) => id),
    next_backup_window: droplet.backupPolicy === undefined ? null : nextWindow(world),
    snapshot_ids: own.filter(({ type }) => type === 'snapshot').map(({ id }) => id),
    image: image === undefined ? {} : toImage(image),
    volume_ids: [...world.volumes.values()].filter(({ dropletId }) => dropletId === droplet.id).map(({ id }) => id),
    size: size === undefined ? {} : toSize(size),
    size_slug: droplet.size,
    networks: {
      // A new droplet has none until it is created.
      v4:
        droplet.status === 'new'
          ? []
          : [
              { ip_address: `10.128.0.${number}`, netmask: '255.255.240.0', gateway: '10.128.0.1', type: 'private' },
              { ip_address: `203.0.113.${number}`, netmask: '255.255.255.0', gateway: '203.0.113.1', type: 'public' },
            ],
      v6: [],
    },
    region: toRegion(droplet.region),
    tags: droplet.tags,
    vpc_uuid: droplet.vpcId,
  };
};

/** The policy as `/v2/droplets/{id}/backups/policy` shows it. */
export const toBackupPolicy = (droplet: DropletRecord, world: World) => {
  const { backupPolicy: policy } = droplet;
  return {
    droplet_id: droplet.id,
    backup_enabled: policy !== undefined,
    backup_policy:
      policy === undefined
        ? null
        : {
            plan: policy.plan,
            ...(policy.weekday === undefined ? {} : { weekday: policy.weekday }),
            hour: policy.hour,
            window_length_hours: 4,
            retention_period_days: policy.plan === 'daily' ? 7 : 28,
          },
    next_backup_window: policy === undefined ? null : nextWindow(world),
  };
};

export const toAction = (action: ActionRecord) => ({
  id: action.id,
  status: action.status,
  type: action.type,
  started_at: stamp(action.startedAtMs),
  completed_at: action.completedAtMs === undefined ? null : stamp(action.completedAtMs),
  resource_id: action.resourceId,
  resource_type: action.resourceType,
  region: toRegion(action.region),
  region_slug: action.region,
});

const nextWindow = (world: World) => {
  const startMs = Math.ceil((world.clock.now() + 1) / dayMs) * dayMs;
  return { start: stamp(startMs), end: stamp(startMs + 4 * 3_600_000) };
};

const dayMs = 86_400_000;
