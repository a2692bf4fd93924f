import type { Composition, Store } from '@lineclear/core';
import type { Sources } from '../config/sources.ts';
import type { Finding } from './finding.ts';

/** Asks every connection of every profile whether its backend answers, and says where its secrets come from. */
export const connectionFindings = async ({
  composition,
  sources,
}: {
  composition: {
    readonly profiles: ReadonlyMap<string, unknown>;
    readonly connections: Pick<Composition['connections'], 'status'>;
  };
  sources: Sources;
}): Promise<readonly Finding[]> => {
  const profiles = [...composition.profiles.keys()];
  const statuses = await composition.connections.status({ profiles, refresh: true });
  if (statuses.length === 0)
    return [
      { what: 'connections', status: 'warn', detail: 'no profile has one', fix: 'Add a connection to a profile, or run init.' },
    ];
  return statuses.map(({ connection, profile, health, latency_ms, last_error }): Finding => {
    const what = `${profile}/${connection}`;
    const from = (sources.get(what) ?? []).map((source) => `\n${source}`).join('');
    if (health === 'up') {
      const answers = latency_ms === undefined ? 'answers' : `answers in ${Math.round(latency_ms)} ms`;
      return { what, status: 'ok', detail: `${answers}${from}` };
    }
    const reason = last_error === undefined ? health : `${last_error.message} (${last_error.code})`;
    return {
      what,
      status: 'fail',
      detail: `${reason}${from}`,
      fix: fixes.get(last_error?.code) ?? 'Correct its settings and credentials in the profile.',
    };
  });
};

const isThere = 'Start the backend, or correct its address in the profile.';
const fixes: ReadonlyMap<string | undefined, string> = new Map([
  ['unreachable', isThere],
  ['timeout', isThere],
  ['not_configured', 'Correct in the profile what the message names.'],
  ['unauthenticated', 'Correct its credentials in the profile.'],
  ['forbidden', 'Have its credentials allowed more, or name others in the profile.'],
]);

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
