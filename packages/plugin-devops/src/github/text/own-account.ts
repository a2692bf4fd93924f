import { LineclearError } from '@lineclear/core/plugin';
import type { GitHubReader } from '../client/github-reader.ts';

/** Tells whether an account is the one that writes here are made with. */
export type IsOwn = (login: string | undefined) => boolean;

/** Asks who the credentials are. What an app writes is signed by some bot, so every bot may be it. */
export const ownAccount = async ({ reader, signal }: { reader: GitHubReader; signal: AbortSignal }): Promise<IsOwn> => {
  const login = await ownLogin({ reader, signal });
  if (login === undefined) return (other) => other?.endsWith('[bot]') === true;
  return (other) => other?.toLowerCase() === login.toLowerCase();
};

/** The login of the credentials; undefined for those of an app, whose login nobody tells. */
export const ownLogin = async (asking: { reader: GitHubReader; signal: AbortSignal }): Promise<string | undefined> => {
  try {
    const who = await asking.reader.whoami({ signal: asking.signal });
    return 'login' in who ? who.login : undefined;
  } catch (error) {
    // The tokens of workflow runs belong to a bot and may not ask who they are.
    if (LineclearError.is(error) && error.code === 'forbidden') return undefined;
    throw error;
  }
};

/** Whether two texts are the same to GitHub, which stores neither the kind of line ends nor what surrounds a text. */
export const isSameText = (one: string | null | undefined, other: string | null | undefined): boolean =>
  plain(one) === plain(other);

const plain = (text: string | null | undefined): string => (text ?? '').replaceAll('\r\n', '\n').trim();
