import type { Tree } from '@lezer/common';
import { expectedAt } from './expected-at.ts';
import { type Grammar, type Language, loadGrammar } from './grammars.ts';
import { limits } from './limits.ts';
import { maskVariables, planStands, type Stand } from './mask-variables.ts';
import { type Position, positionOf, type Span } from './position.ts';
import { scanText } from './scan-text.ts';
import { findVariables, type VariableUse } from './variables.ts';

/** Why an expression cannot be read. */
export interface SyntaxProblem {
  /** `unchecked`: nothing is known to be wrong, but it is more than can be checked. */
  readonly code: 'syntax' | 'unchecked';
  readonly message: string;
  readonly at: Position;
  /** What would let the expression go on there, such as `)`. May be empty. */
  readonly expected: readonly string[];
}

/** An expression as its grammar sees it. */
export interface ParsedExpression {
  readonly language: Language;
  readonly text: string;
  /** The text that was parsed: as long as `text`, with stand-ins for variables. */
  readonly masked: string;
  readonly variables: readonly VariableUse[];
  /** Absent where the text was not parsed at all, because it is too long or too deep. */
  readonly tree: Tree | undefined;
  readonly problem: SyntaxProblem | undefined;
  /** A variable stands where only its value could tell whether the syntax is right: nothing can be said about the rest. */
  readonly isUncertain: boolean;
}

/** Parses PromQL or LogQL with Grafana's variables and macros in it. Never throws; what is wrong is in `problem`. */
export const parseExpression = async ({ text, language }: { text: string; language: Language }): Promise<ParsedExpression> => {
  const variables = findVariables(text.slice(0, limits.characters));
  const scan = scanText({ text: text.slice(0, limits.characters), variables });
  const unparsed = { language, text, masked: text, variables, tree: undefined, isUncertain: false };
  const refuse = (message: string, span: Span, expected: readonly string[]): ParsedExpression => ({
    ...unparsed,
    problem: { code: 'syntax', message, at: positionOf({ text, ...span }), expected },
  });
  const leave = (message: string): ParsedExpression => ({
    ...unparsed,
    problem: { code: 'unchecked', message, at: positionOf({ text, from: 0, to: 0 }), expected: [] },
  });
  if (text.length > limits.characters)
    return leave(`The expression has more than ${limits.characters} characters, too many to be checked.`);
  if (scan.depth > limits.depth || variables.length > limits.variables)
    return leave('The expression is nested too deeply to be checked.');
  if (text.trim() === '') return refuse('The expression is empty.', { from: 0, to: 0 }, ['an expression']);
  if (scan.openString !== undefined)
    return refuse('A string that begins here never ends.', scan.openString, [text[scan.openString.from] ?? '"']);

  const grammar = await loadGrammar(language);
  const stands = planStands({ text, variables, surroundings: scan.surroundings });
  const { masked, tree, error } = parseWithStands({ text, grammar, stands });
  if (countNodes(tree) > limits.nodes) return leave('The expression is too large to be checked.');
  const parsed = { language, text, masked, variables, tree };
  if (error === undefined) return { ...parsed, problem: undefined, isUncertain: false };
  if (countNodes(tree, /^Bin(?:ary|Op)Expr$/) > limits.operators)
    return leave('The expression has too many operators to be checked.');
  if (stands.some((stand) => stand.as !== 'text' && errorsOf(tree).some((found) => touches({ text, error: found, stand }))))
    return { ...parsed, problem: undefined, isUncertain: true };
  return { ...parsed, problem: describe({ text, language, masked, grammar, error }), isUncertain: false };
};

interface Attempt {
  readonly masked: string;
  readonly tree: Tree;
  readonly error: Span | undefined;
}

/** A free variable is a name first; where that is no syntax, each in turn may be a number instead. */
const parseWithStands = ({ text, grammar, stands }: { text: string; grammar: Grammar; stands: readonly Stand[] }): Attempt => {
  const attempt = (asNumbers: ReadonlySet<Stand>): Attempt => {
    const masked = maskVariables({ text, stands, asNumbers });
    const tree = grammar.parse(masked);
    return { masked, tree, error: errorsOf(tree)[0] };
  };
  let best = attempt(new Set());
  let numbers: ReadonlySet<Stand> = new Set();
  for (const stand of stands.filter(({ as }) => as === 'free').slice(0, limits.triedAsNumbers)) {
    if (best.error === undefined) break;
    const more = new Set([...numbers, stand]);
    const other = attempt(more);
    if ((other.error?.from ?? text.length + 1) <= best.error.from) continue;
    best = other;
    numbers = more;
  }
  return best;
};

const countNodes = (tree: Tree, named = /^/): number => {
  let count = 0;
  tree.iterate({
    enter: ({ name }) => {
      if (named.test(name)) count += 1;
    },
  });
  return count;
};

const errorsOf = (tree: Tree): readonly Span[] => {
  const errors: Span[] = [];
  tree.iterate({
    enter: ({ type, from, to }) => {
      if (type.isError) errors.push({ from, to });
      return !type.isError;
    },
  });
  return errors;
};

/** Whether only blanks lie between an error and a variable. */
const touches = ({ text, error, stand }: { text: string; error: Span; stand: Stand }): boolean => {
  const { from, to } = stand.span;
  if (error.from <= to && error.to >= from) return true;
  return text.slice(Math.min(error.to, to), Math.max(error.from, from)).trim() === '';
};

const nameOf: Readonly<Record<Language, string>> = { promql: 'PromQL', logql: 'LogQL' };

const describe = ({
  text,
  language,
  masked,
  grammar,
  error,
}: {
  text: string;
  language: Language;
  masked: string;
  grammar: Grammar;
  error: Span;
}): SyntaxProblem => {
  const firstError = (candidate: string) => errorsOf(grammar.parse(candidate))[0]?.from;
  const at = positionOf({ text, ...error });
  const expected = expectedAt({ text: masked, offset: error.from, firstError });
  const called = /([A-Za-z_]\w*)\s*$/.exec(text.slice(0, error.from))?.[1];
  // A call of something unknown reads as a metric's name with a bracket after it.
  if (text[error.from] === '(' && called !== undefined && !expected.includes(')')) {
    const from = text.lastIndexOf(called, error.from);
    return {
      code: 'syntax',
      message: `${nameOf[language]} has no function or aggregation ${JSON.stringify(called.slice(0, 60))}.`,
      at: positionOf({ text, from, to: from + called.length }),
      expected: [],
    };
  }
  const found = /^\w+|^\S/.exec(text.slice(error.from))?.[0].slice(0, 40);
  const where = found === undefined ? 'The expression ends too early' : `${JSON.stringify(found)} does not fit here`;
  return {
    code: 'syntax',
    message: expected.length === 0 ? `${where}.` : `${where}: expected ${expected.join(' or ')}.`,
    at,
    expected,
  };
};
