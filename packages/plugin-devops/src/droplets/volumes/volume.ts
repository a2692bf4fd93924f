import type { LineclearError } from '@lineclear/core/plugin';
import { path } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { ApiReader } from '../client/api-reader.ts';
import { checkTag } from '../reach.ts';
import { missing, otherName } from '../text/refusals.ts';

/** https://docs.digitalocean.com/reference/api/digitalocean/#tag/Block-Storage */
export const volumeAnswer = z.object({
  id: z.string(),
  name: z.string(),
  size_gigabytes: z.int(),
  region: z.object({ slug: z.string() }),
  droplet_ids: z.array(z.int()).nullish(),
  filesystem_type: z.string().nullish(),
  description: z.string().nullish(),
  tags: z.array(z.string()).nullish(),
  created_at: z.string(),
});
export type VolumeAnswer = z.output<typeof volumeAnswer>;

export const shownVolume = z.object({
  id: z.string(),
  name: z.string(),
  size_gb: z.int(),
  region: z.string(),
  droplet_id: z.int().nullable(),
  filesystem: z.string().nullable(),
  tags: z.array(z.string()),
  created_at: z.string(),
});

export const showVolume = (volume: VolumeAnswer): z.output<typeof shownVolume> => ({
  id: volume.id,
  name: volume.name,
  size_gb: volume.size_gigabytes,
  region: volume.region.slug,
  droplet_id: volume.droplet_ids?.[0] ?? null,
  filesystem: volume.filesystem_type === '' ? null : (volume.filesystem_type ?? null),
  tags: volume.tags ?? [],
  created_at: volume.created_at,
});

interface Asked {
  readonly id: string;
  readonly reader: ApiReader;
  readonly signal: AbortSignal;
}

/** A volume within the reach of the profile, or undefined. */
export const findVolume = async ({ id, reader, signal }: Asked): Promise<VolumeAnswer | undefined> => {
  const schema = z.object({ volume: volumeAnswer });
  const found = (await reader.find({ path: path`/v2/volumes/${id}`, schema, signal }))?.volume;
  if (found !== undefined) checkTag({ settings: reader.settings, tags: found.tags, what: `The volume ${id}` });
  return found;
};

/** The volume that a write names by its id and its name. */
export const targetVolume = async ({
  name,
  ...asked
}: Asked & { name: string }): Promise<{ volume: VolumeAnswer | undefined; refusal: LineclearError | undefined }> => {
  const volume = await findVolume(asked);
  if (volume === undefined) return { volume, refusal: missing({ what: `the volume ${asked.id}`, listedBy: 'do_volume_list' }) };
  const what = `The volume ${asked.id}`;
  return { volume, refusal: volume.name === name ? undefined : otherName({ what, given: name, actual: volume.name }) };
};

/** US dollars for a GiB in a month: https://docs.digitalocean.com/products/volumes/details/pricing/ */
export const monthlyPerGb = 0.1;
