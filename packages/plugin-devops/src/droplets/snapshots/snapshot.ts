import * as z from 'zod';

/** A snapshot below `/v2/snapshots`: https://docs.digitalocean.com/reference/api/digitalocean/#tag/Snapshots */
export const snapshotAnswer = z.object({
  id: z.union([z.string(), z.int()]).transform(Number),
  name: z.string(),
  created_at: z.string(),
  regions: z.array(z.string()),
  resource_id: z.union([z.string(), z.int()]).transform(Number),
  min_disk_size: z.int(),
  size_gigabytes: z.number(),
});
export type SnapshotAnswer = z.output<typeof snapshotAnswer>;

/** A backup or snapshot of one droplet. */
export const dropletImage = z.object({
  id: z.int(),
  name: z.string(),
  created_at: z.string(),
  regions: z.array(z.string()),
  min_disk_size: z.int(),
  size_gigabytes: z.number(),
});

export const shownImage = z.object({
  id: z.int().describe('The image_id of droplet_restore, and an image of droplet_create.'),
  name: z.string(),
  created_at: z.string(),
  droplet_id: z.int(),
  regions: z.array(z.string()),
  disk_gb: z.int(),
  size_gb: z.number(),
});

export const showImage = (image: z.output<typeof dropletImage>, dropletId: number): z.output<typeof shownImage> => ({
  id: image.id,
  name: image.name,
  created_at: image.created_at,
  droplet_id: dropletId,
  regions: image.regions,
  disk_gb: image.min_disk_size,
  size_gb: image.size_gigabytes,
});
