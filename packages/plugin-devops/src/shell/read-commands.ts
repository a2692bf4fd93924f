import { readRedirection } from './read-redirection.ts';
import type { Redirection } from './read-redirection.ts';
import { refused } from './refusal.ts';
import { keywords } from './reserved.ts';
import { readWord } from './word.ts';
import type { Word } from './word.ts';

export interface Assignment {
  readonly name: string;
  readonly word: Word;
}
export interface Command {
  readonly assignments: readonly Assignment[];
  /** Absent for assignments alone. */
  readonly name: Word | undefined;
  readonly args: readonly Word[];
}
/** Everything in a line that runs, is given to what runs, or is opened for it. */
export interface Reading {
  readonly commands: readonly Command[];
  readonly redirections: readonly Redirection[];
  readonly loops: readonly { readonly variable: string; readonly items: readonly Word[] }[];
}

/**
 * Reads a line as bash does, from left to right, and knows only the few constructs that are judged. It is the second reading of a line
 * beside the syntax tree, and shares no code with it.
 */
export const readCommands = (line: string): Reading => {
  const reading = {
    commands: new Array<Command>(),
    redirections: new Array<Redirection>(),
    loops: new Array<Reading['loops'][number]>(),
  };
  const end = readUntil({ line, at: 0, nested: false, reading });
  if (end !== line.length) throw refused({ construct: 'unreadable', text: line.slice(end) });
  return reading;
};

type Growing = { readonly [Key in keyof Reading]: Reading[Key][number][] };

/** Reads to the end of the line, or to the `)` of a `$(…)`; returns where it stopped. */
const readUntil = (request: { line: string; at: number; nested: boolean; reading: Growing }): number => {
  const { line, nested, reading } = request;
  const readNested = (at: number): number => readUntil({ line, at, nested: true, reading });
  let depth = 0;
  let at = request.at;
  let current: { assignments: Assignment[]; name: Word | undefined; args: Word[] } | undefined;
  // After `)`, `}`, `fi` and `done` only operators and redirections may follow.
  let expects: 'command' | 'operator' = 'command';
  const finish = () => {
    if (current !== undefined) reading.commands.push(current);
    current = undefined;
    expects = 'command';
  };
  const word = () => {
    const read = readWord({ line, at, readNested });
    at = read.end;
    return read;
  };

  while ((at = skipBlanks({ line, at })) < line.length) {
    const rest = line.slice(at);
    const separator = separators.exec(rest)?.[0];
    const redirection = separator === undefined ? readRedirection({ line, at, readNested }) : undefined;
    if (separator !== undefined) {
      finish();
      at += separator.length;
    } else if (redirection !== undefined) {
      // Redirections alone make or empty a file; they also could belong to a command that was read otherwise.
      if (expects === 'command') current ??= { assignments: [], name: undefined, args: [] };
      reading.redirections.push(redirection);
      at = redirection.end;
    } else if (rest.startsWith('&')) {
      throw refused({ construct: 'background', text: line });
    } else if (rest.startsWith('(')) {
      if (rest.startsWith('((')) throw refused({ construct: 'arithmetic', text: rest });
      if (current !== undefined || expects !== 'command') throw refused({ construct: 'function', text: line });
      depth += 1;
      at += 1;
    } else if (rest.startsWith(')')) {
      finish();
      if (depth === 0 && nested) return at;
      if (depth === 0) throw refused({ construct: 'unreadable', text: rest });
      depth -= 1;
      at += 1;
      expects = 'operator';
    } else if (current === undefined) {
      if (expects === 'operator') throw refused({ construct: 'unreadable', text: rest });
      const keyword = keywordAt(rest);
      at += keyword?.length ?? 0;
      if (keyword === 'for') {
        const loop = readLoop({ line, at, readNested });
        reading.loops.push(loop);
        at = loop.end;
      } else if (keyword === undefined) {
        current = { assignments: [], name: undefined, args: [] };
        place({ current, word: word() });
      } else if (closing.has(keyword)) {
        expects = 'operator';
      } else if (!opening.has(keyword)) {
        throw refused({ construct: keyword === 'function' ? 'function' : keyword === '[[' ? 'test' : 'keyword', text: rest });
      }
    } else {
      place({ current, word: word() });
    }
  }
  finish();
  if (depth > 0 || nested) throw refused({ construct: 'unreadable', text: line });
  return at;
};

const separators = /^(?:&&|\|\||\|&|\||;(?!;)|\n)/;
const opening = new Set(['if', 'then', 'elif', 'else', 'while', 'until', 'do', '{', '!']);
const closing = new Set(['fi', 'done', '}']);

/** Blanks, and line ends after a backslash that have a blank before them: without one, bash glues the words together. */
const skipBlanks = ({ line, at }: { line: string; at: number }): number =>
  at + (/^(?:[ \t]+(?:\\\n[ \t]*)*)?/.exec(line.slice(at))?.[0].length ?? 0);

const keywordAt = (rest: string): string | undefined => {
  const first = /^[^ \t\n;&|()<>]+/.exec(rest)?.[0];
  return first !== undefined && keywords.has(first) ? first : undefined;
};

const place = ({
  current,
  word,
}: {
  current: { assignments: Assignment[]; name: Word | undefined; args: Word[] };
  word: Word;
}) => {
  if (current.name !== undefined) {
    current.args.push(word);
    return;
  }
  const assigned = /^([A-Za-z_][A-Za-z0-9_]*)(\+?=|\[)/.exec(word.text);
  if (assigned === null) current.name = word;
  else if (assigned[2] === '=') current.assignments.push({ name: assigned[1] ?? '', word });
  else throw refused({ construct: 'array', text: word.text });
};

/** The variable and the words of a loop, from behind `for` to behind the `;` or line end before `do`. */
const readLoop = (request: { line: string; at: number; readNested: (at: number) => number }) => {
  const { line, readNested } = request;
  const head = /^[ \t]+([A-Za-z_][A-Za-z0-9_]*)[ \t]+in(?=[ \t])/.exec(line.slice(request.at));
  if (head === null) throw refused({ construct: 'keyword', text: `for${line.slice(request.at)}` });
  const items: Word[] = [];
  let at = request.at + head[0].length;
  while ((at = skipBlanks({ line, at })) < line.length && !/[;\n]/.test(line.charAt(at))) {
    const item = readWord({ line, at, readNested });
    if (item.end === at) throw refused({ construct: 'unreadable', text: line.slice(at) });
    items.push(item);
    at = item.end;
  }
  return { variable: head[1] ?? '', items, end: at + 1 };
};
