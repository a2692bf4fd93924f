import { LineclearError, quoted } from '@lineclear/core/plugin';
import type * as z from 'zod';
import type { ApiReader } from '../client/api-reader.ts';
import { firewalls } from '../firewalls/firewall.ts';
import { balancerAnswer } from '../networks/load-balancer.ts';
import { checkTag } from '../reach.ts';

/** What a droplet becomes a member of by its tags alone. Null where the token may not see that. */
export interface JoinedByTags {
  readonly load_balancers: readonly string[] | null;
  readonly firewalls: readonly string[] | null;
}

/** Looks for what takes in droplets with these tags. Throws `forbidden` where the profile has a tag, and it is by another one. */
export const joinedByTags = async ({
  tags,
  reader,
  signal,
}: {
  tags: readonly string[];
  reader: ApiReader;
  signal: AbortSignal;
}): Promise<JoinedByTags> => {
  if (tags.length === 0) return { load_balancers: [], firewalls: [] };
  const seen = async <Item extends z.ZodType>(list: { path: string; key: string; item: Item }) => {
    try {
      return await reader.all({ ...list, signal });
    } catch (error) {
      if (LineclearError.is(error) && error.code === 'forbidden') return undefined;
      throw error;
    }
  };
  const [balancers, guards] = await Promise.all([seen(loadBalancers), seen(firewalls)]);
  const joined = (all: readonly { name: string; by: readonly string[] }[] | undefined) =>
    all?.filter(({ name, by }) => {
      const common = by.filter((tag) => tags.includes(tag));
      if (common.length > 0)
        checkTag({ settings: reader.settings, tags: common, what: `What takes in droplets for ${quoted(name)}` });
      return common.length > 0;
    });
  const names = (all: readonly { name: string }[] | undefined) => all?.map(({ name }) => name).toSorted() ?? null;
  return {
    load_balancers: names(joined(balancers?.map(({ name, tag }) => ({ name, by: tag == null ? [] : [tag] })))),
    firewalls: names(joined(guards?.map(({ name, tags: by }) => ({ name, by: by ?? [] })))),
  };
};

const loadBalancers = { path: '/v2/load_balancers', key: 'load_balancers', item: balancerAnswer };

export const joinWarnings = ({ load_balancers: balancers, firewalls: guards }: JoinedByTags): readonly string[] => [
  ...(balancers === null || guards === null
    ? ['The token may not see which load balancers and firewalls take in droplets with these tags.']
    : []),
  ...(balancers === null || balancers.length === 0
    ? []
    : [`Load balancers send it traffic, by its tags: ${balancers.map(quoted).join(', ')}.`]),
  ...(guards === null || guards.length === 0
    ? []
    : [`Firewalls decide who reaches it, by its tags: ${guards.map(quoted).join(', ')}.`]),
];
