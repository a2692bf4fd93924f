import { comparisons, flipped } from '../expressions/functions.ts';
import type { Language } from '../expressions/grammars.ts';
import type { Binary, ExpressionNode } from '../expressions/model.ts';
import { readExpression } from '../expressions/read-expression.ts';
import { isFilter } from '../expressions/yields.ts';

/** An expression that is compared with a number: what is compared, how, and with which. */
export interface Comparison {
  readonly left: string;
  readonly operator: string;
  readonly limit: number;
}

export interface SplitExpression {
  /** Absent where the expression as a whole is no comparison with a number. */
  readonly comparison: Comparison | undefined;
  /** It is true for every series that it leaves, whatever the value. */
  readonly isFilter: boolean;
  /** It is 0 or 1 for every series. */
  readonly isTruth: boolean;
}

/** Takes a comparison with a number apart; undefined where the expression cannot be read. */
export const splitComparison = async ({
  text,
  language,
}: {
  text: string;
  language: Language;
}): Promise<SplitExpression | undefined> => {
  const read = await readExpression({ text, language });
  if (read === undefined) return undefined;
  const { root } = read;
  const isCompared = root.kind === 'binary' && comparisons.has(root.operator);
  return {
    comparison: isCompared && !root.isBool ? comparisonIn({ text, root }) : undefined,
    isFilter: isFilter(root),
    isTruth: isCompared && root.isBool,
  };
};

const comparisonIn = ({ text, root }: { text: string; root: Binary }): Comparison | undefined => {
  const { left, right, operator } = root;
  // Words between the sides, such as on(), or around one, such as vector(), change what is compared with what.
  const between = text.slice(left.to, right.from).replaceAll(/#[^\n]*|[\s()]/g, '');
  const [low, high] = [constantOf({ text, node: left }), constantOf({ text, node: right })];
  if (between !== operator || (low === undefined) === (high === undefined)) return undefined;
  const compared = high === undefined ? right : left;
  const limit = high ?? low ?? 0;
  return {
    left: text.slice(compared.from, compared.to).trim(),
    operator: high === undefined ? (flipped[operator] ?? operator) : operator,
    limit,
  };
};

const calculations: Readonly<Record<string, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
};

/** The value of a number, and of a calculation with numbers only, such as `1024 * 1024`. */
const constantOf = ({ text, node }: { text: string; node: ExpressionNode }): number | undefined => {
  if (node.kind === 'number') return node.value;
  if (node.kind !== 'binary') return undefined;
  const calculate = Object.hasOwn(calculations, node.operator) ? calculations[node.operator] : undefined;
  const [left, right] = [constantOf({ text, node: node.left }), constantOf({ text, node: node.right })];
  if (calculate === undefined || left === undefined || right === undefined) return undefined;
  const value = calculate(left, right);
  return Number.isFinite(value) ? value : undefined;
};
