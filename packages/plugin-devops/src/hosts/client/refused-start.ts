import { LineclearError, quoted } from '@lineclear/core/plugin';

/** Why a script on a host did not start the program: nothing ran, unless an earlier start of the same plan did. */
export const refusedStart = ({ host, said }: { host: string; said: string }): LineclearError => {
  if (said === 'again') {
    return new LineclearError('upstream_error', `The host ${quoted(host)} has a record of this run already.`, {
      details: { reason: 'started_before', host },
      // Another start of the same plan was there first: its record tells what became of it.
      effect: 'unknown',
    });
  }
  const refusal = refusals[said];
  if (refusal === undefined) {
    return new LineclearError('upstream_error', `The host ${quoted(host)} did not start the program.`, {
      details: { reason: 'not_started', host },
      effect: 'none',
    });
  }
  return new LineclearError(refusal.code, `${refusal.sentence} on the host ${quoted(host)}.`, {
    hint: refusal.hint,
    details: { reason: refusal.reason, host },
    effect: 'none',
  });
};

const refusals: Readonly<
  Partial<
    Record<
      string,
      { code: 'not_found' | 'forbidden' | 'conflict' | 'upstream_error'; reason: string; sentence: string; hint: string }
    >
  >
> = {
  nofolder: {
    code: 'not_found',
    reason: 'no_folder',
    sentence: 'There is no such folder',
    hint: 'Name a folder that is there in cwd, or leave it out.',
  },
  nosudo: {
    code: 'forbidden',
    reason: 'sudo_refused',
    sentence: 'The account cannot become root',
    hint: 'Ask the operator to check sudo of the host and its password.',
  },
  norecord: {
    code: 'upstream_error',
    reason: 'no_record',
    sentence: 'The record of the run cannot be written',
    hint: 'Check that the home folder of the account is there, writable and not full.',
  },
  noinput: {
    code: 'upstream_error',
    reason: 'input_cut',
    sentence: 'The input did not arrive whole',
    hint: 'Call again.',
  },
};
