import { keepsSeries } from './functions.ts';
import type { Aggregation, Call, ExpressionNode, Grouping, Matcher, Selector } from './model.ts';
import { textOf } from './position.ts';

/** An expression about one selector: `sum by (job) (rate(x{…}[5m]))` and everything simpler. */
export interface SeriesShape {
  readonly selector: Selector;
  /** What is done with it, without its matchers. Equal texts mean equal treatment. */
  readonly treatment: string;
  readonly call: Call | undefined;
  readonly aggregation: Aggregation | undefined;
}

/** The shape of an expression, or nothing where it is about several selectors, or changes labels. */
export const shapeOf = ({ text, node }: { text: string; node: ExpressionNode }): SeriesShape | undefined => {
  if (node.kind === 'aggregation') {
    const inner = node.arguments[0];
    if (node.arguments.length !== 1 || inner === undefined) return undefined;
    const shape = shapeOf({ text, node: inner });
    if (shape === undefined || shape.aggregation !== undefined) return undefined;
    return { ...shape, aggregation: node, treatment: `${node.name} ${groupingText(node.grouping)}(${shape.treatment})` };
  }
  if (node.kind === 'call') return callShape({ text, node });
  if (node.kind === 'shifted') {
    const shape = shapeOf({ text, node: node.of });
    return shape === undefined ? undefined : { ...shape, treatment: `${shape.treatment} ${node.shift}` };
  }
  if (node.kind === 'range') {
    const shape = node.isSubquery ? undefined : shapeOf({ text, node: node.of });
    return shape === undefined
      ? undefined
      : { ...shape, treatment: `${shape.treatment}${textOf({ text, span: node.brackets })}` };
  }
  return node.kind === 'selector'
    ? { selector: node, treatment: `${node.metric ?? ''} ${stagesText({ text, node })}`, call: undefined, aggregation: undefined }
    : undefined;
};

/** The matchers that only one of two selectors has. */
export const differingMatchers = ({
  left,
  right,
  text,
}: {
  left: Selector;
  right: Selector;
  text: string;
}): readonly Matcher[] => {
  const keyOf = (matcher: Matcher) => `${matcher.label} ${matcher.operator} ${matcher.value ?? textOf({ text, span: matcher })}`;
  const [ofLeft, ofRight] = [left, right].map(({ matchers }) => new Set(matchers.map(keyOf)));
  return [
    ...left.matchers.filter((matcher) => ofRight?.has(keyOf(matcher)) !== true),
    ...right.matchers.filter((matcher) => ofLeft?.has(keyOf(matcher)) !== true),
  ];
};

/** A label that the two selectors want to be two different values. */
export const contradiction = ({ left, right }: { left: Selector; right: Selector }): string | undefined =>
  left.matchers.find(
    ({ label, operator, value }) =>
      operator === '=' &&
      value !== undefined &&
      right.matchers.some(
        (other) => other.label === label && other.operator === '=' && other.value !== undefined && other.value !== value,
      ),
  )?.label;

const callShape = ({ text, node }: { text: string; node: Call }): SeriesShape | undefined => {
  const series = node.arguments.filter(({ kind }) => kind !== 'number');
  const inner = series[0];
  if (!keepsSeries(node.name) || series.length !== 1 || inner === undefined) return undefined;
  const shape = shapeOf({ text, node: inner });
  if (shape === undefined || shape.aggregation !== undefined || shape.call !== undefined) return undefined;
  const numbers = node.arguments.filter(({ kind }) => kind === 'number').map((span) => textOf({ text, span }));
  return { ...shape, call: node, treatment: `${node.name}(${numbers.join()} ${shape.treatment})` };
};

const groupingText = (grouping: Grouping | undefined): string =>
  grouping === undefined ? '' : `${grouping.kind} ${[...grouping.labels].sort().join()}`;

const stagesText = ({ text, node }: { text: string; node: Selector }): string =>
  node.stages.map((span) => textOf({ text, span })).join(' ');
