import { LineclearError, path, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { ApiReader } from '../client/api-reader.ts';
import { checkTag } from '../reach.ts';
import { findSnapshot } from '../snapshots/find-snapshot.ts';
import type { SizeAnswer } from './size.ts';

/** https://docs.digitalocean.com/reference/api/digitalocean/#tag/Images */
const imageAnswer = z.object({
  id: z.int(),
  name: z.string(),
  distribution: z.string().nullish(),
  type: z.string(),
  public: z.boolean(),
  regions: z.array(z.string()),
  min_disk_size: z.int(),
});
export type ImageAnswer = z.output<typeof imageAnswer>;

/**
 * The image that a droplet of this size may be made of in this region. Throws `invalid_input` for any other, and `forbidden` for what was
 * made of a droplet out of reach: the new droplet would show what is on its disk.
 */
export const imageFor = async ({
  image,
  size,
  region,
  reader,
  signal,
}: {
  /** A slug, or a number as text. */
  image: string;
  size: SizeAnswer;
  region: string;
  reader: ApiReader;
  signal: AbortSignal;
}): Promise<ImageAnswer> => {
  const schema = z.object({ image: imageAnswer });
  const found = (await reader.find({ path: path`/v2/images/${image}`, schema, signal }))?.image;
  if (found === undefined) throw notUsable(`There is no image ${quoted(image)}.`);
  if (!found.public && reader.settings.tag !== undefined) {
    const snapshot = await findSnapshot({ id: found.id, reader, signal });
    // A backup, or an image that somebody sent: nothing says whose it is.
    if (snapshot === undefined) checkTag({ settings: reader.settings, tags: [], what: `The image ${found.id}` });
  }
  if (!found.regions.includes(region)) throw notUsable(`The image ${quoted(image)} is not in ${region}.`);
  if (found.min_disk_size > size.disk) {
    throw notUsable(`The image ${quoted(image)} needs a disk of ${found.min_disk_size} GB, and ${size.slug} has ${size.disk}.`);
  }
  return found;
};

const notUsable = (message: string): LineclearError =>
  new LineclearError('invalid_input', message, {
    hint: 'do_catalog lists images, and do_snapshot_list snapshots.',
    details: { reason: 'image' },
  });
