import { quoted, LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { ApiReader } from '../client/api-reader.ts';

/** https://docs.digitalocean.com/reference/api/digitalocean/#tag/Sizes */
export const sizeAnswer = z.object({
  slug: z.string(),
  vcpus: z.int(),
  memory: z.int(),
  disk: z.int(),
  price_monthly: z.number(),
  regions: z.array(z.string()),
  available: z.boolean(),
  description: z.string().nullish(),
});
export type SizeAnswer = z.output<typeof sizeAnswer>;

/** A size that can be had in a region; throws `invalid_input` for any other. */
export const sizeIn = async ({
  slug,
  region,
  reader,
  signal,
}: {
  slug: string;
  region: string;
  reader: ApiReader;
  signal: AbortSignal;
}): Promise<SizeAnswer> => {
  const sizes = await reader.all({ path: '/v2/sizes', key: 'sizes', item: sizeAnswer, signal });
  const size = sizes.find((one) => one.slug === slug);
  if (size?.available === true && size.regions.includes(region)) return size;
  throw new LineclearError('invalid_input', `There is no size ${quoted(slug)} in ${quoted(region)}.`, {
    hint: 'do_catalog lists the sizes of a region.',
    details: { reason: 'size' },
  });
};

/** US dollars as a person reads them. */
export const usd = (amount: number): string => `$${amount.toFixed(2)}`;
