import { httpStatus, maskValue, maskWord } from './mask-word.ts';
import { wildcard } from './parameters.ts';

/** The masked words of a line of prose. A leading time, texts in quotes and lists in brackets are one value each. */
export const plainTokens = (line: string): readonly string[] => {
  const tokens: string[] = [];
  for (const word of withoutValues(line).split(/\s+/)) {
    if (word !== '') tokens.push(isStatus({ word, before: tokens.at(-1) }) ? word : maskPair(word));
  }
  return tokens;
};

/** The name in `name=value`, as a token has it. */
export const keyOf = (token: string): string | undefined => {
  const end = token.indexOf('=');
  return end > 0 && name.test(token.slice(0, end)) ? token.slice(0, end) : undefined;
};

const maskPair = (word: string): string => {
  const key = keyOf(word);
  return key === undefined ? maskWord(word) : `${key}=${maskValue({ key, value: word.slice(key.length + 1) })}`;
};

const withoutValues = (line: string): string => {
  let text = line.replace(leadingTime, `${wildcard} `).replaceAll(accessTime, `[${wildcard}]`);
  if (text.includes('"'))
    text = text.replaceAll(doubleQuoted, (whole, before: string) => (request.test(whole) ? whole : `${before}"${wildcard}"`));
  if (text.includes("'")) text = text.replaceAll(singleQuoted, `$1'${wildcard}'`);
  if (text.includes('['))
    text = text.replaceAll(bracketed, (whole, inner: string) => (inner.includes(',') ? `[${wildcard}]` : whole));
  return text;
};

/** The number after the request line of an access log. */
const isStatus = ({ word, before }: { word: string; before: string | undefined }): boolean =>
  before !== undefined && before.endsWith('"') && before.startsWith('HTTP/') && httpStatus.test(word);

const name = /^[A-Za-z_][\w.-]{0,60}$/;
const months = 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec';
const leadingTime = new RegExp(
  String.raw`^\[?(?:\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z| ?[+-]\d\d:?\d\d)?` +
    String.raw`|(?:<\d+>)?(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) )?(?:${months}) {1,2}\d{1,2} (?:\d{4} )?\d\d:\d\d:\d\d(?:\.\d+)?)\]?(?=\s|$)`,
);
const accessTime = new RegExp(String.raw`\[\d{1,2}/(?:${months})/\d{4}[^\]\s]{0,20}(?: [+-]\d{4})?\]`, 'g');
const doubleQuoted = /(^|[\s=([{:,])"(?:[^"\\]|\\.)*"/g;
// An apostrophe is no quote: one stands after a blank, the other before one.
const singleQuoted = /(^|[\s=([{:,])'(?:[^'\\]|\\.)*'(?=$|[\s)\]},;:.!?])/g;
const bracketed = /\[([^[\]]*)\]/g;
const request = /"[A-Z]{3,8} \S+ HTTP\/[\d.]+"$/;
