import type { SyntaxNode } from '@lezer/common';
import { childrenOf } from './lezer-nodes.ts';
import type { ExpressionNode } from './model.ts';

/**
 * Puts `offset`, `@` or a range where the server sees it. The grammar hangs it on everything to its left, as in `(a / b) offset 1h`; it
 * belongs to the last operand only, as in `a / (b offset 1h)`.
 */
export const bindToLast = ({
  inner,
  of,
  to,
  wrap,
}: {
  /** What the grammar hangs it on, and what was read of that. */
  inner: SyntaxNode;
  of: ExpressionNode;
  to: number;
  wrap: (of: ExpressionNode) => ExpressionNode;
}): ExpressionNode => {
  const last = lastOperand(inner);
  if (last === undefined) return wrap(of);
  if (of.kind === 'binary') return { ...of, to, right: bindToLast({ inner: last, of: of.right, to, wrap }) };
  const part = of.kind === 'other' ? of.parts[0] : undefined;
  return of.kind === 'other' && part !== undefined
    ? { ...of, to, parts: [bindToLast({ inner: last, of: part, to, wrap })] }
    : wrap(of);
};

/** The last operand of operators that no brackets hold together. */
const lastOperand = (node: SyntaxNode): SyntaxNode | undefined => {
  if (node.name === 'BinaryExpr' || node.name === 'UnaryExpr') return childrenOf(node).at(-1);
  const hung = /^(?:OffsetExpr|StepInvariantExpr|SubqueryExpr)$/.test(node.name) ? node.firstChild : null;
  return hung === null ? undefined : lastOperand(hung);
};
