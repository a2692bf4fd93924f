import { comparisons, flipped } from '../expressions/functions.ts';
import type { Language } from '../expressions/grammars.ts';
import { readExpression } from '../expressions/read-expression.ts';
import { scanText } from '../expressions/scan-text.ts';

/** An expression that is compared with a number: what is compared, how, and with which. */
export interface Comparison {
  readonly left: string;
  readonly operator: string;
  readonly limit: number;
}

export interface SplitExpression {
  /** Absent where the expression as a whole is no comparison with a number. */
  readonly comparison: Comparison | undefined;
  /** Some part of it compares, so that what does not fit is left out of the result. */
  readonly isFilter: boolean;
}

/** Takes a comparison with a number apart; undefined where the expression cannot be read. */
export const splitComparison = async (given: { text: string; language: Language }): Promise<SplitExpression | undefined> => {
  const text = withoutBrackets(given.text);
  const read = await readExpression({ text, language: given.language });
  if (read === undefined) return undefined;
  const { root, nodes } = read;
  const isFilter = nodes.some(
    (node) => node.kind === 'binary' && (comparisons.has(node.operator) || /^(?:and|unless)$/.test(node.operator)),
  );
  if (root.kind !== 'binary' || !comparisons.has(root.operator)) return { comparison: undefined, isFilter };
  const { left, right, operator } = root;
  const from = text.indexOf(operator, left.to);
  const [before, after] = [text.slice(0, from).trim(), text.slice(from + operator.length).trim()];
  // With bool the result is 0 or 1 for every series: nothing is left out.
  if (/^bool\b/i.test(after)) return { comparison: undefined, isFilter: false };
  if (right.kind === 'number' && right.value !== undefined && left.kind !== 'number')
    return { comparison: { left: before, operator, limit: right.value }, isFilter };
  if (left.kind === 'number' && left.value !== undefined && right.kind !== 'number')
    return { comparison: { left: after, operator: flipped[operator] ?? operator, limit: left.value }, isFilter };
  return { comparison: undefined, isFilter };
};

/** The text without brackets around all of it. */
const withoutBrackets = (text: string): string => {
  const trimmed = text.trim();
  if (!trimmed.startsWith('(') || !trimmed.endsWith(')')) return trimmed;
  const inner = trimmed.slice(1, -1);
  // `(a) > (b)` begins and ends with brackets too: inside of them more would be closed than opened.
  return scanText({ text: inner, variables: [] }).isBalanced ? withoutBrackets(inner) : trimmed;
};
