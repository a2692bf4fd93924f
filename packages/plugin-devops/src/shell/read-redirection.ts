import { refused } from './refusal.ts';
import { readWord } from './word.ts';
import type { ReadNested, Word } from './word.ts';

export interface Redirection {
  readonly operator: string;
  readonly target: Word;
  readonly end: number;
  /** As it stands in the line. */
  readonly text: string;
}

/** Reads a redirection, or answers `undefined` when there is none at this place. */
export const readRedirection = (request: { line: string; at: number; readNested: ReadNested }): Redirection | undefined => {
  const { line, at, readNested } = request;
  const rest = line.slice(at);
  const start = /^(\d*)(&>>?|[<>][<>&|()]*)/.exec(rest);
  if (start === null) return undefined;
  const [whole, descriptor = '', operator = ''] = start;
  if (/^[<>]\(/.test(operator)) throw refused({ construct: 'process_substitution', text: rest });
  if (operator.startsWith('<<')) throw refused({ construct: 'heredoc', text: rest });
  if (!known.has(operator) || (descriptor !== '' && (operator.startsWith('&') || !/^[012]$/.test(descriptor))))
    throw refused({ construct: 'redirection', text: rest });
  const blanks = /^[ \t]*/.exec(rest.slice(whole.length))?.[0].length ?? 0;
  const target = readWord({ line, at: at + whole.length + blanks, readNested });
  if (target.text === '') throw refused({ construct: 'redirection', text: rest });
  return { operator, target, end: target.end, text: line.slice(at, target.end) };
};

const known = new Set(['<', '>', '>>', '>|', '>&', '<&', '&>', '&>>']);
