import { fieldTokens } from './field-tokens.ts';
import { maskWord } from './mask-word.ts';

/** The tokens of a logfmt line, in its order; nothing for a line that is none. */
export const logfmtTokens = (line: string): readonly string[] | undefined => {
  if (!beginning.test(line)) return undefined;
  const tokens: string[] = [];
  let pairs = 0;
  let words = 0;
  for (const [, key, quoted, bare = '', word] of line.matchAll(part)) {
    if (key === undefined) {
      words += 1;
      tokens.push(maskWord(word ?? ''));
      continue;
    }
    pairs += 1;
    const value =
      quoted === undefined ? bare : quoted.replaceAll(escaped, (_whole, sign: string) => (/[nrt]/.test(sign) ? ' ' : sign));
    for (const token of fieldTokens({ key, value })) tokens.push(token);
  }
  return pairs >= 2 && pairs > words ? tokens : undefined;
};

const beginning = /^[A-Za-z_][\w.-]{0,60}=/;
const part = /([A-Za-z_][\w.-]{0,60})=(?:"((?:[^"\\]|\\.)*)"|(\S*))|(\S+)/g;
const escaped = /\\(.)/g;
