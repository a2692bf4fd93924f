import { maskValue } from './mask-word.ts';
import { wildcard } from './parameters.ts';
import { plainTokens } from './plain-tokens.ts';

/**
 * The tokens of one field. A message is split into words, between a token that opens it and one that closes it; every other value is one
 * token, and one with blanks in it is a parameter.
 */
export const fieldTokens = ({ key, value }: { key: string; value: string }): readonly string[] => {
  if (isMessage(key) && value !== '') return [`${key}="`, ...plainTokens(value), '"'];
  return [/\s/.test(value) ? `${key}="${wildcard}"` : `${key}=${maskValue({ key, value })}`];
};

/** A field that people read: its words make the pattern. */
export const isMessage = (key: string): boolean => message.test(key);

/** Tokens as people write such a line. */
export const joinTokens = (tokens: readonly string[]): string =>
  tokens
    .join(' ')
    .replaceAll(/=" (?="?)/g, '="')
    .replaceAll(/ "(?= |$)/g, '"');

const message = /(?:^|[_.-])(?:msg|message|err|error|reason|event|exception|description|detail|details|log|text)$/i;
