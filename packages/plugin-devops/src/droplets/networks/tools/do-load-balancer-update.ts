import type { LineclearError } from '@lineclear/core/plugin';
import { path, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { droplets } from '../../connection.ts';
import { targetDroplet } from '../../droplets/droplet.ts';
import { dropletReference, longId, resourceName } from '../../fields.ts';
import { previewDetails } from '../../text/preview-details.ts';
import { missing, notNow, otherName, refusing } from '../../text/refusals.ts';
import { type BalancerAnswer, findBalancer, showBalancer, shownBalancer } from '../load-balancer.ts';

const input = z.strictObject({
  id: longId.describe('Of the load balancer.'),
  name: resourceName.describe('Its name, which has to match.'),
  action: z.enum(['add', 'remove']).describe('What to do with the droplets.'),
  droplets: z
    .array(dropletReference)
    .refine((list) => list.length >= 1 && list.length <= 20, 'Name 1 to 20.')
    .describe('The members.'),
});
type Given = z.output<typeof input>;

export const doLoadBalancerUpdate = droplets.write({
  name: 'do_load_balancer_update',
  title: 'Change who is behind a load balancer',
  toolset: 'cloud-network',
  risk: 'reversible',
  description: 'Add droplets to a load balancer, or take them out of it. Use do_load_balancer_list to see who is in it.',
  input,
  output: shownBalancer,
  classify: ({ input: { name, droplets: members } }) => ({
    class: 'network',
    target: [name, ...members.map((member) => member.name)],
  }),
  preview: async ({ input: given, reader, profile, signal }) => {
    const { id, name, action, droplets: wanted } = given;
    const balancer = await findBalancer({ id, reader, signal });
    const members = await Promise.all(wanted.map((one) => targetDroplet({ ...one, reader, signal })));
    const has = balancer === undefined ? [] : showBalancer(balancer).droplet_ids;
    const left = action === 'remove' ? has.filter((member) => !wanted.some((one) => one.id === member)) : has;
    const names = wanted.map((one) => `${quoted(one.name)} (${one.id})`).join(', ');
    return {
      description: `${action === 'add' ? 'Add' : 'Remove'} ${names} ${action === 'add' ? 'to' : 'from'} the load balancer ${quoted(name)} (${id}) in ${profile.name}.`,
      guard: {
        name: balancer?.name ?? null,
        members: has,
        tag: balancer?.tag ?? '',
        names: members.map(({ droplet }) => droplet?.name ?? null),
      },
      details: previewDetails({
        profile,
        target: name,
        sends: { id, action, droplet_ids: wanted.map((one) => one.id) },
        undo: `do_load_balancer_update with ${action === 'add' ? 'remove' : 'add'}`,
      }),
      changes: wanted.map((one) => `${action === 'add' ? '+' : '-'} ${one.id} ${one.name}`),
      warnings: action === 'remove' && left.length === 0 ? ['Nobody is behind it afterwards: it answers 503.'] : [],
      ...(action === 'remove' && left.length === 0 ? { approval: 'client' as const } : {}),
      ...(balancer === undefined ? {} : { before: showBalancer(balancer) }),
      ...refusing(refusalOf({ balancer, given }), ...members.map(({ refusal }) => refusal)),
    };
  },
  execute: async ({ input: { id, action, droplets: wanted }, writer, signal }) => {
    const json = { droplet_ids: wanted.map((one) => one.id) };
    const method = action === 'add' ? 'post' : 'delete';
    await writer.order({ method, path: path`/v2/load_balancers/${id}/droplets`, json, signal });
    const now = await findBalancer({ id, reader: writer.reader, signal });
    if (now === undefined) throw missing({ what: `the load balancer ${id}`, listedBy: 'do_load_balancer_list' });
    return showBalancer(now);
  },
  reconcile: async ({ input: { id, action, droplets: wanted }, reader, signal }) => {
    const now = await findBalancer({ id, reader, signal });
    const isIn = (member: number) => now?.droplet_ids?.includes(member) === true;
    return now !== undefined && wanted.every((one) => isIn(one.id) === (action === 'add'))
      ? { result: showBalancer(now) }
      : 'unknown';
  },
});

const refusalOf = ({ balancer, given }: { balancer: BalancerAnswer | undefined; given: Given }): LineclearError | undefined => {
  const { id, name, action, droplets: wanted } = given;
  if (balancer === undefined) return missing({ what: `the load balancer ${id}`, listedBy: 'do_load_balancer_list' });
  if (balancer.name !== name) return otherName({ what: `The load balancer ${id}`, given: name, actual: balancer.name });
  const { tag, droplet_ids: has } = showBalancer(balancer);
  if (tag !== null) {
    return notNow({
      message: `Its members are the droplets with the tag ${quoted(tag)}.`,
      hint: 'Tag the droplet instead.',
      reason: 'tag',
    });
  }
  if (!wanted.every((one) => has.includes(one.id) === (action === 'add'))) return undefined;
  return notNow({ message: 'It is as you want it.', hint: 'Nothing has to be done.', reason: 'same' });
};
