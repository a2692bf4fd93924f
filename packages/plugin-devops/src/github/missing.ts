import { LineclearError } from '@lineclear/core/plugin';

/** What a tool was to change is not there (any more). `what` names it in a sentence: `the secret "A" of octo/widgets`. */
export const missing = ({ what, listedBy }: { what: string; listedBy: string }): LineclearError =>
  new LineclearError('not_found', `GitHub does not have ${what}, or the credentials may not see it.`, {
    hint: `${listedBy} shows what there is.`,
    details: { reason: 'missing' },
  });
