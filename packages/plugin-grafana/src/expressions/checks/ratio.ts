import type { Check, Draft, Subject } from '../finding.ts';
import { arithmetic, comparisons } from '../functions.ts';
import { type Aggregation, type Binary, hasVariable } from '../model.ts';
import { replaceSpan, textOf } from '../position.ts';
import { contradiction, differingMatchers, type SeriesShape, shapeOf } from '../series-shape.ts';

/** Finds operators between series that pair each series with itself, or with none. */
export const checkRatio: Check = (subject) =>
  subject.nodes.flatMap((node) => {
    if (node.kind !== 'binary' || node.hasMatching) return [];
    if (!arithmetic.has(node.operator) && !comparisons.has(node.operator)) return [];
    const left = shapeOf({ text: subject.text, node: node.left });
    const right = shapeOf({ text: subject.text, node: node.right });
    if (left === undefined || right === undefined || isUnclear(left) || isUnclear(right)) return [];
    return neverMatches({ subject, node, left, right }) ?? alwaysOne({ subject, node, left, right }) ?? [];
  });

/** A variable may name any series, and any label. */
const isUnclear = ({ selector, aggregation }: SeriesShape): boolean =>
  selector.isTemplated || (aggregation?.grouping !== undefined && hasVariable(aggregation.grouping));

interface Pair {
  readonly subject: Subject;
  readonly node: Binary;
  readonly left: SeriesShape;
  readonly right: SeriesShape;
}

const neverMatches = ({ subject, node, left, right }: Pair): readonly Draft[] | undefined => {
  if (!keepsStreams(left) || !keepsStreams(right)) return undefined;
  const label = contradiction({ left: left.selector, right: right.selector });
  if (label === undefined || !isInResult({ label, shape: left }) || !isInResult({ label, shape: right })) return undefined;
  return [
    {
      code: 'vectors_never_match',
      severity: 'error',
      message: `No series of the left side has the ${JSON.stringify(label)} of one on the right, so the result is always empty: aggregate both sides without it.`,
      span: node,
      repaired: aggregated({ subject, node, left, right, labels: new Set([label]) }),
    },
  ];
};

const alwaysOne = ({ subject, node, left, right }: Pair): readonly Draft[] | undefined => {
  if (node.operator !== '/' || left.treatment !== right.treatment || !keepsStreams(left)) return undefined;
  if (subject.language === 'promql' && left.selector.metric === undefined) return undefined;
  const different = differingMatchers({ left: left.selector, right: right.selector, text: subject.text });
  const labels = new Set(different.map(({ label }) => label));
  if (![...labels].every((label) => isInResult({ label, shape: left }))) return undefined;
  return [
    {
      code: 'ratio_always_one',
      severity: 'error',
      message:
        labels.size === 0
          ? 'Both sides are the same, so the ratio is always 1.'
          : 'Series with equal labels are divided, so each one is divided by itself and the ratio is always 1: aggregate both sides first.',
      span: node,
      repaired: labels.size === 0 ? undefined : aggregated({ subject, node, left, right, labels }),
    },
  ];
};

/** Stages that change labels let several streams become one series. */
const keepsStreams = ({ selector }: SeriesShape): boolean => selector.stages.every(({ kind }) => kind === 'line_filter');

/** Whether the series of the result still have a label of the selector. */
const isInResult = ({ label, shape }: { label: string; shape: SeriesShape }): boolean => {
  const { aggregation } = shape;
  if (aggregation === undefined) return true;
  if (aggregation.grouping === undefined) return false;
  return (aggregation.grouping.kind === 'by') === aggregation.grouping.labels.includes(label);
};

const aggregated = ({ subject, node, left, right, labels }: Pair & { labels: ReadonlySet<string> }): string => {
  const { text } = subject;
  const sides = [
    { span: node.left, shape: left },
    { span: node.right, shape: right },
  ] as const;
  // From the right, so that the offsets of the left side stay true.
  return sides.toReversed().reduce((repaired, { span, shape }) => {
    const by =
      shape.aggregation === undefined
        ? `sum(${textOf({ text, span })})`
        : regrouped({ text, aggregation: shape.aggregation, labels });
    return replaceSpan({ text: repaired, span, by });
  }, text);
};

const regrouped = ({
  text,
  aggregation,
  labels,
}: {
  text: string;
  aggregation: Aggregation;
  labels: ReadonlySet<string>;
}): string => {
  const { grouping, name } = aggregation;
  const inner = aggregation.arguments[0];
  const body = inner === undefined ? '' : textOf({ text, span: inner });
  if (grouping === undefined) return `${name}(${body})`;
  const kept =
    grouping.kind === 'by'
      ? grouping.labels.filter((label) => !labels.has(label))
      : [...new Set([...grouping.labels, ...labels])];
  return kept.length === 0 ? `${name}(${body})` : `${name} ${grouping.kind} (${kept.join(', ')}) (${body})`;
};
