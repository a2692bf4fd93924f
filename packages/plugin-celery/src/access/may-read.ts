import type { Principal, ProfileInfo } from '@lineclear/core/plugin';
import type { LedgerEntry } from '../ledger/ledger.ts';
import type { Rules } from '../settings.ts';

/**
 * Whether somebody may see what a task was given and what it returned: who started it here, and whom `result_readers` of the profile
 * names. Where the profile does not say, everybody may in development and nobody else anywhere else. The state of a task is no secret.
 */
export const mayReadResult = ({
  rules: { result_readers: readers },
  profile,
  principal,
  ledger,
}: {
  rules: Pick<Rules, 'result_readers'>;
  profile: Pick<ProfileInfo, 'tier'>;
  principal: Principal;
  ledger: Pick<LedgerEntry, 'principal'> | undefined;
}): boolean => {
  if (ledger?.principal === principal.id) return true;
  if (readers === undefined) return profile.tier === 'development';
  return readers.includes('*') || readers.includes(principal.id);
};

/** What an answer says in place of contents that its reader may not see. */
export const withheldNote =
  'Its result, arguments, messages and traceback are withheld: you did not start it in this profile. The setting result_readers of the profile names who may read them.';
