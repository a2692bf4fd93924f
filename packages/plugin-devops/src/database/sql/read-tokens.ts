/** One piece of an SQL text. */
export interface Token {
  readonly kind: 'space' | 'comment' | 'string' | 'name' | 'word' | 'number' | 'parameter' | 'symbol';
  readonly text: string;
  /** False for a string, a name or a comment whose end is missing. */
  readonly isClosed: boolean;
}

/**
 * The pieces of an SQL text as PostgreSQL reads them; joined, they are the text again. Strings are read with
 * `standard_conforming_strings` on. It takes any text, in time that grows with its length only.
 */
export function* readTokens(sql: string): Generator<Token> {
  let at = 0;
  while (at < sql.length) {
    const token = tokenAt({ sql, at });
    yield token;
    at += token.text.length;
  }
}

interface Place {
  readonly sql: string;
  readonly at: number;
}

const tokenAt = ({ sql, at }: Place): Token => {
  const place = { sql, at };
  if (sql.startsWith('/*', at)) return blockComment(place);
  const opening = match(/[eE]'|[uU]&["']|[bBxXnN]?'|"/y, place);
  if (opening !== undefined) return quotedText({ ...place, opening });
  const tag = match(/\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y, place);
  if (tag !== undefined) return closed({ ...place, kind: 'string', end: endAfter({ sql, from: at + tag.length, text: tag }) });
  for (const [kind, pattern] of simple) {
    const text = match(pattern, place);
    if (text !== undefined) return { kind, text, isClosed: true };
  }
  return { kind: 'symbol', text: sql.slice(at, at + 1), isClosed: true };
};

const simple = [
  ['space', /\s+/y],
  ['comment', /--[^\n\r]*/y],
  ['word', /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y],
  ['number', /\.?\d[\w.]*/y],
  ['parameter', /\$\d+/y],
] as const;

const match = (pattern: RegExp, { sql, at }: Place): string | undefined => {
  pattern.lastIndex = at;
  return pattern.exec(sql)?.[0];
};

const quotedText = ({ sql, at, opening }: Place & { opening: string }): Token => {
  const quote = opening.slice(-1);
  const hasEscapes = /^e/i.test(opening);
  let next = at + opening.length;
  let end: number | undefined;
  while (end === undefined) {
    const found = sql.indexOf(quote, next);
    if (found < 0) break;
    if (hasEscapes && isEscaped({ sql, from: next, at: found })) next = found + 1;
    else if (sql[found + 1] === quote) next = found + 2;
    else end = found + 1;
  }
  return closed({ sql, at, kind: quote === '"' ? 'name' : 'string', end });
};

/** Whether an odd number of backslashes stands before the quote. */
const isEscaped = ({ sql, from, at }: Place & { from: number }): boolean => {
  let count = 0;
  while (at - count - 1 >= from && sql[at - count - 1] === '\\') count += 1;
  return count % 2 === 1;
};

/** Comments in comments are closed one by one. */
const blockComment = ({ sql, at }: Place): Token => {
  const marks = /\/\*|\*\//g;
  marks.lastIndex = at;
  let depth = 0;
  for (let mark = marks.exec(sql); mark !== null; mark = marks.exec(sql)) {
    depth += mark[0] === '/*' ? 1 : -1;
    if (depth === 0) return closed({ sql, at, kind: 'comment', end: marks.lastIndex });
  }
  return closed({ sql, at, kind: 'comment', end: undefined });
};

const endAfter = ({ sql, from, text }: { sql: string; from: number; text: string }): number | undefined => {
  const found = sql.indexOf(text, from);
  return found < 0 ? undefined : found + text.length;
};

const closed = ({ sql, at, kind, end }: Place & { kind: Token['kind']; end: number | undefined }): Token => ({
  kind,
  text: sql.slice(at, end ?? sql.length),
  isClosed: end !== undefined,
});
