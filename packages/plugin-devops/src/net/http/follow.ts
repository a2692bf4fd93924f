import { LineclearError } from '@lineclear/core/plugin';
import type { Net } from '../open-net.ts';
import { checkListed } from '../targets/reach.ts';
import { exchange, type Exchange } from './exchange.ts';
import { parseTargetUrl, type TargetUrl } from './target-url.ts';

/** The requests of one check in their order, and why the last redirect among them was not followed. */
export interface Followed {
  readonly exchanges: readonly [Exchange, ...Exchange[]];
  readonly stopped: string | null;
}

/** Asks a URL and where it leads to, each target judged by the list like the first. */
export const follow = async ({
  redirects,
  ...call
}: {
  net: Net;
  url: TargetUrl;
  method: 'GET' | 'HEAD';
  wantsBody: boolean;
  nowMs: number;
  signal: AbortSignal;
  /** How many are followed at most. */
  redirects: number;
}): Promise<Followed> => {
  const first = await exchange(call);
  const exchanges: [Exchange, ...Exchange[]] = [first];
  let last = first;
  while (isRedirect(last)) {
    if (exchanges.length > redirects) return { exchanges, stopped: redirects === 0 ? null : 'too_many_redirects' };
    const next = nextUrl({ from: last, net: call.net });
    if (typeof next === 'string') return { exchanges, stopped: next };
    try {
      // oxlint-disable-next-line no-await-in-loop -- where it leads is known only now
      last = await exchange({ ...call, url: next });
    } catch (error) {
      return { exchanges, stopped: reasonOf(error) };
    }
    exchanges.push(last);
  }
  return { exchanges, stopped: null };
};

const isRedirect = ({ status, headers }: Exchange): boolean =>
  status !== null && [301, 302, 303, 307, 308].includes(status) && headers.location !== undefined;

/** Where a redirect leads, or the reason why nobody goes there. */
const nextUrl = ({ from, net }: { from: Exchange; net: Net }): TargetUrl | string => {
  const location = from.headers.location ?? '';
  if (!URL.canParse(location, from.url.text)) return 'not_http';
  try {
    // Resolved and written out first, so that what is judged is what would be asked.
    const next = parseTargetUrl(new URL(location, from.url.text).href);
    checkListed({ host: next.host, port: next.port, list: net.list });
    return next;
  } catch (error) {
    return reasonOf(error);
  }
};

const reasonOf = (error: unknown): string => {
  if (LineclearError.is(error)) return String(error.details?.['reason'] ?? error.code);
  throw error;
};
