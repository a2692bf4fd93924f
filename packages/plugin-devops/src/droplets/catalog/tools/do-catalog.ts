import * as z from 'zod';
import type { ApiReader, Page } from '../../client/api-reader.ts';
import { droplets } from '../../connection.ts';
import { listFacts, paging, slug } from '../../fields.ts';
import { sizeAnswer } from '../size.ts';

const entry = z.object({
  id: z.string().describe('What droplet_create takes.'),
  description: z.string(),
  monthly_usd: z.number().nullable(),
  regions: z.array(z.string()),
});
type Entry = z.output<typeof entry>;

export const doCatalog = droplets.read({
  name: 'do_catalog',
  title: 'See what a droplet can be made of',
  toolset: 'droplets',
  description: 'List the sizes with prices, regions, images or SSH keys that droplet_create and droplet_resize take.',
  input: z.strictObject({
    kind: z.enum(['sizes', 'regions', 'images', 'ssh_keys']).describe('What to list.'),
    region: slug.optional().describe('Of this page, only what is there, such as ams3.'),
    ...paging,
  }),
  output: z.object({ entries: z.array(entry), ...listFacts }),
  run: async ({ input: { kind, region, ...part }, reader, signal }) => {
    const { items, total, nextPage } = await lists[kind]({ reader, signal, ...part });
    const fitting = items.filter(({ regions }) => region === undefined || regions.length === 0 || regions.includes(region));
    return { entries: fitting, total, next_page: nextPage };
  },
});

interface Asked {
  readonly reader: ApiReader;
  readonly signal: AbortSignal;
  readonly page: number;
  readonly limit: number;
}

const listing =
  <Item extends z.ZodType>(
    request: { path: string; key: string; item: Item; query?: Record<string, string> },
    show: (item: z.output<Item>) => Entry,
  ) =>
  async ({ reader, ...part }: Asked): Promise<Page<Entry>> => {
    const found = await reader.page({ ...request, ...part });
    return { ...found, items: found.items.map(show) };
  };

const region = z.object({ slug: z.string(), name: z.string(), available: z.boolean() });
const image = z.object({
  id: z.int(),
  slug: z.string().nullish(),
  name: z.string(),
  distribution: z.string().nullish(),
  regions: z.array(z.string()),
});
const key = z.object({ fingerprint: z.string(), name: z.string() });

const lists = {
  sizes: listing({ path: '/v2/sizes', key: 'sizes', item: sizeAnswer }, (size) => ({
    id: size.slug,
    description: `${size.vcpus} vCPU, ${size.memory} MB, ${size.disk} GB disk${size.available ? '' : ', sold out'}`,
    monthly_usd: size.price_monthly,
    regions: size.regions,
  })),
  regions: listing({ path: '/v2/regions', key: 'regions', item: region }, (one) => ({
    id: one.slug,
    description: one.available ? one.name : `${one.name}, nothing new can be created there`,
    monthly_usd: null,
    regions: [one.slug],
  })),
  images: listing({ path: '/v2/images', key: 'images', item: image, query: { type: 'distribution' } }, (one) => ({
    id: one.slug ?? String(one.id),
    description: [one.distribution, one.name].filter((part) => part != null).join(' '),
    monthly_usd: null,
    regions: one.regions,
  })),
  ssh_keys: listing({ path: '/v2/account/keys', key: 'ssh_keys', item: key }, (one) => ({
    id: one.fingerprint,
    description: one.name,
    monthly_usd: null,
    regions: [],
  })),
};
