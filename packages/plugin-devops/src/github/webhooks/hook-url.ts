import { sha256Hex } from '../../digest/sha256.ts';
import { plainLine } from '../text/plain-text.ts';

/** Where GitHub sends events to: https, or http to this machine itself; never with a password inside. */
export const hookUrl = plainLine(2_048).superRefine((text, context) => {
  const url = URL.parse(text);
  const problem = (message: string) => context.addIssue({ code: 'custom', message });
  if (url === null) return problem('a URL such as https://ci.example.com/hook');
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) problem('use https');
  if (url.username !== '' || url.password !== '') problem('leave out the user and the password');
});

/** `ci.example.com:8443`; undefined for what is no URL. */
export const hostOf = (url: string): string | undefined => URL.parse(url)?.host;

/** Tells whether a URL changed, without keeping it: receivers put tokens into their paths. */
export const urlDigest = (url: string): string => sha256Hex(url).slice(0, 16);

/** A URL without what may be a password or a token: the user, the values of the query, and long parts of the path. */
export const withoutTokens = (text: string): string => {
  const url = URL.parse(text);
  if (url === null) return '[no URL]';
  const path = url.pathname.split('/').map((part) => (part.length < shortestToken ? part : `${part.slice(0, 4)}…`));
  const query = [...url.searchParams.keys()].map((name) => `${encodeURIComponent(name)}=…`);
  return `${url.protocol}//${url.host}${path.join('/')}${query.length === 0 ? '' : `?${query.join('&')}`}`;
};

const shortestToken = 16;

const isLoopback = (host: string): boolean => host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);
