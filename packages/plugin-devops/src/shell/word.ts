import { refused } from './refusal.ts';

/** One word of a line as bash reads it. */
export interface Word {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Without quotes; `undefined` when it is known only while the line runs. */
  readonly value: string | undefined;
  /** True when nothing in it is quoted or expanded. */
  readonly plain: boolean;
}

/** Reads the commands of `$(…)` from the character after it, and returns the place of its `)`. */
export type ReadNested = (at: number) => number;

/** Reads the word that starts at `at`. Throws `forbidden` for everything whose meaning is not certain. */
export const readWord = (request: { line: string; at: number; readNested: ReadNested }): Word => {
  const { line, at: start, readNested } = request;
  let at = start;
  let value = '';
  let isKnown = true;
  let plain = true;
  const take = ({ text, end }: { text: string | undefined; end: number }) => {
    if (text === undefined) isKnown = false;
    else value += text;
    at = end;
  };
  while (at < line.length && !endsWord.test(line.charAt(at))) {
    const character = line.charAt(at);
    if (plainCharacter.test(character) || (character === '#' && at > start)) {
      take({ text: character, end: at + 1 });
      continue;
    }
    plain = false;
    if (character === "'") take(singleQuoted({ line, at }));
    else if (character === '"') take(doubleQuoted({ line, at, readNested }));
    else if (character === '\\') take(escaped({ line, at }));
    else if (character === '$') take(expanded({ line, at, readNested, quoted: false }));
    else if (globCharacter.test(character)) take({ text: undefined, end: at + 1 });
    else throw refused({ construct: constructOf(character), text: line.slice(start, at + 10) });
  }
  return { start, end: at, text: line.slice(start, at), value: isKnown ? value : undefined, plain };
};

const endsWord = /[ \t\n;&|()<>]/;
const plainCharacter = /[A-Za-z0-9_@%+=:,./^-]/;
const globCharacter = /[*?[\]]/;

const constructOf = (character: string) => {
  if (character === '`') return 'backticks';
  if (character === '#') return 'comment';
  return /[{}~]/.test(character) ? 'braces' : 'unreadable';
};

interface Piece {
  /** `undefined` when it is known only while the line runs. */
  readonly text: string | undefined;
  readonly end: number;
}

const singleQuoted = ({ line, at }: { line: string; at: number }): Piece => {
  const close = line.indexOf("'", at + 1);
  if (close === -1) throw refused({ construct: 'unreadable', text: line.slice(at) });
  return { text: line.slice(at + 1, close), end: close + 1 };
};

const escaped = ({ line, at }: { line: string; at: number }): Piece => {
  const character = line.charAt(at + 1);
  // A line end would glue two words together, and other alphabets are more than one byte to the shell.
  if (!/[\x20-\x7e]/.test(character)) throw refused({ construct: 'unreadable', text: line.slice(at, at + 2) });
  return { text: character, end: at + 2 };
};

const doubleQuoted = (request: { line: string; at: number; readNested: ReadNested }): Piece => {
  const { line } = request;
  let text: string | undefined = '';
  for (let at = request.at + 1; at < line.length;) {
    const character = line.charAt(at);
    if (character === '"') return { text, end: at + 1 };
    if (character === '`') throw refused({ construct: 'backticks', text: line.slice(at) });
    let piece: Piece = { text: character, end: at + 1 };
    if (character === '\\') piece = escapedInQuotes({ line, at });
    if (character === '$') piece = expanded({ ...request, at, quoted: true });
    text = text === undefined || piece.text === undefined ? undefined : text + piece.text;
    at = piece.end;
  }
  throw refused({ construct: 'unreadable', text: line.slice(request.at) });
};

const escapedInQuotes = ({ line, at }: { line: string; at: number }): Piece => {
  const character = line.charAt(at + 1);
  if (character === '\n') throw refused({ construct: 'unreadable', text: line.slice(at) });
  return { text: /[$`"\\]/.test(character) ? character : `\\${character}`, end: at + 2 };
};

const expanded = (request: { line: string; at: number; readNested: ReadNested; quoted: boolean }): Piece => {
  const { line, at, quoted } = request;
  const rest = line.slice(at);
  const simple = /^\$(?:[A-Za-z_][A-Za-z0-9_]*|\{[A-Za-z_][A-Za-z0-9_]*\}|\?)/.exec(rest);
  if (simple !== null) return { text: undefined, end: at + simple[0].length };
  if (rest.startsWith('$((') || rest.startsWith('$[')) throw refused({ construct: 'arithmetic', text: rest });
  if (rest.startsWith('$(')) return { text: undefined, end: request.readNested(at + 2) + 1 };
  // The end of a pattern, as in "error$".
  if (quoted && /^\$["| )]/.test(rest)) return { text: '$', end: at + 1 };
  throw refused({ construct: /^\$['"]/.test(rest) ? 'quoting' : 'expansion', text: rest });
};
