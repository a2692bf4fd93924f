import * as z from 'zod';

// What https://docs.digitalocean.com/reference/api/ says that answers look like; strict, so that a field too many is seen too.

export const time = z.iso.datetime();
export const region = z.strictObject({
  name: z.string(),
  slug: z.string(),
  sizes: z.array(z.string()),
  features: z.array(z.string()),
  available: z.boolean(),
});
export const size = z.strictObject({
  slug: z.string(),
  memory: z.int().multipleOf(8).min(8),
  vcpus: z.int(),
  disk: z.int(),
  transfer: z.number(),
  price_monthly: z.number(),
  price_hourly: z.number(),
  regions: z.array(z.string()),
  available: z.boolean(),
  description: z.string(),
});
export const image = z.strictObject({
  id: z.int(),
  name: z.string(),
  type: z.enum(['base', 'snapshot', 'backup', 'custom']),
  distribution: z.string(),
  slug: z.string().nullable(),
  public: z.boolean(),
  regions: z.array(z.string()),
  created_at: time,
  min_disk_size: z.int().min(0),
  size_gigabytes: z.number(),
  description: z.string(),
  tags: z.array(z.string()),
  status: z.enum(['NEW', 'available', 'pending', 'deleted', 'retired']),
});
export const dropletImage = z.strictObject({
  id: z.int(),
  name: z.string(),
  type: z.enum(['snapshot', 'backup']),
  created_at: time,
  regions: z.array(z.string()),
  min_disk_size: z.int(),
  size_gigabytes: z.number(),
});
const window = z.strictObject({ start: time, end: time }).nullable();
const address = z.strictObject({
  ip_address: z.ipv4(),
  netmask: z.string(),
  gateway: z.string(),
  type: z.enum(['public', 'private']),
});
export const droplet = z.strictObject({
  id: z.int(),
  name: z.string(),
  memory: z.int().multipleOf(8),
  vcpus: z.int(),
  disk: z.int(),
  locked: z.boolean(),
  status: z.enum(['new', 'active', 'off', 'archive']),
  kernel: z.null(),
  created_at: time,
  features: z.array(z.string()),
  backup_ids: z.array(z.int()),
  next_backup_window: window,
  snapshot_ids: z.array(z.int()),
  image,
  volume_ids: z.array(z.string()),
  size,
  size_slug: z.string(),
  networks: z.strictObject({ v4: z.array(address), v6: z.array(z.unknown()) }),
  region,
  tags: z.array(z.string()),
  vpc_uuid: z.uuid(),
});
export const action = z.strictObject({
  id: z.int(),
  status: z.enum(['in-progress', 'completed', 'errored']),
  type: z.string(),
  started_at: time,
  completed_at: time.nullable(),
  resource_id: z.int().nullable(),
  resource_type: z.string(),
  region,
  region_slug: z.string().nullable(),
});
export const snapshot = z.strictObject({
  id: z.string(),
  name: z.string(),
  created_at: time,
  regions: z.array(z.string()),
  resource_id: z.string(),
  resource_type: z.enum(['droplet', 'volume']),
  min_disk_size: z.int(),
  size_gigabytes: z.number(),
  tags: z.array(z.string()).nullable(),
});
export const policy = z.strictObject({
  droplet_id: z.int(),
  backup_enabled: z.boolean(),
  backup_policy: z
    .strictObject({
      plan: z.enum(['daily', 'weekly']),
      weekday: z.enum(['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT']).optional(),
      hour: z.literal([0, 4, 8, 12, 16, 20]),
      window_length_hours: z.int(),
      retention_period_days: z.int(),
    })
    .nullable(),
  next_backup_window: window,
});
