import { readTokens } from './read-tokens.ts';

/** One statement of a script. */
export interface Statement {
  /** As it stands, without the semicolon. */
  readonly text: string;
  /** The keywords and names, upper case, in order; literals are `?`, and quoted names stand as they are. */
  readonly words: readonly string[];
}

/** The statements of a script, in order. A semicolon in a body such as `BEGIN ATOMIC … END` belongs to its statement. */
export const splitStatements = (sql: string): readonly Statement[] => {
  const statements: Statement[] = [];
  let text = '';
  let words: string[] = [];
  let depth = 0;
  const end = (): void => {
    if (words.length > 0) statements.push({ text: text.trim(), words });
    text = '';
    words = [];
    depth = 0;
  };
  for (const token of readTokens(sql)) {
    if (token.kind === 'symbol' && token.text === ';' && depth === 0) {
      end();
      continue;
    }
    text += token.text;
    if (token.kind === 'space' || token.kind === 'comment') continue;
    const word = token.kind === 'word' ? token.text.toUpperCase() : (shownAs[token.kind] ?? token.text);
    depth += nesting({ word, words, depth });
    words.push(word);
  }
  end();
  return statements;
};

const shownAs: Partial<Record<string, string>> = { string: '?', number: '?' };

/** How much deeper a word of a function's SQL body goes: `BEGIN ATOMIC` opens one, `CASE` opens in it, `END` closes. */
const nesting = ({ word, words, depth }: { word: string; words: readonly string[]; depth: number }): number => {
  if (word === 'ATOMIC' && words.at(-1) === 'BEGIN') return 1;
  if (depth === 0) return 0;
  if (word === 'CASE') return 1;
  return word === 'END' ? -1 : 0;
};
