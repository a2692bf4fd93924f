import type { Check, Draft, Subject } from '../finding.ts';
import { counterFunctions } from '../functions.ts';
import { typeOf } from '../metric-types.ts';
import { type Aggregation, type Call, type ExpressionNode, hasVariable } from '../model.ts';
import { replaceSpan, textOf } from '../position.ts';
import { type SeriesShape, shapeOf } from '../series-shape.ts';

/** Finds quantiles of what is no histogram, of buckets that lost their bounds, and of the whole past; and buckets that are added up. */
export const checkQuantile: Check = (subject) =>
  subject.nodes.flatMap((node) => {
    if (node.kind === 'call' && node.name === 'histogram_quantile')
      return [...checkLevel({ subject, node }), ...checkHistogram({ subject, node })];
    if (node.kind === 'call' && node.name === 'quantile_over_time') return checkLevel({ subject, node });
    if (node.kind === 'aggregation' && node.name === 'quantile') return checkLevel({ subject, node });
    return node.kind === 'aggregation' ? checkSum({ subject, node }) : [];
  });

const checkLevel = ({ subject, node }: { subject: Subject; node: Call | Aggregation }): readonly Draft[] => {
  const level = node.arguments[0];
  if (level?.kind !== 'number' || level.value === undefined || (level.value >= 0 && level.value <= 1)) return [];
  const fraction = level.value <= 100 ? String(Number((level.value / 100).toPrecision(12))) : undefined;
  return [
    {
      code: 'quantile_out_of_range',
      severity: 'error',
      message: `A quantile is between 0 and 1; for ${level.value} the result is always infinite.`,
      span: level,
      repaired: fraction === undefined ? undefined : replaceSpan({ text: subject.text, span: level, by: fraction }),
    },
  ];
};

const checkHistogram = ({ subject, node }: { subject: Subject; node: Call }): readonly Draft[] => {
  const { text } = subject;
  const argument = node.arguments[1];
  const shape = argument === undefined ? undefined : shapeOf({ text, node: argument });
  const metric = shape?.selector.metric;
  if (argument === undefined || shape === undefined || metric === undefined) return [];
  if (!metric.includes('bucket')) return notBuckets({ subject, argument, shape, metric });
  const { aggregation } = shape;
  if (aggregation !== undefined && !keepsBounds(aggregation))
    return [
      {
        code: 'quantile_without_le',
        severity: 'error',
        message: 'The aggregation drops the label "le", which holds the bounds of the buckets, so the quantile is always empty.',
        span: aggregation,
        repaired: replaceSpan({ text, span: aggregation, by: withBounds({ text, shape }) }),
      },
    ];
  if (shape.call === undefined && metric.endsWith('_bucket'))
    return [
      {
        code: 'quantile_without_rate',
        severity: 'warning',
        message: 'Without rate the buckets count since the process started, so the quantile hardly moves.',
        span: argument,
        repaired: replaceSpan({ text, span: argument, by: withBounds({ text, shape }) }),
      },
    ];
  return [];
};

const notBuckets = ({
  subject,
  argument,
  shape,
  metric,
}: {
  subject: Subject;
  argument: ExpressionNode;
  shape: SeriesShape;
  metric: string;
}): readonly Draft[] => {
  if (metric.includes(':')) return [];
  const known = typeOf({ metric, metricTypes: subject.context.metricTypes });
  const base = metric.replace(/_(?:sum|count|total)$/, '');
  const isOther = known?.isCertain === true && known.type !== 'histogram' && known.type !== 'gaugehistogram';
  return [
    {
      code: 'quantile_not_histogram',
      severity: isOther ? 'error' : 'warning',
      message: isOther
        ? `${JSON.stringify(metric)} is a ${known.type}, not the buckets of a histogram, so the quantile is always empty.`
        : `${JSON.stringify(metric)} does not look like the buckets of a histogram, whose names end in "_bucket". Unless it is a native histogram, the quantile is always empty.`,
      span: argument,
      repaired: replaceSpan({
        text: subject.text,
        span: argument,
        by: withBounds({ text: subject.text, shape, metric: `${base}_bucket` }),
      }),
    },
  ];
};

/** The sum of the buckets' rates by their bounds and whatever was grouped by. */
const withBounds = ({ text, shape, metric }: { text: string; shape: SeriesShape; metric?: string }): string => {
  const { selector, call, aggregation } = shape;
  const own = textOf({ text, span: selector });
  const named =
    metric !== undefined && selector.metric !== undefined && own.startsWith(selector.metric)
      ? metric + own.slice(selector.metric.length)
      : own;
  const inner = call?.arguments.at(-1);
  const isRate = call !== undefined && counterFunctions.has(call.name) && inner !== undefined;
  const rate = isRate
    ? `${call.name}(${named}${textOf({ text, span: { from: selector.to, to: inner.to } })})`
    : `rate(${named}[5m])`;
  const grouping = aggregation?.grouping;
  if (grouping?.kind === 'without') {
    const dropped = grouping.labels.filter((label) => label !== 'le');
    return `sum without (${dropped.join(', ')}) (${rate})`;
  }
  return `sum by (${['le', ...(grouping?.labels ?? []).filter((label) => label !== 'le')].join(', ')}) (${rate})`;
};

const keepsBounds = ({ grouping }: Aggregation): boolean =>
  grouping !== undefined && (hasVariable(grouping) || (grouping.kind === 'by') === grouping.labels.includes('le'));

/** Every bucket contains those below it: their sum counts the same event many times. */
const checkSum = ({ subject, node }: { subject: Subject; node: Aggregation }): readonly Draft[] => {
  const shape = node.name === 'sum' ? shapeOf({ text: subject.text, node }) : undefined;
  const metric = shape?.selector.metric;
  if (shape === undefined || metric?.endsWith('_bucket') !== true || keepsBounds(node) || shape.selector.isTemplated) return [];
  if (shape.selector.matchers.some(({ label }) => label === 'le')) return [];
  // The quantile says the same better.
  if (
    subject.nodes.some((outer) => outer.kind === 'call' && outer.name === 'histogram_quantile' && outer.arguments.includes(node))
  )
    return [];
  const { selector } = shape;
  const span = { from: selector.from, to: selector.from + metric.length };
  const isPlain = textOf({ text: subject.text, span }) === metric;
  return [
    {
      code: 'buckets_summed',
      severity: 'error',
      message: `Each bucket of ${JSON.stringify(metric)} contains the smaller ones, so their sum counts every event several times: use the count, or group by "le".`,
      span: node,
      repaired: isPlain ? replaceSpan({ text: subject.text, span, by: metric.replace(/_bucket$/, '_count') }) : undefined,
    },
  ];
};
