import type { Span } from './position.ts';
import type { VariableUse } from './variables.ts';

/** What surrounds a variable. */
export interface Surroundings {
  readonly inString: boolean;
  /** The innermost open bracket, if any. */
  readonly bracket: string | undefined;
}

export interface Scan {
  /** One for each variable, in their order. */
  readonly surroundings: readonly Surroundings[];
  /** Where a string begins that never ends. */
  readonly openString: Span | undefined;
  readonly depth: number;
  /** Every bracket that opens closes, and none closes before. */
  readonly isBalanced: boolean;
}

const closers: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** Goes through an expression once: strings, comments and brackets, without knowing its grammar. */
export const scanText = ({ text, variables }: { text: string; variables: readonly VariableUse[] }): Scan => {
  const surroundings: Surroundings[] = [];
  const brackets: string[] = [];
  let quote: Span | undefined;
  let depth = 0;
  let next = 0;
  let strayClosers = 0;
  for (let at = 0; at < text.length; at += 1) {
    const variable = variables[next];
    const sign = text[at] ?? '';
    if (variable?.from === at) {
      surroundings.push({ inString: quote !== undefined, bracket: brackets.at(-1) });
      next += 1;
      at = variable.to - 1;
    } else if (quote !== undefined) {
      if (sign === '\\' && text[quote.from] !== '`' && variable?.from !== at + 1) at += 1;
      else if (sign === text[quote.from]) quote = undefined;
    } else if (sign === '"' || sign === "'" || sign === '`') quote = { from: at, to: text.length };
    else if (sign === '#') {
      at = endOfLine({ text, at }) - 1;
      // A variable in a comment is as good as one in a string: nothing is parsed there.
      for (let inComment = variables[next]; inComment !== undefined && inComment.from <= at; inComment = variables[next]) {
        surroundings.push({ inString: true, bracket: undefined });
        next += 1;
      }
    } else if (sign === '(' || sign === '[' || sign === '{') {
      brackets.push(sign);
      depth = Math.max(depth, brackets.length);
    } else if (closers[sign] !== undefined) {
      if (brackets.at(-1) === closers[sign]) brackets.pop();
      else strayClosers += 1;
    }
  }
  return {
    surroundings,
    openString: quote,
    depth,
    isBalanced: brackets.length === 0 && strayClosers === 0 && quote === undefined,
  };
};

const endOfLine = ({ text, at }: { text: string; at: number }): number => {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
};
