import { setImmediate } from 'node:timers/promises';
import type { Comments } from './languages.ts';

/** Words of many files as numbers: equal words have equal numbers. */
export interface TokenList {
  /** Adds a file; what follows it never continues it. */
  readonly add: (file: {
    text: string;
    comments: Comments;
    signal: AbortSignal;
  }) => Promise<{ readonly tokens: number; readonly lines: number }>;
  readonly length: () => number;
  /** The numbers and, in the same places, the lines of their files, counted from 1. A file ends with a number of its own. */
  readonly end: () => { readonly ids: Int32Array; readonly lines: Int32Array };
}

/**
 * Splits code of any language into words, strings and single signs, and leaves out white space and comments. It takes one pass over the
 * text whatever that holds, which the grammars of a highlighter do not.
 */
export const createTokenList = (): TokenList => {
  const words = new Map<string, number>();
  let ids = new Int32Array(1 << 16);
  let lines = new Int32Array(1 << 16);
  let [length, files] = [0, 0];
  const push = ({ id, line }: { id: number; line: number }) => {
    if (length === ids.length) [ids, lines] = [grow(ids), grow(lines)];
    ids[length] = id;
    lines[length] = line;
    length += 1;
  };
  return {
    add: async ({ text, comments, signal }) => {
      const before = length;
      const lineAt = lineCounter(text);
      for (const { from, to } of tokensOf({ text, comments })) {
        const word = text.slice(from, to);
        const id = words.get(word) ?? words.size;
        if (id === words.size) words.set(word, id);
        push({ id, line: lineAt(from) });
        if ((length - before) % tokensPerTurn === 0) await setImmediate(undefined, { signal });
      }
      const tokens = length - before;
      const end = lineAt(text.length);
      files += 1;
      push({ id: -files, line: end + 1 });
      return { tokens, lines: text === '' || text.endsWith('\n') ? end - 1 : end };
    },
    length: () => length,
    end: () => ({ ids: ids.subarray(0, length), lines: lines.subarray(0, length) }),
  };
};

/** A file can be long; other calls go on after each of these. */
const tokensPerTurn = 20_000;

const grow = (numbers: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> => {
  const larger = new Int32Array(numbers.length * 2);
  larger.set(numbers);
  return larger;
};

/** The line of a place, for places in ascending order: each line end is looked for once, also where a text has none. */
const lineCounter = (text: string): ((at: number) => number) => {
  let line = 1;
  let end = text.indexOf('\n');
  return (at) => {
    for (; end !== -1 && end < at; end = text.indexOf('\n', end + 1)) line += 1;
    return line;
  };
};

// A word, a string on one line (perhaps without its end), or one sign.
const token = /[\p{L}\p{N}_$]+|"(?:[^"\\\n]|\\[^\n])*"?|'(?:[^'\\\n]|\\[^\n])*'?|\S/uy;
const space = /\s*/y;

function* tokensOf({ text, comments }: { text: string; comments: Comments }): Generator<{ from: number; to: number }> {
  for (let at = 0; ;) {
    space.lastIndex = at;
    space.exec(text);
    at = space.lastIndex;
    if (at >= text.length) return;
    const after = commentEnd({ text, at, comments });
    if (after !== undefined) {
      at = after;
      continue;
    }
    token.lastIndex = at;
    const to = token.exec(text) === null ? at + 1 : token.lastIndex;
    yield { from: at, to };
    at = to;
  }
}

/** The place after a comment that begins here. One without an end goes to the end of the text. */
const commentEnd = ({ text, at, comments }: { text: string; at: number; comments: Comments }): number | undefined => {
  if (comments.line.some((mark) => text.startsWith(mark, at))) {
    const end = text.indexOf('\n', at);
    return end === -1 ? text.length : end;
  }
  const block = comments.block.find(({ start }) => text.startsWith(start, at));
  if (block === undefined) return undefined;
  const end = text.indexOf(block.end, at + block.start.length);
  return end === -1 ? text.length : end + block.end.length;
};
