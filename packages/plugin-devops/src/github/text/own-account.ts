import { LineclearError } from '@lineclear/core/plugin';
import type { GitHubReader } from '../client/github-reader.ts';

/** Tells whether an account is the one that writes here are made with. */
export type IsOwn = (login: string | undefined) => boolean;

/** Asks who the credentials are. The token of a workflow run does not tell: it belongs to a bot, so every bot may be it. */
export const ownAccount = async ({ reader, signal }: { reader: GitHubReader; signal: AbortSignal }): Promise<IsOwn> => {
  const login = await ownLogin({ reader, signal });
  if (login === undefined) return (other) => other?.endsWith('[bot]') === true;
  return (other) => other?.toLowerCase() === login.toLowerCase();
};

/** The login of the credentials; undefined for the token of a workflow run. */
export const ownLogin = async (asking: { reader: GitHubReader; signal: AbortSignal }): Promise<string | undefined> => {
  try {
    return await asking.reader.login({ signal: asking.signal });
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
