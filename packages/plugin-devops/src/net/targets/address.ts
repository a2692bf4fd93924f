import { isIPv4, isIPv6 } from 'node:net';

/** An IP address as a number, with its one spelling. */
export interface Address {
  readonly family: 4 | 6;
  readonly value: bigint;
  readonly text: string;
}

/** A range of addresses of one family. */
export interface Network {
  readonly family: 4 | 6;
  readonly value: bigint;
  readonly prefix: number;
}

/**
 * An address in its usual spelling: four decimal numbers without leading zeros, or IPv6 without a zone.
 * Decimal, octal and hexadecimal forms that some systems take as well are no addresses here. IPv4 inside of IPv6 stays IPv6.
 */
export const parseAddress = (text: string): Address | undefined => {
  if (isIPv4(text)) return { family: 4, value: joined(text.split('.'), 8n, 10), text };
  if (!isIPv6(text) || text.includes('%')) return undefined;
  // The standard's serialiser has one spelling for each address.
  const canonical = new URL(`http://[${text}]`).hostname.slice(1, -1);
  const [head = '', tail] = canonical.split('::');
  const first = head === '' ? [] : head.split(':');
  const last = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: 8 - first.length - last.length }, () => '0');
  return { family: 6, value: joined([...first, ...zeros, ...last], 16n, 16), text: canonical };
};

const joined = (parts: readonly string[], bits: bigint, base: number): bigint =>
  parts.reduce((value, part) => (value << bits) | BigInt(Number.parseInt(part, base)), 0n);

/** `10.0.0.0/8`, or one address as the range of itself. */
export const parseNetwork = (text: string): Network | undefined => {
  const [, base = '', digits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const address = parseAddress(base);
  if (address === undefined) return undefined;
  const width = widthOf(address.family);
  const prefix = digits === undefined ? width : Number(digits);
  return prefix > width ? undefined : { family: address.family, value: address.value, prefix };
};

/** Whether an address lies in a range. */
export const isIn = ({ address, network }: { address: Address; network: Network }): boolean => {
  const rest = BigInt(widthOf(network.family) - network.prefix);
  return address.family === network.family && address.value >> rest === network.value >> rest;
};

const widthOf = (family: 4 | 6): number => (family === 4 ? 32 : 128);
