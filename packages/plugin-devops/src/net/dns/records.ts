import type { Resolver } from 'node:dns/promises';
import * as z from 'zod';
import type { Address } from '../targets/address.ts';

export const recordTypes = ['A', 'AAAA', 'CNAME', 'MX', 'TXT', 'NS', 'SRV', 'PTR'] as const;
export type RecordType = (typeof recordTypes)[number];

export const dnsRecord = z.object({
  value: z.string(),
  ttl_s: z.int().optional().describe('Known of A and AAAA only.'),
  priority: z.int().optional(),
  weight: z.int().optional(),
  port: z.int().optional(),
});
export type DnsRecord = z.output<typeof dnsRecord>;

const longest = 1_000;

/** One question of DNS. A PTR asks for the name of an address under the names that stand for addresses. */
export const askFor: Readonly<Record<RecordType, (resolver: Resolver, name: string) => Promise<readonly DnsRecord[]>>> = {
  A: async (resolver, name) =>
    (await resolver.resolve4(name, { ttl: true })).map(({ address, ttl }) => ({ value: address, ttl_s: ttl })),
  AAAA: async (resolver, name) =>
    (await resolver.resolve6(name, { ttl: true })).map(({ address, ttl }) => ({ value: address, ttl_s: ttl })),
  CNAME: async (resolver, name) => plain(await resolver.resolveCname(name)),
  MX: async (resolver, name) =>
    (await resolver.resolveMx(name)).map(({ exchange, priority }) => ({ value: cut(exchange), priority })),
  TXT: async (resolver, name) => plain((await resolver.resolveTxt(name)).map((parts) => parts.join(''))),
  NS: async (resolver, name) => plain(await resolver.resolveNs(name)),
  SRV: async (resolver, name) =>
    (await resolver.resolveSrv(name)).map(({ name: value, port, priority, weight }) => ({
      value: cut(value),
      priority,
      weight,
      port,
    })),
  PTR: async (resolver, name) => plain(await resolver.resolvePtr(name)),
};

/** The name under which DNS keeps the name of an address. */
export const reverseName = ({ family, value }: Address): string => {
  const [digits, base, end] = family === 4 ? [4, 256n, 'in-addr.arpa'] : [32, 16n, 'ip6.arpa'];
  const parts = Array.from({ length: digits }, (_, index) => (value / base ** BigInt(index)) % base);
  return `${parts.map((part) => part.toString(family === 4 ? 10 : 16)).join('.')}.${end}`;
};

const plain = (values: readonly string[]): readonly DnsRecord[] => values.map((value) => ({ value: cut(value) }));

const cut = (text: string): string => text.slice(0, longest).toWellFormed();
