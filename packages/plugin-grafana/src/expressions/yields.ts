import { comparisons } from './functions.ts';
import { type ExpressionNode, partsOf } from './model.ts';

/**
 * Whether an expression fires by what it leaves: as in an alert of Prometheus itself, a series that is there is true, whatever its value, even
 * zero. The other expressions yield a value all the time.
 */
export const isFilter = (node: ExpressionNode): boolean => {
  if (node.kind === 'binary') {
    if (leavesOut(node)) return true;
    // What one side leaves out the other replaces, as in `x > 5 or vector(0)`.
    if (node.operator === 'or') return isFilter(node.left) && isFilter(node.right);
    if (node.operator === 'unless') return isFilter(node.left);
  }
  if (node.kind === 'call' && saysAbsence.test(node.name)) return true;
  return !isAlwaysThere(node) && partsOf(node).some(isFilter);
};

/** Whether an expression may yield nothing although everything that it is about is there: which Grafana takes for no data. */
export const mayBeEmpty = ({ node, text }: { node: ExpressionNode; text: string }): boolean => {
  const isEmpty = (inner: ExpressionNode): boolean => mayBeEmpty({ node: inner, text });
  if (node.kind === 'binary') {
    if (leavesOut(node) || node.operator === 'and' || node.operator === 'unless') return true;
    if (node.operator === 'or') return isEmpty(node.left) && isEmpty(node.right);
  }
  if (node.kind === 'call' && saysAbsence.test(node.name)) return true;
  // No line that fits is no series in LogQL, and no zero.
  if (node.kind === 'selector')
    return node.stages.some((stage) => stage.kind === 'line_filter' || /[=!<>]/.test(text.slice(stage.from, stage.to)));
  return !isAlwaysThere(node) && partsOf(node).some(isEmpty);
};

const leavesOut = (node: ExpressionNode): boolean => node.kind === 'binary' && comparisons.has(node.operator) && !node.isBool;

const saysAbsence = /^absent(?:_over_time)?$/;

const isAlwaysThere = (node: ExpressionNode): boolean => node.kind === 'call' && /^(?:scalar|vector)$/.test(node.name);
