import { LineclearError, quoted } from '@lineclear/core/plugin';
import { type Address, parseAddress } from './address.ts';

/** What a call names: an address, or a name in small letters that cannot be read as one. */
export type Host = { readonly kind: 'address'; readonly address: Address } | { readonly kind: 'name'; readonly name: string };

/**
 * Takes a host in its one plain spelling. Refused are other forms of addresses (decimal, octal, hexadecimal, short), a dot at the end,
 * letters outside of ASCII and everything else that another program might read as another host: what is judged is what stands there.
 */
export const parseHost = (text: string): Host => {
  const address = parseAddress(text);
  if (address !== undefined) return { kind: 'address', address };
  const name = text.toLowerCase();
  const reason = problemOf(name);
  if (reason === undefined) return { kind: 'name', name };
  throw new LineclearError('invalid_input', `${quoted(text)} is not a plain host name or address: ${reasons[reason]}.`, {
    hint: 'Write a name such as "www.example.com" (international names as xn--…), or an address such as "10.1.2.3".',
    details: { reason },
  });
};

const reasons = {
  not_ascii: 'it has letters outside of ASCII',
  trailing_dot: 'it ends with a dot',
  address_form: 'it is another form of an address',
  not_a_name: 'it has characters or parts that no name has',
} as const;

const problemOf = (name: string): keyof typeof reasons | undefined => {
  // oxlint-disable-next-line no-control-regex
  if (/[^\0-\x7f]/.test(name)) return 'not_ascii';
  if (/^[^.].*\.$/.test(name)) return 'trailing_dot';
  const labels = name.split('.');
  // Systems read a name whose last part is a number as an address: 2130706433, 0x7f.1, 017700000001.
  if (/^(?:\d+|0x[\da-f]*)$/.test(labels.at(-1) ?? '')) return 'address_form';
  const isName = name.length <= 253 && labels.every((label) => /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/.test(label));
  return isName ? undefined : 'not_a_name';
};
