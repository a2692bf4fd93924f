import { LineclearError } from '@lineclear/core/plugin';

/** Throws `invalid_input` where what will be sent is too long for its preview to show it whole. */
export const checkShown = (sent: unknown): void => {
  if ((JSON.stringify(sent)?.length ?? 0) <= mostShown) return;
  throw new LineclearError('invalid_input', 'This is too long to be shown whole before it is sent.', {
    hint: 'Send less, or do it on GitHub itself.',
    effect: 'none',
    details: { reason: 'too_long' },
  });
};

// An answer of core holds 100,000 characters; the rest is for what else a preview says.
const mostShown = 70_000;
