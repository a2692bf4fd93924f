import * as z from 'zod';
import { droplets } from '../../connection.ts';
import { numericId } from '../../fields.ts';
import { missing } from '../../text/refusals.ts';
import { attachedTo } from '../attached.ts';
import { findDroplet, showDroplet, shownDroplet } from '../droplet.ts';

const names = z.array(z.string());

export const dropletGet = droplets.read({
  name: 'droplet_get',
  title: 'Show a droplet',
  toolset: 'droplets',
  description:
    'Show a droplet with its firewalls, volumes, load balancers, reserved IPs, backups and last snapshot. Use droplet_list to find its id.',
  input: z.strictObject({ id: numericId.describe('Of the droplet.') }),
  output: z.object({
    droplet: shownDroplet,
    firewalls: names,
    volumes: names,
    load_balancers: names,
    reserved_ips: names,
    backups: z.int(),
    last_snapshot: z.object({ id: z.int(), name: z.string(), created_at: z.string() }).nullable(),
  }),
  run: async ({ input: { id }, reader, signal }) => {
    const droplet = await findDroplet({ id, reader, signal });
    if (droplet === undefined) throw missing({ what: `the droplet ${id}`, listedBy: 'droplet_list' });
    return { droplet: showDroplet(droplet), ...(await attachedTo({ id, reader, signal })) };
  },
});
