import type { Socket } from 'node:net';
import { LineclearError, quoted } from '@lineclear/core/plugin';
import { type Failure, toFailure } from '../failure.ts';
import type { Wire } from '../wire.ts';
import { parseAddress } from './address.ts';
import type { AllowList } from './allow-list.ts';
import type { Host } from './host.ts';

/** How many of a name's addresses are tried. */
const mostTries = 3;

/** Where a check got to on its way to a target. */
export interface Reached {
  /** The address that was tried last. */
  readonly address: string | null;
  readonly socket: Socket | undefined;
  readonly failure: Failure | undefined;
  /** Addresses of the name that the list does not allow; nothing was sent to them. */
  readonly refused: readonly string[];
  readonly ms: { readonly dns: number | null; readonly connect: number | null };
}

/**
 * Connects to a target of the list, to an address that was judged itself: the name is not resolved a second time.
 * Throws `forbidden` where the list has no such name, or allows none of its addresses.
 */
export const reach = async ({
  host,
  port,
  list,
  wire,
  signal,
}: {
  host: Host;
  port: number;
  list: AllowList;
  wire: Wire;
  signal: AbortSignal;
}): Promise<Reached> => {
  checkListed({ host, port, list });
  const startedAt = wire.now();
  const found = await addressesOf({ host, wire, signal });
  const dns = host.kind === 'address' ? null : since({ wire, startedAt });
  if (!Array.isArray(found)) return { address: null, socket: undefined, failure: found, refused: [], ms: { dns, connect: null } };
  const judged = found.map((text) => ({ text, allowed: isAllowed({ host, text, port, list }) }));
  const refused = judged.filter(({ allowed }) => !allowed).map(({ text }) => text);
  const allowed = judged.filter((one) => one.allowed).map(({ text }) => text);
  if (allowed.length === 0 && host.kind === 'name') throw notAllowedAddress({ name: host.name, refused });
  return { ...(await connectToFirst({ addresses: allowed.slice(0, mostTries), port, wire, signal, dns })), refused };
};

/** Throws `forbidden` where the list does not have a host with this port. Asks nobody. */
export const checkListed = ({ host, port, list }: { host: Host; port: number | undefined; list: AllowList }): void => {
  const isListed =
    host.kind === 'address' ? list.hasAddress({ address: host.address, port }) : list.hasName({ name: host.name, port });
  if (isListed) return;
  const name = host.kind === 'address' ? host.address.text : host.name;
  const shown = port === undefined ? name : name.includes(':') ? `[${name}]:${port}` : `${name}:${port}`;
  throw new LineclearError('forbidden', `${quoted(shown)} is not among the targets of this profile.`, {
    hint: 'Ask for another target, or ask the operator to add it to net.targets.',
    details: { reason: 'target_not_listed' },
  });
};

/** Whole milliseconds since a moment. */
export const since = ({ wire, startedAt }: { wire: Wire; startedAt: number }): number => Math.round(wire.now() - startedAt);

const addressesOf = async ({
  host,
  wire,
  signal,
}: {
  host: Host;
  wire: Wire;
  signal: AbortSignal;
}): Promise<string[] | Failure> => {
  if (host.kind === 'address') return [host.address.text];
  try {
    return [...(await wire.addressesOf({ name: host.name, signal }))];
  } catch (error) {
    return toFailure({ phase: 'dns', error });
  }
};

const isAllowed = ({ host, text, port, list }: { host: Host; text: string; port: number; list: AllowList }): boolean => {
  if (host.kind === 'address') return true;
  const address = parseAddress(text);
  return address !== undefined && list.mayConnect({ name: host.name, address, port });
};

const notAllowedAddress = ({ name, refused }: { name: string; refused: readonly string[] }): LineclearError =>
  new LineclearError('forbidden', `${quoted(name)} stands for no address that this profile may reach.`, {
    hint: 'Private, link-local and other special addresses have to be named in net.targets themselves; ask the operator.',
    details: { reason: 'address_not_listed', addresses: refused.slice(0, 10) },
  });

const connectToFirst = async ({
  addresses,
  port,
  wire,
  signal,
  dns,
}: {
  addresses: readonly string[];
  port: number;
  wire: Wire;
  signal: AbortSignal;
  dns: number | null;
}): Promise<Omit<Reached, 'refused'>> => {
  let last: Omit<Reached, 'refused'> = {
    address: null,
    socket: undefined,
    failure: { phase: 'dns', reason: 'ENODATA' },
    ms: { dns, connect: null },
  };
  for (const address of addresses) {
    const startedAt = wire.now();
    const ms = () => ({ dns, connect: since({ wire, startedAt }) });
    try {
      // oxlint-disable-next-line no-await-in-loop -- the next one is for when this one does not answer
      const socket = await wire.connect({ address, port, signal });
      return { address, socket, failure: undefined, ms: ms() };
    } catch (error) {
      last = { address, socket: undefined, failure: toFailure({ phase: 'connect', error }), ms: ms() };
    }
    if (signal.aborted) break;
  }
  return last;
};
