import { regions, sizes } from '../model/catalogue.ts';
import type { SizeRecord } from '../model/catalogue.ts';
import type { ImageRecord } from '../model/records.ts';
import { stamp } from './stamp.ts';

export const toSize = (size: SizeRecord) => ({
  slug: size.slug,
  memory: size.memoryMb,
  vcpus: size.vcpus,
  disk: size.diskGb,
  transfer: size.transferTb,
  price_monthly: size.monthlyUsd,
  price_hourly: Number((size.monthlyUsd / 672).toFixed(5)),
  regions: size.regions,
  available: true,
  description: size.slug.startsWith('c-') ? 'CPU-Optimized' : 'Basic',
});

export const toRegion = (slug: string) => ({
  name: regions.find((region) => region.slug === slug)?.name ?? slug,
  slug,
  sizes: sizes.filter((size) => size.regions.includes(slug)).map((size) => size.slug),
  features: ['backups', 'ipv6', 'metadata', 'storage'],
  available: regions.find((region) => region.slug === slug)?.available ?? false,
});

export const toImage = (image: ImageRecord) => ({
  id: image.id,
  name: image.name,
  type: image.type,
  distribution: image.distribution,
  slug: image.slug,
  public: image.type === 'base',
  regions: image.regions,
  created_at: stamp(image.createdAtMs),
  min_disk_size: image.minDiskGb,
  size_gigabytes: image.sizeGb,
  description: '',
  tags: [],
  status: 'available',
});

/** The backups and snapshots of a droplet have numbers as ids here, and texts below `/v2/snapshots`. */
export const toDropletImage = (image: ImageRecord) => ({
  id: image.id,
  name: image.name,
  type: image.type,
  created_at: stamp(image.createdAtMs),
  regions: image.regions,
  min_disk_size: image.minDiskGb,
  size_gigabytes: image.sizeGb,
});

export const toSnapshot = (image: ImageRecord) => ({
  id: String(image.id),
  name: image.name,
  created_at: stamp(image.createdAtMs),
  regions: image.regions,
  resource_id: String(image.dropletId ?? 0),
  resource_type: 'droplet',
  min_disk_size: image.minDiskGb,
  size_gigabytes: image.sizeGb,
  tags: [],
});
