import type { SyntaxNode } from '@lezer/common';
import { regroup, type Sequence } from './binary-precedence.ts';
import { childOf, childrenOf, findAll, spanOf } from './lezer-nodes.ts';
import { durationMs, numberOf, stringOf } from './literals.ts';
import type { ExpressionNode, Grouping, Matcher, Selector, Stage } from './model.ts';
import type { ParsedExpression } from './parse-expression.ts';
import { Source } from './source.ts';

/** The model of a LogQL expression without syntax errors: of a log query, its selector with stages. */
export const readLogql = ({ parsed, top }: { parsed: ParsedExpression; top: SyntaxNode }): ExpressionNode => {
  const source = new Source(parsed);
  const expression = childOf(top, 'Expr');
  return expression === undefined ? { kind: 'other', ...spanOf(top), parts: [] } : read(source, expression);
};

const read = (source: Source, node: SyntaxNode): ExpressionNode => {
  const reader = readers[node.name];
  if (reader !== undefined) return reader(source, node);
  const children = childrenOf(node).filter(isExpression);
  if (children[0] !== undefined && children.length === 1) return read(source, children[0]);
  return { kind: 'other', ...spanOf(node), parts: children.map((child) => read(source, child)) };
};

const readAggregation = (source: Source, node: SyntaxNode): ExpressionNode => {
  const name = childrenOf(node)[0];
  if (name === undefined) return { kind: 'other', ...spanOf(node), parts: [] };
  return {
    kind: 'aggregation',
    ...spanOf(node),
    name: source.textOf(name).toLowerCase(),
    nameSpan: spanOf(name),
    grouping: readGrouping(source, childOf(node, 'Grouping')),
    arguments: childrenOf(node)
      .slice(1)
      .filter(isExpression)
      .map((child) => read(source, child)),
  };
};

const readNumber = (source: Source, node: SyntaxNode): ExpressionNode => ({
  kind: 'number',
  ...spanOf(node),
  value: source.isTemplated(node) ? undefined : numberOf(source.textOf(node).replaceAll(/\s/g, '')),
});

const readers: Readonly<Record<string, (source: Source, node: SyntaxNode) => ExpressionNode>> = {
  LogExpr: (source, node) => readSelector(source, node),
  LogRangeExpr: (source, node) => {
    const range = childOf(node, 'Range');
    const shift = childOf(node, 'OffsetExpr');
    const selector = readSelector(source, node);
    const duration = range === undefined ? undefined : childOf(range, 'Duration');
    const of: ExpressionNode = {
      kind: 'range',
      ...spanOf(node),
      of: selector,
      rangeMs: duration === undefined || source.isTemplated(duration) ? undefined : durationMs(source.textOf(duration)),
      brackets: range === undefined ? { from: node.to, to: node.to } : spanOf(range),
      isSubquery: false,
    };
    return shift === undefined ? of : { kind: 'shifted', ...spanOf(node), of, shift: source.textOf(shift).replaceAll(/\s/g, '') };
  },
  // A function of ranges in LogQL, which may group as well; the checks know it by its name.
  RangeAggregationExpr: (source, node) => {
    const name = childOf(node, 'RangeOp');
    if (name === undefined) return { kind: 'other', ...spanOf(node), parts: [] };
    return {
      kind: 'call',
      ...spanOf(node),
      name: source.textOf(name).toLowerCase(),
      nameSpan: spanOf(name),
      arguments: childrenOf(node)
        .filter(isExpression)
        .map((child) => read(source, child)),
    };
  },
  VectorAggregationExpr: readAggregation,
  LabelAggregationExpr: readAggregation,
  LiteralExpr: readNumber,
  Number: readNumber,
  BinOpExpr: (source, node) => regroup(flatten(source, node)),
};

const isExpression = ({ name }: SyntaxNode): boolean =>
  name in readers || name === 'Expr' || name === 'MetricExpr' || name === 'LabelReplaceExpr' || name === 'VectorExpr';

const besideOperators: ReadonlySet<string> = new Set(['Expr', 'MetricExpr', 'BinOpModifier', 'LineComment']);

/** The grammar groups operators from the right whatever they are: here they are a row, which is grouped by what binds tighter. */
const flatten = (source: Source, node: SyntaxNode): Sequence => {
  const operands = childrenOf(node).filter(({ name }) => name === 'Expr' || name === 'MetricExpr');
  const operator = childrenOf(node).find(({ name }) => !besideOperators.has(name));
  const [left, right] = operands;
  if (left === undefined || right === undefined || operator === undefined)
    return { operands: [{ kind: 'other', ...spanOf(node), parts: [] }], operators: [] };
  const modifier = childOf(node, 'BinOpModifier');
  const sides = [left, right].map((side) => {
    const inner = findBare(side);
    return inner === undefined ? { operands: [read(source, side)], operators: [] } : flatten(source, inner);
  });
  const joined = {
    name: source.textOf(operator).toLowerCase(),
    hasMatching: modifier !== undefined && childOf(modifier, 'OnOrIgnoringModifier') !== undefined,
    isBool: modifier !== undefined && childOf(modifier, 'Bool') !== undefined,
  };
  return {
    operands: sides.flatMap(({ operands }) => operands),
    operators: [...(sides[0]?.operators ?? []), joined, ...(sides[1]?.operators ?? [])],
  };
};

/** The operator that a side consists of, unless brackets are around it. */
const findBare = (side: SyntaxNode): SyntaxNode | undefined => {
  let inner: SyntaxNode | null = side;
  while (inner !== null && (inner.name === 'Expr' || inner.name === 'MetricExpr')) inner = inner.firstChild;
  return inner?.name === 'BinOpExpr' && inner.from === side.from && inner.to === side.to ? inner : undefined;
};

const readGrouping = (source: Source, node: SyntaxNode | undefined): Grouping | undefined =>
  node === undefined
    ? undefined
    : {
        kind: childOf(node, 'By') === undefined ? 'without' : 'by',
        ...spanOf(node),
        labels: findAll(node, 'Identifier').map((label) => source.textOf(label)),
      };

const readSelector = (source: Source, node: SyntaxNode): Selector => {
  const selector = childOf(node, 'Selector');
  const stages = [...findAll(node, 'PipelineStage'), ...findAll(node, 'UnwrapExpr')].flatMap((stage) =>
    readStages(source, stage),
  );
  return {
    kind: 'selector',
    ...spanOf(node),
    metric: undefined,
    matchers: selector === undefined ? [] : findAll(selector, 'Matcher').flatMap((found) => readMatchers(source, found)),
    stages,
    isTemplated: selector === undefined || source.isTemplatedOutside({ span: selector, values: findAll(selector, 'String') }),
  };
};

const readMatchers = (source: Source, node: SyntaxNode): readonly Matcher[] => {
  const label = childOf(node, 'Identifier');
  const operator = childOf(node, 'Eq', 'Neq', 'Re', 'Nre');
  const value = childOf(node, 'String');
  if (label === undefined || operator === undefined || value === undefined) return [];
  return [
    {
      ...spanOf(node),
      label: source.textOf(label),
      operator: source.textOf(operator),
      value: source.isTemplated(value) ? undefined : stringOf(source.textOf(value)),
    },
  ];
};

const readStages = (source: Source, node: SyntaxNode): readonly Stage[] => {
  if (node.name === 'UnwrapExpr') return [{ kind: 'unwrap', ...spanOf(node), operator: undefined, value: undefined }];
  const filters = findAll(node, 'LineFilter');
  if (filters.length === 0) return [{ kind: 'other', ...spanOf(node), operator: undefined, value: undefined }];
  return filters.map((filter) => {
    const operator = childOf(filter, 'Filter');
    const value = childOf(filter, 'String');
    const isOne = childOf(filter, 'OrFilter', 'FilterOp') === undefined && value !== undefined && !source.isTemplated(filter);
    return {
      kind: 'line_filter',
      ...spanOf(filter),
      operator: operator === undefined ? undefined : source.textOf(operator),
      value: isOne ? stringOf(source.textOf(value)) : undefined,
    };
  });
};
