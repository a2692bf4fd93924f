import type { SyntaxNode } from '@lezer/common';
import { bindToLast } from './bind-postfix.ts';
import { childOf, childrenOf, findAll, spanOf } from './lezer-nodes.ts';
import { durationMs, numberOf, stringOf } from './literals.ts';
import type { ExpressionNode, Grouping, Matcher, Selector } from './model.ts';
import type { ParsedExpression } from './parse-expression.ts';
import { Source } from './source.ts';

/** The model of a PromQL expression without syntax errors. */
export const readPromql = ({ parsed, top }: { parsed: ParsedExpression; top: SyntaxNode }): ExpressionNode => {
  const source = new Source(parsed);
  const children = childrenOf(top).filter(({ name }) => name !== 'LineComment');
  return children[0] !== undefined && children.length === 1 ? read(source, children[0]) : other(source, top);
};

const read = (source: Source, node: SyntaxNode): ExpressionNode => (readers[node.name] ?? other)(source, node);

const other = (source: Source, node: SyntaxNode): ExpressionNode => ({
  kind: 'other',
  ...spanOf(node),
  parts: childrenOf(node)
    .filter(isExpression)
    .map((child) => read(source, child)),
});

const readShifted = (source: Source, node: SyntaxNode): ExpressionNode => {
  const inner = node.firstChild;
  if (inner === null) return other(source, node);
  const shift = source.textOf({ from: inner.to, to: node.to }).replaceAll(/\s/g, '');
  const { to } = node;
  return bindToLast({ inner, of: read(source, inner), to, wrap: (of) => ({ kind: 'shifted', from: of.from, to, of, shift }) });
};

const readRange = (source: Source, node: SyntaxNode): ExpressionNode => {
  const inner = node.firstChild;
  if (inner === null) return other(source, node);
  const { to } = node;
  const brackets = { from: source.textOf({ from: inner.to, to }).indexOf('[') + inner.to, to };
  const duration = childOf(node, 'DurationExpr');
  const rangeMs = duration === undefined || source.isTemplated(duration) ? undefined : durationMs(source.textOf(duration));
  const isSubquery = node.name === 'SubqueryExpr';
  return bindToLast({
    inner,
    of: read(source, inner),
    to,
    wrap: (of) => ({ kind: 'range', from: of.from, to, of, rangeMs, brackets, isSubquery }),
  });
};

const argumentsOf = (source: Source, body: SyntaxNode | undefined): readonly ExpressionNode[] =>
  body === undefined
    ? []
    : childrenOf(body)
        .filter(isExpression)
        .map((child) => read(source, child));

const readers: Readonly<Record<string, (source: Source, node: SyntaxNode) => ExpressionNode>> = {
  ParenExpr: (source, node) => {
    const inner = childrenOf(node).find(isExpression);
    return inner === undefined ? other(source, node) : read(source, inner);
  },
  VectorSelector: (source, node) => readSelector(source, node),
  MatrixSelector: readRange,
  SubqueryExpr: readRange,
  OffsetExpr: readShifted,
  StepInvariantExpr: readShifted,
  NumberDurationLiteral: (source, node) => ({
    kind: 'number',
    ...spanOf(node),
    value: source.isTemplated(node) ? undefined : numberOf(source.textOf(node)),
  }),
  StringLiteral: (_source, node) => ({ kind: 'string', ...spanOf(node), value: undefined }),
  FunctionCall: (source, node) => {
    const name = childOf(node, 'FunctionIdentifier');
    if (name === undefined) return other(source, node);
    return {
      kind: 'call',
      ...spanOf(node),
      name: source.textOf(name),
      nameSpan: spanOf(name),
      arguments: argumentsOf(source, childOf(node, 'FunctionCallBody')),
    };
  },
  AggregateExpr: (source, node) => {
    const name = childOf(node, 'AggregateOp');
    if (name === undefined) return other(source, node);
    return {
      kind: 'aggregation',
      ...spanOf(node),
      name: source.textOf(name).toLowerCase(),
      nameSpan: spanOf(name),
      grouping: readGrouping(source, childOf(node, 'AggregateModifier')),
      arguments: argumentsOf(source, childOf(node, 'FunctionCallBody')),
    };
  },
  BinaryExpr: (source, node) => {
    const operands = childrenOf(node).filter(isExpression);
    const operator = childrenOf(node).find((child) => !isExpression(child) && child.name !== 'LineComment');
    if (operands[0] === undefined || operands[1] === undefined || operator === undefined) return other(source, node);
    return {
      kind: 'binary',
      ...spanOf(node),
      operator: source.textOf(operator).toLowerCase(),
      left: read(source, operands[0]),
      right: read(source, operands[1]),
      hasMatching: childOf(node, 'MatchingModifierClause') !== undefined,
      isBool: childOf(node, 'BoolModifier') !== undefined,
    };
  },
};

const isExpression = ({ name }: SyntaxNode): boolean => name in readers || name === 'UnaryExpr';

const readGrouping = (source: Source, node: SyntaxNode | undefined): Grouping | undefined => {
  if (node === undefined) return undefined;
  return {
    kind: childOf(node, 'By') === undefined ? 'without' : 'by',
    ...spanOf(node),
    labels: [...findAll(node, 'LabelName'), ...findAll(node, 'QuotedLabelName')].map((label) => source.textOf(label)),
  };
};

const readSelector = (source: Source, node: SyntaxNode): Selector => {
  const name = childOf(node, 'Identifier');
  const list = childOf(node, 'LabelMatchers');
  const quoted = list === undefined ? undefined : childOf(list, 'QuotedLabelName');
  const metric = name === undefined ? quoted : name;
  const matchers =
    list === undefined
      ? []
      : childrenOf(list)
          .filter(({ name }) => name.endsWith('LabelMatcher'))
          .map((matcher) => readMatcher(source, matcher));
  const named = matchers.find(({ label, operator }) => label === '__name__' && operator === '=')?.value;
  const text = metric === undefined ? named : source.textOf(metric).replaceAll(/^["'`]|["'`]$/g, '');
  const values =
    list === undefined ? [] : findAll(list, 'StringLiteral').filter(({ parent }) => parent?.name !== 'QuotedLabelName');
  return {
    kind: 'selector',
    ...spanOf(node),
    metric: metric !== undefined && source.isTemplated(metric) ? undefined : text,
    matchers,
    stages: [],
    isTemplated: source.isTemplatedOutside({ span: node, values }),
  };
};

const readMatcher = (source: Source, node: SyntaxNode): Matcher => {
  const label = childOf(node, 'LabelName', 'QuotedLabelName');
  const operator = childOf(node, 'MatchOp');
  const value = childOf(node, 'StringLiteral');
  return {
    ...spanOf(node),
    label: label === undefined ? '' : source.textOf(label),
    operator: operator === undefined ? '' : source.textOf(operator),
    value: value === undefined || source.isTemplated(node) ? undefined : stringOf(source.textOf(value)),
  };
};
