import { LineclearError } from '@lineclear/core/plugin';
import type { Address } from './address.ts';

/** What git says about another machine, in terms of the table of codes; credentials are taken out of its words. */
export const toNetworkError = ({ error, address }: { error: unknown; address: Address }): unknown => {
  if (!LineclearError.is(error) || error.code !== 'upstream_error') return error;
  const said = String(error.details?.['upstream'] ?? '');
  const upstream = said.replaceAll(address.url, address.shown).replaceAll(/:\/\/[^\s/@]+@/g, '://');
  const known = failures.find(({ says }) => says.test(said));
  return (
    known?.make(upstream) ??
    new LineclearError('upstream_error', 'git did not get an answer from the remote.', {
      hint: 'Read details.upstream for what git says.',
      details: { reason: 'git_failed', upstream },
    })
  );
};

const failures: readonly { says: RegExp; make: (upstream: string) => LineclearError }[] = [
  {
    says: /Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED|No \S+ host key is known/,
    make: (upstream) =>
      new LineclearError('forbidden', 'The key of the host is not known, or is another one than before.', {
        hint: 'A person has to check the key and add it to known_hosts.',
        details: { reason: 'host_key', upstream },
        effect: 'none',
      }),
  },
  {
    says: /Permission denied|Authentication failed|could not read (?:Username|Password)|returned error: 40[13]/,
    make: (upstream) =>
      new LineclearError('unauthenticated', 'The remote did not accept the credentials of this user.', {
        hint: 'Ask a person to set up a credential helper or an ssh key that works without a terminal.',
        details: { reason: 'credentials', upstream },
        effect: 'none',
      }),
  },
  {
    says: /[Rr]epository (?:'.*' )?not found|does not appear to be a git repository|returned error: 404|does not exist/,
    make: (upstream) =>
      new LineclearError('not_found', 'There is no such repository at the remote, or this user may not see it.', {
        hint: 'Check the URL that the preview or details show.',
        details: { reason: 'no_repository_there', upstream },
        effect: 'none',
      }),
  },
  {
    says: /Could not resolve host|Connection (?:refused|timed out)|Failed to connect|No route to host|Network is unreachable/,
    make: (upstream) =>
      new LineclearError('unreachable', 'The remote does not answer.', {
        hint: 'Try again later, or check the URL that details show.',
        details: { reason: 'remote_unreachable', upstream },
      }),
  },
];
