import { LineclearError, quoted } from '@lineclear/core/plugin';

/** What a write was to change is not there. `what` names it in a sentence: `the volume 5a49…`. */
export const missing = ({ what, listedBy }: { what: string; listedBy: string }): LineclearError =>
  new LineclearError('not_found', `The account does not have ${what}.`, {
    hint: `${listedBy} shows what there is.`,
    details: { reason: 'missing' },
  });

/** The id and the name do not belong together: one of them is of something else. */
export const otherName = ({ what, given, actual }: { what: string; given: string; actual: string }): LineclearError =>
  new LineclearError('conflict', `${what} is called ${quoted(actual)}, not ${quoted(given)}.`, {
    hint: 'Find out which of them is meant; the id and the name have to match.',
    details: { reason: 'name' },
  });

export const taken = ({ what, hint }: { what: string; hint: string }): LineclearError =>
  new LineclearError('conflict', `${what} is there already.`, { hint, details: { reason: 'exists' } });

/** It is as the call wants it, or cannot be as things are. */
export const notNow = ({ message, hint, reason }: { message: string; hint: string; reason: string }): LineclearError =>
  new LineclearError('conflict', message, { hint, details: { reason } });

/** The field `refusal` of a preview, where there is one. */
export const refusing = (...refusals: readonly (LineclearError | undefined)[]): { refusal?: LineclearError } => {
  const [refusal] = refusals.filter((one) => one !== undefined);
  return refusal === undefined ? {} : { refusal };
};
