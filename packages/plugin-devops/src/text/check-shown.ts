import { LineclearError } from '@lineclear/core/plugin';

/**
 * Throws `invalid_input` where a preview could not show all of what is sent: nobody should agree to what they did not see. `hint` says how
 * less can be sent, and `most` how many characters the preview has room for.
 */
export const checkShown = ({ sent, hint, most = mostShown }: { sent: readonly string[]; hint: string; most?: number }): void => {
  const characters = sent.reduce((sum, { length }) => sum + length, 0);
  if (characters <= most) return;
  throw new LineclearError('invalid_input', 'This is too long to be shown whole before it is sent.', {
    hint,
    effect: 'none',
    details: { reason: 'too_long', characters, most },
  });
};

// An answer of core holds 100,000 characters; the rest is for what else a preview says.
const mostShown = 70_000;
