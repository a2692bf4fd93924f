import type { Composition, Store } from '@lineclear/core';
import type { Finding } from './finding.ts';

/** Asks every connection of every profile whether its backend answers. */
export const connectionFindings = async (composition: Composition): Promise<readonly Finding[]> => {
  const profiles = [...composition.profiles.keys()];
  const statuses = await composition.connections.status({ profiles, refresh: true });
  if (statuses.length === 0)
    return [
      { what: 'connections', status: 'warn', detail: 'no profile has one', fix: 'Add a connection to a profile, or run init.' },
    ];
  return statuses.map(({ connection, profile, health, latency_ms, last_error }): Finding => {
    const what = `${profile}/${connection}`;
    if (health === 'up')
      return { what, status: 'ok', detail: latency_ms === undefined ? 'answers' : `answers in ${Math.round(latency_ms)} ms` };
    const reason = last_error === undefined ? health : `${last_error.message} (${last_error.code})`;
    return { what, status: 'fail', detail: reason, fix: 'Correct its settings and credentials in the profile.' };
  });
};

/** Writes that were cut off, and those whose outcome nobody knows. */
export const planFindings = async (store: Store): Promise<readonly Finding[]> => {
  const open = await store.plans({ states: ['claimed', 'executing', 'unknown'], limit: 100 });
  if (open.length === 0) return [{ what: 'plans', status: 'ok', detail: 'none unfinished' }];
  return open.map(({ ticket, tool, profile, state }): Finding => {
    const detail = `${tool} in ${profile}: ${state} (${ticket})`;
    return state === 'unknown'
      ? { what: 'plan', status: 'warn', detail, fix: 'Look at the target: whether this happened is not known.' }
      : { what: 'plan', status: 'ok', detail };
  });
};
