import type { JsonValue } from '@lineclear/core/plugin';
import { LineclearError } from '@lineclear/core/plugin';

/** From here on numbers are written with an exponent, which Python reads as what they are: floats. */
const exponentFrom = 1e21;

/**
 * Refuses integers beyond 2^53. They were rounded where the call was read, so that a task would get the id of something else. Throws
 * `invalid_input` that names the place.
 */
export const refuseRounded = ({ value, at }: { value: JsonValue; at: string }): void => {
  if (typeof value === 'number' && isRounded(value)) {
    throw new LineclearError('invalid_input', `${at} is an integer beyond 2^53, which may have been rounded on its way here.`, {
      hint: 'Send it as text: a task that needs such a number can convert it.',
      details: { reason: 'integer_range', at },
    });
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) refuseRounded({ value: inner, at: `${at}.${key}` });
};

const isRounded = (value: number): boolean =>
  Number.isInteger(value) && !Number.isSafeInteger(value) && Math.abs(value) < exponentFrom;
