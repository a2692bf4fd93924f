import { type Address, isIn, type Network, parseNetwork } from './address.ts';
import { isLoopback, specialRangeOf } from './special.ts';

/** One entry of the list: hosts with a port, or with any. */
export type Pattern = { readonly port: number | undefined } & (
  | { readonly kind: 'name'; readonly name: string; readonly isSuffix: boolean }
  | { readonly kind: 'network'; readonly network: Network }
);

/** `*.example.com`, `example.com:443`, `10.0.0.0/8:443`, `[fd00::/8]:443`; undefined for anything else. */
export const parsePattern = (text: string): Pattern | undefined => {
  const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const port = digits === undefined ? undefined : Number(digits);
  if (port !== undefined && (port < 1 || port > 65_535)) return undefined;
  const network = parseNetwork(bracketed ?? plain ?? text);
  if (network !== undefined) return { kind: 'network', network, port };
  const [, star, name = ''] = /^(\*\.)?((?:[a-z0-9_-]+\.)*[a-z0-9_-]+)$/.exec((plain ?? '').toLowerCase()) ?? [];
  // A name whose last part is a number is a mistyped address.
  if (!/(?:^|\.)(?!\d+$)(?!0x)[^.]+$/.test(name)) return undefined;
  return { kind: 'name', name, isSuffix: star !== undefined, port };
};

/** The targets that a profile names. */
export class AllowList {
  readonly #patterns: readonly Pattern[];

  constructor(patterns: readonly Pattern[]) {
    this.#patterns = patterns;
  }

  /** Whether a name may be asked for; `port` undefined asks for any, as a query of DNS has none. */
  hasName({ name, port }: { name: string; port: number | undefined }): boolean {
    return this.#names({ name, port }).length > 0;
  }

  /** Whether an address that a call names itself may be reached. */
  hasAddress({ address, port }: { address: Address; port: number | undefined }): boolean {
    const range = specialRangeOf(address);
    // A wide network such as 0.0.0.0/0 does not name the special ranges within it.
    return this.#patterns.some(
      (pattern) =>
        pattern.kind === 'network' &&
        fits({ pattern, port }) &&
        isIn({ address, network: pattern.network }) &&
        (range === undefined || pattern.network.prefix >= range.prefix),
    );
  }

  /**
   * Whether an address that an allowed name stands for may be connected to. Public ones may; whoever answers for a name must not be able to
   * lead into a private network, so special ones have to be on the list themselves. `localhost` names this machine.
   */
  mayConnect({ name, address, port }: { name: string; address: Address; port: number }): boolean {
    if (!this.hasName({ name, port })) return false;
    const isThisMachine = name === 'localhost' && isLoopback(address);
    return specialRangeOf(address) === undefined || isThisMachine || this.hasAddress({ address, port });
  }

  #names({ name, port }: { name: string; port: number | undefined }): readonly Pattern[] {
    return this.#patterns.filter(
      (pattern) =>
        pattern.kind === 'name' &&
        fits({ pattern, port }) &&
        (pattern.isSuffix ? name.endsWith(`.${pattern.name}`) : name === pattern.name),
    );
  }
}

const fits = ({ pattern, port }: { pattern: Pattern; port: number | undefined }): boolean =>
  port === undefined || pattern.port === undefined || pattern.port === port;
