import * as z from 'zod';
import { droplets } from '../../connection.ts';
import { listFacts, paging } from '../../fields.ts';
import { showVpc, shownVpc, vpcs } from '../vpc.ts';

export const doVpcList = droplets.read({
  name: 'do_vpc_list',
  title: 'List private networks',
  toolset: 'cloud-network',
  description: 'List the private networks (VPCs) of the account with their address ranges.',
  input: z.strictObject(paging),
  output: z.object({ vpcs: z.array(shownVpc), ...listFacts }),
  run: async ({ input, reader, signal }) => {
    const { items, total, nextPage } = await reader.page({ ...vpcs, ...input, signal });
    return { vpcs: items.map(showVpc), total, next_page: nextPage };
  },
});
