import * as z from 'zod';
import { droplets } from '../../connection.ts';
import { listFacts, paging, resourceName, tagName } from '../../fields.ts';
import { checkTag } from '../../reach.ts';
import { dropletListing, showDroplet, shownDroplet } from '../droplet.ts';

export const dropletList = droplets.read({
  name: 'droplet_list',
  title: 'List droplets',
  toolset: 'droplets',
  description: 'List droplets with their state, size, addresses and price, newest first. Use droplet_get for what guards one.',
  input: z.strictObject({
    tag: tagName.optional().describe('Only with this tag, such as web.'),
    name: resourceName.optional().describe('Only with this name.'),
    ...paging,
  }),
  output: z.object({ droplets: z.array(shownDroplet), ...listFacts }),
  run: async ({ input: { tag, name, ...part }, reader, signal }) => {
    const own = reader.settings.tag;
    // The API filters by one of the two: a tag is then looked for in what has the name.
    if (tag !== undefined && own !== undefined) checkTag({ settings: reader.settings, tags: [tag], what: 'This list' });
    const query = name === undefined ? { tag_name: tag ?? own } : { name };
    const { items, total, nextPage } = await reader.page({ ...dropletListing, query, ...part, signal });
    const wanted = tag ?? own;
    const fitting = wanted === undefined ? items : items.filter(({ tags }) => tags?.includes(wanted) === true);
    return { droplets: fitting.map(showDroplet), total: total - (items.length - fitting.length), next_page: nextPage };
  },
});
