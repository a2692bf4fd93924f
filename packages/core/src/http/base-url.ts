import { LineclearError } from '../plugin/errors.ts';
import type { HttpRequest } from '../plugin/http.ts';

/** Where a backend is. */
export interface Base {
  readonly origin: string;
  /** Without a slash at the end; empty for the root. */
  readonly prefix: string;
  /** For people: host and port. */
  readonly host: string;
  /** From the URL, decoded. */
  readonly userinfo: { readonly username: string; readonly password: string } | undefined;
}

/** Takes a base URL apart; throws `invalid_input`, without quoting the URL, when it is not one of http or https. */
export const parseBase = (baseUrl: string | URL): Base => {
  const url = URL.parse(String(baseUrl));
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw refusal('The base URL is not an http or https URL.', 'Write it like https://host/path.');
  }
  if (url.search !== '' || url.hash !== '') {
    throw refusal(`The base URL at ${url.host} has a query or a fragment.`, 'Leave both out of the base URL.');
  }
  const { username, password } = url;
  return {
    origin: url.origin,
    prefix: url.pathname.replace(/\/+$/, ''),
    host: url.host,
    userinfo: username === '' && password === '' ? undefined : { username: decoded(username), password: decoded(password) },
  };
};

/** The URL of a path below the base. Absolute URLs and paths that climb out, encoded or not, are `invalid_input`. */
export const urlBelow = ({ base, path, query = {} }: { base: Base; path: string; query?: HttpRequest['query'] }): URL => {
  const problem = problemWith(path);
  if (problem !== undefined)
    throw refusal(`A request path ${problem}.`, 'Build paths with path`…`, which encodes every inserted value.');
  const url = new URL(base.origin + base.prefix + path);
  for (const [name, value] of Object.entries(query ?? {})) {
    for (const one of [value].flat()) if (one !== undefined) url.searchParams.append(name, String(one));
  }
  if (!isBelow({ base, url })) throw refusal('A request path leaves the base URL.', 'Name a path below it.');
  return url;
};

/** Whether a URL is at the base's origin, below its path, and climbs nowhere. */
export const isBelow = ({ base, url }: { base: Base; url: URL }): boolean =>
  url.origin === base.origin &&
  (url.pathname === base.prefix || url.pathname.startsWith(`${base.prefix}/`)) &&
  problemWith(url.pathname) === undefined;

const problemWith = (path: string): string | undefined => {
  if (path !== '' && !/^[/?]/.test(path)) return 'does not begin with a slash';
  if (path.startsWith('//')) return 'begins with two slashes, which means another host';
  if (/[\\#]|[^\P{Cc}]/u.test(path)) return 'holds a backslash, a # or a control character';
  const [pathname = ''] = path.split('?', 1);
  if (/%(?![\da-f]{2})/i.test(pathname)) return 'holds a percent sign that encodes nothing';
  return pathname.split('/').some(climbs) ? 'climbs with a segment of dots' : undefined;
};

// Servers and proxies disagree on whether %2F separates segments; either way no part of one may be a dot segment.
const climbs = (segment: string): boolean =>
  segment
    .replaceAll(/%(2e|2f|5c)/gi, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .split(/[/\\]/)
    .some((part) => part === '.' || part === '..');

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const refusal = (message: string, hint: string): LineclearError =>
  new LineclearError('invalid_input', message, { hint, details: { reason: 'url' } });
