import { LineclearError } from '@lineclear/core/plugin';
import type { Protocol } from '../run-git.ts';

/** Where a remote is. */
export interface Address {
  readonly protocol: Protocol;
  /** What git is given; may hold a password or token. */
  readonly url: string;
  /** The same without credentials, in one form: what people see and settings are compared with. */
  readonly shown: string;
  /** Only for `file`. */
  readonly folder?: string;
}

/** Reads a remote's URL. Only https, ssh and folders of this machine are known: helpers (`ext::…`), plain http and git are refused. */
export const toAddress = (url: string): Address => {
  // Git takes a name with these for options, several lines, or another folder than it seems to be.
  if (/[\0-\x20\x7f"\\]/.test(url) || url.startsWith('-') || /^[\w+.-]*::/.test(url)) throw notUsable();
  if (url.startsWith('/') || url.startsWith('file:///')) {
    const folder = decoded(url.startsWith('/') ? url : url.slice('file://'.length));
    return { protocol: 'file', url: `file://${folder}`, shown: `file://${folder}`, folder };
  }
  const match = /^(https|ssh):\/\/(?:([^/@]*)@)?([^/@:[]+|\[[0-9a-f:]+\])(?::(\d{1,5}))?\/(.*)$/i.exec(url);
  const short = match === null ? /^(?:([^/@:]+)@)?([^/@:[]+|\[[0-9a-f:]+\]):(?!\/\/)\/?(.*)$/i.exec(url) : null;
  const [scheme = 'ssh', userinfo = '', host = '', port, path = ''] =
    match?.slice(1) ?? (short === null ? [''] : ['ssh', short[1], short[2], undefined, short[3]]);
  const protocol = scheme.toLowerCase();
  if (protocol !== 'https' && protocol !== 'ssh') throw notUsable();
  if (!/^[a-z0-9[]/i.test(host) || userinfo.startsWith('-') || hasDots(path)) throw notUsable();
  const user = protocol === 'ssh' && userinfo !== '' ? `${userinfo.replace(/:.*$/, '')}@` : '';
  const at = `${host.toLowerCase()}${port === undefined ? '' : `:${port}`}`;
  return { protocol, url, shown: `${protocol}://${user}${at}/${path}` };
};

/** Whether an address is one of these, or begins with one that ends in `/`. */
export const isListed = ({ address, list }: { address: Address; list: readonly string[] }): boolean =>
  list.some((entry) => {
    const begins = entry.endsWith('/');
    const { shown } = toAddress(entry);
    return begins ? address.shown.startsWith(shown) : address.shown === shown;
  });

/** Whether a text can be compared with addresses. */
export const isAddress = (text: string): boolean => {
  try {
    toAddress(text);
    return true;
  } catch {
    return false;
  }
};

const decoded = (path: string): string => {
  if (path.includes('%') || hasDots(path)) throw notUsable();
  return path;
};

// A server may take these for another place than they seem to be.
const hasDots = (path: string): boolean =>
  /%2e|%2f|%5c/i.test(path) || path.split('/').some((part) => part === '..' || part === '.');

const notUsable = (): LineclearError =>
  new LineclearError('unsupported', 'The remote has a URL that git_push does not use.', {
    hint: 'Only https://, ssh://, host:path and folders of this machine can be pushed to. A person can push to others.',
    details: { reason: 'unsupported_url' },
    effect: 'none',
  });
