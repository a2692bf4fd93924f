import { shortened } from '../../text/shortened.ts';
import { readTokens } from './read-tokens.ts';

/**
 * A statement of somebody without the values in it: each literal is `?`, and comments are gone, because libraries put values there too.
 * Cut after `limit` characters. What the server had cut in the middle of a literal shows nothing of it.
 */
export const hideValues = ({ sql, limit = 500 }: { sql: string; limit?: number }): string => {
  let shown = '';
  for (const { kind, text, isClosed } of readTokens(sql)) {
    if (shown.length > limit) break;
    if (kind === 'space' || kind === 'comment') shown += shown.endsWith(' ') || shown === '' ? '' : ' ';
    else if (kind === 'string' || kind === 'number') shown += '?';
    else shown += text;
    // Where backslashes escape in every string, the literal goes on behind this quote.
    if (!isClosed || (kind === 'string' && text.endsWith(String.raw`\'`)))
      return `${shortened({ text: shown, longest: limit }).trimEnd()} …`;
  }
  return shortened({ text: shown, longest: limit }).trimEnd();
};
