import type { Check, Draft, Subject } from '../finding.ts';
import { typeOf } from '../metric-types.ts';
import type { ExpressionNode } from '../model.ts';
import { replaceSpan } from '../position.ts';

/** Finds what is right in a graph and wrong in an alert. */
export const checkAlert: Check = (subject) =>
  subject.context.use === 'alert'
    ? [...checkLogQuery(subject), ...checkCounter(subject), ...subject.nodes.flatMap((node) => checkUnsteady({ subject, node }))]
    : [];

const checkUnsteady = ({ subject, node }: { subject: Subject; node: ExpressionNode }): readonly Draft[] => {
  if (node.kind === 'call' && node.name === 'irate')
    return [
      {
        code: 'irate_in_alert',
        severity: 'warning',
        message: 'irate looks at the last two samples only: one quiet scrape resets the alert. rate looks at the whole range.',
        span: node,
        repaired: replaceSpan({ text: subject.text, span: node.nameSpan, by: 'rate' }),
      },
    ];
  if (node.kind === 'aggregation' && selecting.test(node.name))
    return [
      {
        code: 'topk_in_alert',
        severity: 'warning',
        message: `${node.name} selects other series at every evaluation, so alerts begin and end without a reason: compare all of them.`,
        span: node,
      },
    ];
  return [];
};

const selecting = /^(?:topk|bottomk|limitk|limit_ratio|approx_topk)$/;

const checkLogQuery = ({ language, root, text }: Subject): readonly Draft[] =>
  language === 'logql' && root.kind === 'selector'
    ? [
        {
          code: 'log_query_in_alert',
          severity: 'error',
          message: 'The expression yields log lines, and an alert needs numbers: count them.',
          span: root,
          repaired: replaceSpan({ text, span: root, by: `sum(count_over_time(${text.slice(root.from, root.to)} [5m]))` }),
        },
      ]
    : [];

/** A counter only grows: once above a threshold, the alert stays until the process restarts. */
const checkCounter = ({ nodes, root, text, context }: Subject): readonly Draft[] => {
  const compared = nodes.flatMap((node) => {
    if (node.kind !== 'binary') return [];
    // Below a limit a counter says that something has not happened yet, which is a good question.
    if (node.operator.startsWith('>') && node.right.kind === 'number') return [node.left];
    return node.operator.startsWith('<') && node.left.kind === 'number' ? [node.right] : [];
  });
  const subjects = (context.thresholds ?? []).length > 0 ? [...compared, root] : compared;
  return subjects.flatMap((node) => {
    const selector = counted(node);
    if (selector?.kind !== 'selector' || selector.metric === undefined) return [];
    const { metric } = selector;
    const known = typeOf({ metric, metricTypes: context.metricTypes });
    if (known?.type !== 'counter' || metric.endsWith('_bucket')) return [];
    return [
      {
        code: 'counter_compared',
        severity: 'warning' as const,
        message: `${JSON.stringify(metric)} ${known.isCertain ? 'is' : 'looks like'} a counter, which only grows until the process restarts: compare its increase over a range.`,
        span: selector,
        repaired: replaceSpan({ text, span: selector, by: `increase(${text.slice(selector.from, selector.to)}[5m])` }),
      },
    ];
  });
};

/** The selector that is compared as it is, or as a sum. */
const counted = (node: ExpressionNode): ExpressionNode | undefined => {
  const first = node.kind === 'aggregation' && /^(?:sum|max|min|avg)$/.test(node.name) ? node.arguments[0] : node;
  return first?.kind === 'selector' ? first : undefined;
};
