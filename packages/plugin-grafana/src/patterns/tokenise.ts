import { headLine } from './head-line.ts';
import { jsonTokens } from './json-tokens.ts';
import { logfmtTokens } from './logfmt-tokens.ts';
import { limits } from './parameters.ts';
import { plainTokens } from './plain-tokens.ts';

/** What ends a line that was longer. */
const cutMark = '…';

/** The tokens of a log line, values masked: of JSON, of logfmt, or of prose. Never empty, and never more than `limits.tokens`. */
export const tokenise = (line: string): readonly string[] => {
  const trimmed = line.trim();
  // A cut object is no JSON any more, so that one is read before it is cut; its fields are limited by themselves.
  const json = trimmed.length <= longestJson ? jsonTokens(trimmed) : undefined;
  if (json !== undefined) return short({ tokens: json, isCut: false });
  const head = headLine(trimmed);
  const text = head.slice(0, limits.lineCharacters);
  const tokens = logfmtTokens(text) ?? plainTokens(text);
  return short({ tokens: tokens.length === 0 ? ['(empty)'] : tokens, isCut: head.length > text.length });
};

const longestJson = 64_000;

const short = ({ tokens, isCut }: { tokens: readonly string[]; isCut: boolean }): readonly string[] =>
  tokens.length > limits.tokens || isCut ? [...tokens.slice(0, limits.tokens - 1), cutMark] : tokens;
