import * as z from 'zod';
import { droplets } from '../../connection.ts';
import { listFacts, paging } from '../../fields.ts';
import { firewalls, showFirewall, shownFirewall } from '../firewall.ts';

export const doFirewallList = droplets.read({
  name: 'do_firewall_list',
  title: 'List firewalls',
  toolset: 'cloud-network',
  description: 'List the cloud firewalls with their rules and the droplets that they guard.',
  input: z.strictObject(paging),
  output: z.object({ firewalls: z.array(shownFirewall), ...listFacts }),
  run: async ({ input, reader, signal }) => {
    const { items, total, nextPage } = await reader.page({ ...firewalls, ...input, signal });
    return { firewalls: items.map(showFirewall), total, next_page: nextPage };
  },
});
