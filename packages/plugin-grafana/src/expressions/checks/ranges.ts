import type { Check, Draft, LintContext, Subject } from '../finding.ts';
import { counterFunctions, gaugeFunctions, takesRange } from '../functions.ts';
import { isCounter } from '../metric-types.ts';
import type { Aggregation, Call, ExpressionNode, Range } from '../model.ts';
import { replaceSpan, textOf } from '../position.ts';
import { shapeOf } from '../series-shape.ts';

/** Finds PromQL functions without the range that they need, ranges where nothing takes them, and ranges that are too short. */
export const checkRanges: Check = (subject) => {
  const taken = new Set(
    subject.nodes.flatMap((node) => (node.kind === 'call' && takesRange(node.name) ? node.arguments.map(unshifted) : [])),
  );
  return subject.nodes.flatMap((node) => {
    if (node.kind === 'call' && takesRange(node.name)) return checkArgument({ subject, node });
    return node.kind === 'range' && !taken.has(node) ? checkStray({ subject, node }) : [];
  });
};

const checkArgument = ({ subject, node }: { subject: Subject; node: Call }): readonly Draft[] => {
  const { text, context } = subject;
  const argument = node.arguments.find(({ kind }) => kind !== 'number');
  if (argument === undefined) return [];
  const inner = unshifted(argument);
  if (inner.kind === 'range')
    return [...checkLength({ node, range: inner, context, text }), ...checkRateOfSum({ subject, node, inner: inner.of })];
  const summed = checkRateOfSum({ subject, node, inner });
  if (summed.length > 0) return summed;
  // A variable may bring the range with it.
  if (inner.kind === 'selector' && inner.isTemplated) return [];
  if (inner.kind !== 'selector' && inner.kind !== 'call' && inner.kind !== 'aggregation' && inner.kind !== 'binary') return [];
  return [
    {
      code: 'range_missing',
      severity: 'error',
      message: `${node.name} needs a range such as [5m] after its series; Prometheus refuses it without.`,
      span: argument,
      repaired: inner.kind === 'selector' ? replaceSpan({ text, span: { from: inner.to, to: inner.to }, by: '[5m]' }) : undefined,
    },
  ];
};

/** A sum hides the resets of its counters, and each reset of one then looks like a jump of all. */
const checkRateOfSum = ({ subject, node, inner }: { subject: Subject; node: Call; inner: ExpressionNode }): readonly Draft[] => {
  if (!counterFunctions.has(node.name) || inner.kind !== 'aggregation' || inner.name !== 'sum') return [];
  const { text } = subject;
  const argument = inner.arguments[0];
  if (argument?.kind !== 'selector') return [];
  return [
    {
      code: 'rate_of_sum',
      severity: 'error',
      message: `A sum hides the resets of its counters, so ${node.name} of it is wrong after every restart: take the ${node.name} first, then the sum.`,
      span: node,
      repaired: replaceSpan({
        text,
        span: node,
        by: `sum${groupingText(inner)}(${node.name}(${textOf({ text, span: argument })}[5m]))`,
      }),
    },
  ];
};

const checkLength = ({
  node,
  range,
  context,
  text,
}: {
  node: Call;
  range: Range;
  context: LintContext;
  text: string;
}): readonly Draft[] => {
  const { scrapeIntervalMs } = context;
  if (!counterFunctions.has(node.name) && !gaugeFunctions.has(node.name)) return [];
  if (range.isSubquery || range.rangeMs === undefined || scrapeIntervalMs === undefined || range.rangeMs >= 4 * scrapeIntervalMs)
    return [];
  const enough = rangeText(4 * scrapeIntervalMs);
  return [
    {
      code: 'range_too_short',
      severity: range.rangeMs < 2 * scrapeIntervalMs ? 'error' : 'warning',
      message:
        range.rangeMs < 2 * scrapeIntervalMs
          ? `The range holds fewer than two scrapes (one every ${scrapeIntervalMs / 1_000} s), so ${node.name} has no result: use ${enough}.`
          : `The range is shorter than four scrapes (one every ${scrapeIntervalMs / 1_000} s), so a lost one leaves a gap: use ${enough}.`,
      span: range.brackets,
      repaired: replaceSpan({ text, span: range.brackets, by: enough }),
    },
  ];
};

const checkStray = ({ subject, node }: { subject: Subject; node: Range }): readonly Draft[] => {
  const { text, nodes, root, context } = subject;
  const isRoot = unshifted(root) === node;
  // An instant query may ask for the raw samples.
  if (isRoot && context.use !== 'panel' && context.use !== 'alert') return [];
  const outer = nodes.find(
    (candidate) => candidate.kind === 'aggregation' && candidate.arguments.some((argument) => unshifted(argument) === node),
  );
  const shape = shapeOf({ text, node });
  const metric = shape?.selector.metric;
  const isCounted = metric !== undefined && isCounter({ metric, metricTypes: context.metricTypes });
  const wrapped = nodes.find((candidate) => candidate.kind === 'shifted' && candidate.of === node) ?? node;
  return [
    {
      code: 'range_unexpected',
      severity: 'error',
      message: `Nothing here takes a range${outer === undefined ? '' : `: ${nameOf(outer)} adds up single values`}; Prometheus refuses it. A function such as rate makes values of it.`,
      span: node.brackets,
      repaired: isCounted ? replaceSpan({ text, span: wrapped, by: `rate(${textOf({ text, span: wrapped })})` }) : undefined,
    },
  ];
};

const nameOf = (node: ExpressionNode): string => (node.kind === 'aggregation' ? node.name : 'this');

const unshifted = (node: ExpressionNode): ExpressionNode => (node.kind === 'shifted' ? unshifted(node.of) : node);

const groupingText = ({ grouping }: Aggregation): string =>
  grouping === undefined ? '' : ` ${grouping.kind} (${grouping.labels.join(', ')}) `;

/** A duration in whole minutes where it can be. */
const rangeText = (ms: number): string => (ms % 60_000 === 0 ? `[${ms / 60_000}m]` : `[${Math.ceil(ms / 1_000)}s]`);
