import { LineclearError } from '@lineclear/core/plugin';
import { type Host, parseHost } from '../targets/host.ts';

/** An address on the web, in parts that have been looked at. */
export interface TargetUrl {
  readonly isTls: boolean;
  readonly host: Host;
  /** As it stands in the URL and in the Host header; IPv6 in brackets. */
  readonly hostname: string;
  readonly port: number;
  /** Path and query. */
  readonly path: string;
  /** The whole, without a fragment. */
  readonly text: string;
}

/** Takes a URL that reads the same to everybody. Refuses user names, other spellings of hosts, spaces and backslashes in it. */
export const parseTargetUrl = (text: string): TargetUrl => {
  const [, scheme, authority = ''] = /^(https?):\/\/([^/?#]*)/i.exec(text) ?? [];
  // URL parsers drop or turn these, each in its own way.
  // oxlint-disable-next-line no-control-regex
  if (scheme === undefined || /[\0-\x20\x7f\\]/.test(text)) throw badUrl('not_http');
  if (authority.includes('@')) throw badUrl('userinfo');
  const [, bracketed, plain = '', port] = /^(?:\[([^\]]+)\]|([^:[\]]*))(?::(\d{1,5}))?$/.exec(authority) ?? [];
  const host = parseHost(bracketed ?? plain);
  const hostname = host.kind === 'name' ? host.name : host.address.family === 6 ? `[${host.address.text}]` : host.address.text;
  if ((bracketed !== undefined) !== hostname.startsWith('[') || !URL.canParse(text)) throw badUrl('not_http');
  const url = new URL(text);
  // Two readers of the same text: a difference between them is somebody's way in.
  if (url.hostname !== hostname) throw badUrl('not_http');
  url.hash = '';
  const isTls = url.protocol === 'https:';
  const number = port === undefined ? (isTls ? 443 : 80) : Number(port);
  if (number === 0) throw badUrl('not_http');
  return { isTls, host, hostname, port: number, path: `${url.pathname}${url.search}`, text: url.href };
};

const problems = {
  not_http: 'It is no plain address that begins with http:// or https://.',
  userinfo: 'It has a user name in it.',
} as const;

const badUrl = (reason: keyof typeof problems): LineclearError =>
  new LineclearError('invalid_input', `This URL cannot be checked. ${problems[reason]}`, {
    hint: 'Write it as https://www.example.com:8443/path.',
    details: { reason },
  });
