import { hostname, networkInterfaces } from 'node:os';
import { exitCodes, ExitError } from '../exit-codes.ts';

export interface Address {
  readonly host: string;
  readonly port: number;
}

export const defaultAddress: Address = { host: '127.0.0.1', port: 7400 };

/** Reads `[host:]port`: `7400`, `localhost:7400`, `[::1]:7400`, `0.0.0.0:7400`. Port 0 takes a free one. */
export const parseAddress = (text: string): Address => {
  const found = /^(?:(?<host>\[[0-9a-f:.%]+\]|[\w.-]+):)?(?<port>\d{1,5})$/i.exec(text);
  const port = Number(found?.groups?.['port']);
  if (found === null || port > 65_535) {
    throw new ExitError({
      message: `"${text}" is not an address.`,
      hint: 'Write a port or host:port, as 7400, 127.0.0.1:7400 or [::1]:7400.',
      exitCode: exitCodes.usage,
    });
  }
  return { host: found.groups?.['host']?.replaceAll(/[[\]]/g, '') ?? defaultAddress.host, port };
};

/** True for addresses that only this machine can reach. */
export const isLoopback = (host: string): boolean =>
  /^127(\.\d{1,3}){3}$/.test(host) || host === '::1' || host.toLowerCase() === 'localhost';

/** The address as it stands in a URL. */
export const urlOf = ({ host, port }: Address): string => {
  const shown = isWildcard(host) ? hostname() : host;
  return `http://${shown.includes(':') ? `[${shown}]` : shown}:${port}`;
};

/**
 * The names in a Host header that mean this server. A page that rebinds its own name to this address uses a name that is not among them.
 * A server on every interface answers to the machine's own names and addresses.
 */
export const allowedHosts = ({ host, extra }: { host: string; extra: readonly string[] }): readonly string[] => {
  const own = isWildcard(host) ? [hostname(), ...interfaceAddresses()] : [host];
  return [...new Set(['localhost', '127.0.0.1', '[::1]', ...own.map(bracketed), ...extra])];
};

const isWildcard = (host: string): boolean => host === '0.0.0.0' || host === '::';
const bracketed = (host: string): string => (host.includes(':') ? `[${host}]` : host);

const interfaceAddresses = (): readonly string[] =>
  Object.values(networkInterfaces()).flatMap((addresses) => (addresses ?? []).map(({ address }) => address));
