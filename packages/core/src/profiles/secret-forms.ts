import { cleanText } from '../plugin/clean.ts';

/** Shorter secrets would hide half of every text; they are not searched for. */
const shortestSecret = 4;

/** One text to search for. */
export interface Form {
  readonly text: string;
  /** A piece of base64 whose next character also holds bits of the secret: that one goes with it. */
  readonly openEnd: boolean;
}

/**
 * Every way a secret commonly appears in text: as it is and line by line, escaped for JSON (as several languages write it),
 * percent-encoded (by several rules), and in base64 of both alphabets at each of the three alignments.
 */
export const formsOf = (secret: string): readonly Form[] => {
  if (secret.length < shortestSecret) return [];
  const lines = secret.split(/\r?\n/).map((line) => line.trim());
  const texts = [secret, cleanText(secret), ...lines].filter((text) => text.length >= shortestSecret);
  const closed = texts
    .flatMap((text) => [text, ...jsonForms(text), ...percentForms(text)])
    .map((text) => ({ text, openEnd: false }));
  return [...closed, ...base64Forms(secret)];
};

const jsonForms = (text: string): readonly string[] => {
  const json = quoted(text);
  const ascii = json.replaceAll(/[^\0-\x7f]/g, unicodeEscape);
  const html = json.replaceAll(/[<>&\u2028\u2029]/g, unicodeEscape);
  const cautious = text.replaceAll(/[^]/g, (unit) =>
    /[\w !#$%()*,./:;=?@[\]^{|}~-]/.test(unit) || unit < ' ' || unit === '\\' ? quoted(unit) : unicodeEscape(unit),
  );
  return [json, json.replaceAll('/', '\\/'), ascii, html, cautious].flatMap((form) => [
    form,
    form.replaceAll(unicodeEscapes, upper),
  ]);
};

const percentForms = (text: string): readonly string[] => {
  const component = encodeURIComponent(text.toWellFormed());
  const strict = component.replaceAll(/[!'()*~]/g, percentEscape);
  const form = new URLSearchParams({ '': text }).toString().slice(1);
  return [component, strict, form, encodeURI(text.toWellFormed()), userinfoForm(text)].flatMap((encoded) => [
    encoded,
    encoded.replaceAll(/%[\dA-F]{2}/g, (found) => found.toLowerCase()),
  ]);
};

const userinfoForm = (text: string): string => {
  const url = new URL('http://host');
  url.password = text;
  return url.password;
};

/** Below this, a piece of base64 is likely to occur by chance. */
const shortestPiece = 8;

const base64Forms = (secret: string): readonly Form[] => {
  const bytes = Buffer.from(secret, 'utf8');
  const padded = { text: bytes.toString('base64'), openEnd: false };
  const whole = { text: padded.text.replace(/=+$/, ''), openEnd: false };
  const pieces = [0, 1, 2].map((before) => pieceAt(bytes, before)).filter(({ text }) => text.length >= shortestPiece);
  return [padded, whole, ...pieces].flatMap(({ text, openEnd }) => [
    { text, openEnd },
    { text: text.replaceAll('+', '-').replaceAll('/', '_'), openEnd },
  ]);
};

// The characters that hold bits of the secret alone when `before` bytes stand before it in a group of three.
const pieceAt = (bytes: Buffer, before: number): Form => {
  const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
  const bits = (before + bytes.length) * 8;
  return { text: encoded.slice(Math.ceil((before * 8) / 6), Math.floor(bits / 6)), openEnd: bits % 6 !== 0 };
};

const quoted = (text: string): string => JSON.stringify(text).slice(1, -1);
const unicodeEscapes = /\\u[\da-f]{4}/g;
const upper = (escape: string): string => `\\u${escape.slice(2).toUpperCase()}`;
const unicodeEscape = (found: string): string => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`;
const percentEscape = (found: string): string => `%${found.charCodeAt(0).toString(16).toUpperCase()}`;
