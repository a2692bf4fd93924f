import { type Address, isIn, type Network, parseNetwork } from './address.ts';

// IANA's registries of special-purpose addresses, and the metadata address of one cloud that lies outside of them.
const special: readonly Network[] = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '168.63.129.16/32',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::1/128',
  // IPv4 inside of IPv6, in its several forms: compatible (with `::`, which leads to this machine), mapped, translated, 6to4, Teredo.
  '::/96',
  '::ffff:0:0/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '2002::/16',
  '2001::/23',
  '2001:db8::/32',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
].flatMap((text) => parseNetwork(text) ?? []);

const everyIPv6: Network = { family: 6, value: 0n, prefix: 0 };
const globalIPv6: Network = { family: 6, value: 0x2000n << 112n, prefix: 3 };

/**
 * The special range that holds an address: private networks, this machine, link-local with the metadata of clouds, multicast, and IPv4
 * inside of IPv6. Undefined for what the public internet routes.
 */
export const specialRangeOf = (address: Address): Network | undefined =>
  special.find((network) => isIn({ address, network })) ??
  (address.family === 6 && !isIn({ address, network: globalIPv6 }) ? everyIPv6 : undefined);

const loopback: readonly Network[] = ['127.0.0.0/8', '::1/128'].flatMap((text) => parseNetwork(text) ?? []);

/** Whether an address is this machine's own. */
export const isLoopback = (address: Address): boolean => loopback.some((network) => isIn({ address, network }));
