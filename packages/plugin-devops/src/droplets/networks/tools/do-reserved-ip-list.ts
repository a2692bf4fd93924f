import * as z from 'zod';
import { droplets } from '../../connection.ts';
import { listFacts, paging } from '../../fields.ts';
import { reservedAnswer, showReserved, shownReserved } from '../reserved-ip.ts';

export const doReservedIpList = droplets.read({
  name: 'do_reserved_ip_list',
  title: 'List reserved IPs',
  toolset: 'cloud-network',
  description: 'List the reserved IP addresses of the account and the droplets that they point to.',
  input: z.strictObject(paging),
  output: z.object({ reserved_ips: z.array(shownReserved), ...listFacts }),
  run: async ({ input, reader, signal }) => {
    const where = { path: '/v2/reserved_ips', key: 'reserved_ips', item: reservedAnswer };
    const { items, total, nextPage } = await reader.page({ ...where, ...input, signal });
    return { reserved_ips: items.map(showReserved), total, next_page: nextPage };
  },
});
