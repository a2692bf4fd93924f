import type { Authenticate, Caller, Refusal, Visit } from '@lineclear/core';
import { looksLikeToken } from './token.ts';
import type { TokenBook, TokenRecord } from './token-book.ts';

export interface AuthenticateParts {
  /** `undefined` lets everybody in and lets nobody write. */
  readonly book: TokenBook | undefined;
  /** Every profile of this host. */
  readonly profiles: ReadonlySet<string>;
  /** The active profile where neither URL nor token names one. */
  readonly active: string;
  readonly now: () => number;
}

/**
 * Decides who calls by the bearer token and the URL. A token that was found is trusted for two seconds without asking the store again,
 * so that most requests are decided without waiting and a revoked token still stops working at once for people.
 */
export const createAuthenticate = ({ book, profiles, active, now }: AuthenticateParts): Authenticate => {
  const known = new Map<string, { caller: Caller; until: number }>();

  const keep = ({ key, caller }: { key: string; caller: Caller }): void => {
    if (known.size >= mostKnown) known.clear();
    known.set(key, { caller, until: now() + trustMs });
  };

  const admit = ({ record, visit }: { record: TokenRecord | undefined; visit: Visit }): Caller | Refusal => {
    const allowed = record?.profiles?.filter((name) => profiles.has(name));
    const profile = visit.profile ?? allowed?.[0] ?? active;
    const reachable = record?.profiles === undefined ? profiles.has(profile) : allowed?.includes(profile) === true;
    if (!reachable) return noProfile(visit.profile);
    return {
      principal: { id: record?.name ?? 'anonymous' },
      profile,
      ...(allowed === undefined ? {} : { profiles: allowed }),
      ...(record === undefined || record.read_only === true ? { readOnly: true } : {}),
      transport: 'http',
      ...(visit.remoteAddress === undefined ? {} : { remoteAddress: visit.remoteAddress }),
    };
  };

  const lookUp = async ({
    book: tokens,
    token,
    key,
    visit,
  }: {
    book: TokenBook;
    token: string;
    key: string;
    visit: Visit;
  }): Promise<Caller | Refusal> => {
    const record = await tokens.find(token);
    if (record === undefined) return badToken;
    const answer = admit({ record, visit });
    if (!('refused' in answer)) keep({ key, caller: answer });
    return answer;
  };

  return (visit) => {
    if (book === undefined) return admit({ record: undefined, visit });
    const header = visit.headers.authorization;
    if (header === undefined) return noToken;
    const key = `${header}\n${visit.profile ?? ''}\n${visit.remoteAddress ?? ''}`;
    const found = known.get(key);
    if (found !== undefined && found.until > now()) return found.caller;
    const token = /^bearer +(\S+) *$/i.exec(header)?.[1];
    return token === undefined || !looksLikeToken(token) ? badToken : lookUp({ book, token, key, visit });
  };
};

const trustMs = 2_000;
const mostKnown = 1_000;

const noToken: Refusal = {
  refused: 401,
  error: {
    code: 'unauthenticated',
    message: 'A bearer token is needed.',
    hint: 'Send the header "Authorization: Bearer lc_…". The server prints its token when it starts; "token create" makes another.',
  },
  challenge: 'Bearer',
};

const badToken: Refusal = {
  refused: 401,
  error: {
    code: 'unauthenticated',
    message: 'The bearer token is unknown, revoked or expired.',
    hint: 'Use the token that the server printed when it started, or make another with "token create".',
  },
  challenge: 'Bearer error="invalid_token"',
};

const noProfile = (name: string | undefined): Refusal => ({
  refused: 404,
  error: {
    code: 'profile_not_found',
    message:
      name === undefined ? 'This token reaches no profile of this server.' : `There is no profile "${name}" for this token.`,
    hint: 'Connect to /mcp, or to /mcp/<profile> with a profile that the token reaches.',
  },
});
