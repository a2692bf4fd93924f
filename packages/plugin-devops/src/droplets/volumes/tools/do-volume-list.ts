import * as z from 'zod';
import { droplets } from '../../connection.ts';
import { listFacts, paging, resourceName, slug } from '../../fields.ts';
import { showVolume, shownVolume, volumeAnswer } from '../volume.ts';

export const doVolumeList = droplets.read({
  name: 'do_volume_list',
  title: 'List volumes',
  toolset: 'volumes',
  description: 'List volumes (block storage) and the droplets that they are attached to.',
  input: z.strictObject({
    name: resourceName.optional().describe('Only with this name.'),
    region: slug.optional().describe('Only in it, such as ams3.'),
    ...paging,
  }),
  output: z.object({ volumes: z.array(shownVolume), ...listFacts }),
  run: async ({ input: { name, region, ...part }, reader, signal }) => {
    const where = { path: '/v2/volumes', key: 'volumes', item: volumeAnswer, query: { name, region } };
    const { items, total, nextPage } = await reader.page({ ...where, ...part, signal });
    const { tag } = reader.settings;
    const reached = items.filter(({ tags }) => tag === undefined || tags?.includes(tag) === true);
    return { volumes: reached.map(showVolume), total: total - (items.length - reached.length), next_page: nextPage };
  },
});
