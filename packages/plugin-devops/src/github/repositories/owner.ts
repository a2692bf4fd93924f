import { LineclearError, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { ifFound } from '../../if-found.ts';
import type { GitHubReader } from '../client/github-reader.ts';

/** https://docs.github.com/en/rest/users/users#get-a-user */
const accountAnswer = z.object({ login: z.string(), type: z.string() });

/** Whose repositories the credentials may make. */
export const readOwner = async (request: {
  reader: GitHubReader;
  login: string;
  signal: AbortSignal;
}): Promise<{ readonly kind: string; readonly refusal: LineclearError | undefined }> => {
  const { reader, login, signal } = request;
  const account = await ifFound(
    reader.outside({ route: 'GET /users/{username}', values: { username: login }, schema: accountAnswer, signal }),
  );
  if (account === undefined) return { kind: 'none', refusal: noAccount(login) };
  const { type: kind } = account;
  if (kind === 'Organization') return { kind, refusal: undefined };
  const own = await reader.whoami({ signal });
  const isOwn = 'login' in own && own.login.toLowerCase() === account.login.toLowerCase();
  return { kind, refusal: isOwn ? undefined : foreign(login) };
};

const noAccount = (login: string): LineclearError =>
  new LineclearError('not_found', `GitHub has no account ${quoted(login)}.`, {
    hint: 'Check the name before the slash.',
    details: { reason: 'owner' },
    effect: 'none',
  });

const foreign = (login: string): LineclearError =>
  new LineclearError('forbidden', `The credentials do not belong to the account ${quoted(login)}.`, {
    hint: 'Name the own account, or an organization.',
    details: { reason: 'owner' },
    effect: 'none',
  });
