import * as z from 'zod';
import { droplets } from '../../connection.ts';
import { listFacts, paging } from '../../fields.ts';
import { balancerAnswer, showBalancer, shownBalancer } from '../load-balancer.ts';

export const doLoadBalancerList = droplets.read({
  name: 'do_load_balancer_list',
  title: 'List load balancers',
  toolset: 'cloud-network',
  description: 'List load balancers with what they forward and the droplets behind them.',
  input: z.strictObject(paging),
  output: z.object({ load_balancers: z.array(shownBalancer), ...listFacts }),
  run: async ({ input, reader, signal }) => {
    const where = { path: '/v2/load_balancers', key: 'load_balancers', item: balancerAnswer };
    const { items, total, nextPage } = await reader.page({ ...where, ...input, signal });
    return { load_balancers: items.map(showBalancer), total, next_page: nextPage };
  },
});
