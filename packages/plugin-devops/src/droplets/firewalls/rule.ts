import * as z from 'zod';

const targets = z.object({
  addresses: z.array(z.string()).nullish(),
  droplet_ids: z.array(z.int()).nullish(),
  load_balancer_uids: z.array(z.string()).nullish(),
  kubernetes_ids: z.array(z.string()).nullish(),
  tags: z.array(z.string()).nullish(),
});
type Targets = z.output<typeof targets>;

const base = { protocol: z.string(), ports: z.string().nullish() };
export const ruleAnswers = {
  inbound_rules: z.array(z.object({ ...base, sources: targets })).nullish(),
  outbound_rules: z.array(z.object({ ...base, destinations: targets })).nullish(),
};

/** A rule as tools take and show it: one line of a firewall. */
export const rule = z.strictObject({
  direction: z.enum(['in', 'out']).describe('in: to the droplets.'),
  protocol: z.enum(['tcp', 'udp', 'icmp']).describe('Of the traffic.'),
  ports: z
    .string()
    .refine((text) => /^(?:all|\d{1,5}(?:-\d{1,5})?)$/.test(text), 'Use 443, 8000-9000 or all.')
    .default('all')
    .describe('443, 8000-9000 or all.'),
  peers: z
    .array(z.string().refine((text) => isPeer(text), 'Use an address, a range, tag:…, droplet:…, lb:… or k8s:….'))
    .refine((peers) => peers.length > 0, 'Name at least one.')
    .describe('10.0.0.0/8, ::/0, tag:web, droplet:1, lb:ID or k8s:ID.'),
});
export type Rule = z.output<typeof rule>;

const isPeer = (text: string): boolean => {
  const [kind = '', id = ''] = text.split(/:(.*)/s);
  if (kind === 'tag') return /^[\w:-]{1,255}$/.test(id);
  if (kind === 'droplet') return /^[1-9]\d{0,14}$/.test(id);
  if (kind === 'lb' || kind === 'k8s') return /^[0-9a-f-]{36}$/.test(id);
  return z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]).safeParse(text).success;
};

/** A rule of the API as ours. */
export const toRule = ({
  direction,
  protocol,
  ports,
  peers,
}: {
  direction: 'in' | 'out';
  protocol: string;
  ports: string | null | undefined;
  peers: Targets;
}) => ({
  direction,
  protocol,
  // The API writes "0" for all ports.
  ports: ports == null || ports === '0' || ports === 'all' ? 'all' : ports,
  peers: [
    ...(peers.addresses ?? []),
    ...(peers.tags ?? []).map((tag) => `tag:${tag}`),
    ...(peers.droplet_ids ?? []).map((id) => `droplet:${id}`),
    ...(peers.load_balancer_uids ?? []).map((id) => `lb:${id}`),
    ...(peers.kubernetes_ids ?? []).map((id) => `k8s:${id}`),
  ].toSorted(),
});

/** Our rules as the API takes them. */
export const toSent = (rules: readonly Rule[]) => {
  const of = (direction: 'in' | 'out') => rules.filter((one) => one.direction === direction);
  const facts = ({ protocol, ports }: Rule) => ({ protocol, ...(protocol === 'icmp' ? {} : { ports }) });
  return {
    inbound_rules: of('in').map((one) => ({ ...facts(one), sources: targetsOf(one.peers) })),
    outbound_rules: of('out').map((one) => ({ ...facts(one), destinations: targetsOf(one.peers) })),
  };
};

const targetsOf = (peers: readonly string[]) => {
  const having = (kind: string) => peers.filter((peer) => peer.startsWith(`${kind}:`)).map((peer) => peer.slice(kind.length + 1));
  const lists = {
    addresses: peers.filter((peer) => !/^(?:tag|droplet|lb|k8s):/.test(peer)),
    tags: having('tag'),
    droplet_ids: having('droplet').map(Number),
    load_balancer_uids: having('lb'),
    kubernetes_ids: having('k8s'),
  };
  return Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0));
};

/** One line for people, and the same for equal rules. */
export const lineOf = ({ direction, protocol, ports, peers }: Omit<Rule, 'protocol'> & { protocol: string }): string =>
  `${direction} ${protocol} ${protocol === 'icmp' ? 'all' : ports} ${direction === 'in' ? 'from' : 'to'} ${peers.toSorted().join(', ')}`;
