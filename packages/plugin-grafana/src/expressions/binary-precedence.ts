import type { ExpressionNode } from './model.ts';

/** Operands with the operators between them: one operator less than operands. */
export interface Sequence {
  readonly operands: readonly ExpressionNode[];
  readonly operators: readonly Operator[];
}

interface Operator {
  readonly name: string;
  readonly hasMatching: boolean;
  readonly isBool: boolean;
}

const tiers: readonly (readonly string[])[] = [
  ['or'],
  ['and', 'unless'],
  ['==', '!=', '<=', '<', '>=', '>'],
  ['+', '-'],
  ['*', '/', '%'],
  ['^'],
];

/** Groups a row of operators as the language defines it: what binds tighter first, equals from the left, powers from the right. */
export const regroup = ({ operands, operators }: Sequence): ExpressionNode => {
  const first = operands[0] ?? { kind: 'other' as const, from: 0, to: 0, parts: [] };
  if (operators.length === 0) return first;
  const loosest = tiers.find((tier) => operators.some(({ name }) => tier.includes(name))) ?? [];
  const fits = ({ name }: { name: string }) => loosest.includes(name);
  const index = loosest.includes('^') ? operators.findIndex(fits) : operators.findLastIndex(fits);
  const at = Math.max(0, index);
  const left = regroup({ operands: operands.slice(0, at + 1), operators: operators.slice(0, at) });
  const right = regroup({ operands: operands.slice(at + 1), operators: operators.slice(at + 1) });
  return {
    kind: 'binary',
    from: left.from,
    to: right.to,
    operator: operators[at]?.name ?? '',
    left,
    right,
    hasMatching: operators[at]?.hasMatching ?? false,
    isBool: operators[at]?.isBool ?? false,
  };
};
