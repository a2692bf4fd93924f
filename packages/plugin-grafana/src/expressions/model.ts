import type { Span } from './position.ts';

/** A condition on a label. */
export interface Matcher extends Span {
  readonly label: string;
  readonly operator: string;
  /** Undefined where a variable is part of it. */
  readonly value: string | undefined;
}

/** A step of a LogQL pipeline. */
export interface Stage extends Span {
  readonly kind: 'line_filter' | 'unwrap' | 'other';
  /** Of a line filter: `|=`, `!=`, `|~`, `!~`, … */
  readonly operator: string | undefined;
  /** Of a line filter with one text: that text, unless a variable is part of it. */
  readonly value: string | undefined;
}

export interface Selector extends Span {
  readonly kind: 'selector';
  /** Undefined where there is none, or where a variable is part of it. */
  readonly metric: string | undefined;
  readonly matchers: readonly Matcher[];
  /** Empty in PromQL. */
  readonly stages: readonly Stage[];
  /** A variable stands for the name, for a label, or for whole matchers. */
  readonly isTemplated: boolean;
}

/** A selector or subquery with a range: `x[5m]`, `rate(x[5m])[1h:1m]`, `{app="x"} |= "y" [5m]`. */
export interface Range extends Span {
  readonly kind: 'range';
  readonly of: ExpressionNode;
  /** Undefined where a variable is part of it, or where it is an expression. */
  readonly rangeMs: number | undefined;
  /** The brackets with what is in them. */
  readonly brackets: Span;
  readonly isSubquery: boolean;
}

/** Something whose time is moved: `x offset 1h`, `x @ end()`. */
export interface Shifted extends Span {
  readonly kind: 'shifted';
  readonly of: ExpressionNode;
  readonly shift: string;
}

export interface Call extends Span {
  readonly kind: 'call';
  readonly name: string;
  readonly nameSpan: Span;
  readonly arguments: readonly ExpressionNode[];
}

export interface Grouping extends Span {
  readonly kind: 'by' | 'without';
  readonly labels: readonly string[];
}

/** Whether a variable stands among the labels, and may stand for any of them. */
export const hasVariable = ({ labels }: Grouping): boolean =>
  labels.some((label) => /^\$|^\[\[/.test(label) || label.includes('${'));

export interface Aggregation extends Span {
  readonly kind: 'aggregation';
  readonly name: string;
  readonly nameSpan: Span;
  readonly grouping: Grouping | undefined;
  readonly arguments: readonly ExpressionNode[];
}

export interface Binary extends Span {
  readonly kind: 'binary';
  readonly operator: string;
  readonly left: ExpressionNode;
  readonly right: ExpressionNode;
  /** `on`, `ignoring` or a group modifier says which series belong together. */
  readonly hasMatching: boolean;
  /** A comparison with `bool` yields 0 or 1 for every series and leaves none out. */
  readonly isBool: boolean;
}

export interface Literal extends Span {
  readonly kind: 'number' | 'string';
  readonly value: number | undefined;
}

/** Everything that no check looks at closely: signs, and what has no name here. */
export interface Other extends Span {
  readonly kind: 'other';
  readonly parts: readonly ExpressionNode[];
}

export type ExpressionNode = Selector | Range | Shifted | Call | Aggregation | Binary | Literal | Other;

/** The parts of a node, in order. */
export const partsOf = (node: ExpressionNode): readonly ExpressionNode[] => {
  if (node.kind === 'range' || node.kind === 'shifted') return [node.of];
  if (node.kind === 'call' || node.kind === 'aggregation') return node.arguments;
  if (node.kind === 'binary') return [node.left, node.right];
  return node.kind === 'other' ? node.parts : [];
};

/** A node and everything in it, from the outside in. */
export const descend = (node: ExpressionNode): readonly ExpressionNode[] => [node, ...partsOf(node).flatMap(descend)];
