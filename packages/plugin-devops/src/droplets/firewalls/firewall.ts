import { path } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { ApiReader } from '../client/api-reader.ts';
import { type Rule, ruleAnswers, toRule } from './rule.ts';

/** https://docs.digitalocean.com/reference/api/digitalocean/#tag/Firewalls */
export const firewallAnswer = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string().nullish(),
  droplet_ids: z.array(z.int()).nullish(),
  tags: z.array(z.string()).nullish(),
  ...ruleAnswers,
});
export type FirewallAnswer = z.output<typeof firewallAnswer>;

export const shownFirewall = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string().describe('waiting: it is being applied.'),
  droplet_ids: z.array(z.int()),
  tags: z.array(z.string()),
  rules: z.array(
    z.object({ direction: z.enum(['in', 'out']), protocol: z.string(), ports: z.string(), peers: z.array(z.string()) }),
  ),
});

export const showFirewall = (firewall: FirewallAnswer): z.output<typeof shownFirewall> => ({
  id: firewall.id,
  name: firewall.name,
  status: firewall.status ?? 'unknown',
  droplet_ids: (firewall.droplet_ids ?? []).toSorted((one, other) => one - other),
  tags: (firewall.tags ?? []).toSorted(),
  rules: rulesOf(firewall),
});

type ShownRule = Omit<Rule, 'protocol'> & { protocol: string };

const rulesOf = ({ inbound_rules: inbound, outbound_rules: outbound }: FirewallAnswer): ShownRule[] => [
  ...(inbound ?? []).map(({ sources, ports, protocol }) => toRule({ direction: 'in', protocol, ports, peers: sources })),
  ...(outbound ?? []).map(({ destinations, ports, protocol }) =>
    toRule({ direction: 'out', protocol, ports, peers: destinations }),
  ),
];

export const firewalls = { path: '/v2/firewalls', key: 'firewalls', item: firewallAnswer };

export const findFirewall = async ({
  id,
  reader,
  signal,
}: {
  id: string;
  reader: ApiReader;
  signal: AbortSignal;
}): Promise<FirewallAnswer | undefined> => {
  const schema = z.object({ firewall: firewallAnswer });
  return (await reader.find({ path: path`/v2/firewalls/${id}`, schema, signal }))?.firewall;
};
