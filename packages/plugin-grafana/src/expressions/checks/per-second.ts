import type { Check, Draft, LintContext, Subject } from '../finding.ts';
import { comparisons } from '../functions.ts';
import type { ExpressionNode, Matcher, Selector } from '../model.ts';
import { replaceSpan, type Span, textOf } from '../position.ts';

/** Finds events per second that are compared with a number which title or description call a share: 0.05 is then not 5 %. */
export const checkPerSecond: Check = (subject) => {
  const { context, nodes, root } = subject;
  if (context.about === undefined) return [];
  // Where something is divided, that is the share, and a rate beside it only asks for enough traffic.
  if (nodes.some((node) => node.kind === 'binary' && node.operator === '/' && node.right.kind !== 'number')) return [];
  const inText = nodes.flatMap((node) => {
    if (node.kind !== 'binary' || !comparisons.has(node.operator)) return [];
    if (node.right.kind === 'number' && node.right.value !== undefined)
      return [{ side: node.left, limit: node.right.value, span: node }];
    if (node.left.kind === 'number' && node.left.value !== undefined)
      return [{ side: node.right, limit: node.left.value, span: node }];
    return [];
  });
  const outside = (context.thresholds ?? []).map((limit) => ({ side: root, limit, span: root }));
  return [...inText, ...outside].flatMap(({ side, limit, span }) => {
    const selector = perSecond(side);
    if (selector === undefined || !isCalledShare({ context, limit })) return [];
    return [draft({ subject, side, selector, limit, span })];
  });
};

const draft = ({
  subject,
  side,
  selector,
  limit,
  span,
}: {
  subject: Subject;
  side: ExpressionNode;
  selector: Selector;
  limit: number;
  span: Span;
}): Draft => ({
  code: 'per_second_as_share',
  severity: 'error',
  message: `The left side counts events per second, and ${limit} is described as a share of all: divide by the rate of all events.`,
  span,
  repaired: divided({ subject, side, selector }),
});

/** The selector whose rate per second a side is; nothing for seconds per second, which are a share already. */
const perSecond = (node: ExpressionNode): Selector | undefined => {
  if (node.kind === 'shifted') return perSecond(node.of);
  if (node.kind === 'aggregation' && /^(?:sum|avg|max|min)$/.test(node.name) && node.arguments[0] !== undefined)
    return perSecond(node.arguments[0]);
  if (node.kind === 'binary' && node.operator === '*')
    return node.right.kind === 'number' ? perSecond(node.left) : node.left.kind === 'number' ? perSecond(node.right) : undefined;
  if (node.kind !== 'call' || (node.name !== 'rate' && node.name !== 'irate')) return undefined;
  const selector = selectorIn(node.arguments[0]);
  if (selector === undefined || /seconds|_ms\b|_ms_|_us_|_ns_|time|duration|cpu|busy/i.test(selector.metric ?? ''))
    return undefined;
  return selector.stages.some(({ kind }) => kind === 'unwrap') ? undefined : selector;
};

const selectorIn = (node: ExpressionNode | undefined): Selector | undefined => {
  if (node?.kind === 'shifted' || node?.kind === 'range') return selectorIn(node.of);
  return node?.kind === 'selector' ? node : undefined;
};

const isCalledShare = ({ context, limit }: { context: LintContext; limit: number }): boolean => {
  const about = (context.about ?? '').slice(0, 2_000);
  const shares = [...about.matchAll(/(\d{1,4}(?:[.,]\d{1,6})?)\s?(?:%|per ?cent\b)/gi)].map(([, digits]) =>
    Number((digits ?? '').replace(',', '.')),
  );
  if (shares.some((share) => Math.abs(share - limit * 100) < 1e-9 || share === limit)) return true;
  return (
    limit > 0 &&
    limit < 1 &&
    shares.length === 0 &&
    /\bpercent(?:age)?\b|\bper cent\b|\bratio\b|\bfraction\b|\bshare of\b|humanizePercentage|\}\}\s?%/i.test(about)
  );
};

const outcome = /^(?:status|status_code|code|result|outcome|success|error|level|grpc_code)$/;

/** The share itself, where it can be told what all events are: the same metric without its outcome, or the one that counts requests. */
const divided = ({
  subject,
  side,
  selector,
}: {
  subject: Subject;
  side: ExpressionNode;
  selector: Selector;
}): string | undefined => {
  const { text } = subject;
  if (side.kind === 'binary' || side.kind === 'shifted' || selector.metric === undefined || selector.isTemplated)
    return undefined;
  const call = side.kind === 'aggregation' ? side.arguments[0] : side;
  if (call?.kind !== 'call' || (side.kind === 'aggregation' && side.name !== 'sum')) return undefined;
  const own = textOf({ text, span: call });
  const grouping = side.kind === 'aggregation' && side.grouping !== undefined ? ` ${textOf({ text, span: side.grouping })} ` : '';
  const all = withoutOutcome({ text, call, selector }) ?? ofRequests({ subject, call, selector });
  return all === undefined ? undefined : replaceSpan({ text, span: side, by: `sum${grouping}(${own}) / sum${grouping}(${all})` });
};

const withoutOutcome = ({ text, call, selector }: { text: string; call: Span; selector: Selector }): string | undefined => {
  const kept = selector.matchers.filter(({ label }) => !outcome.test(label));
  if (kept.length === selector.matchers.length) return undefined;
  return (
    textOf({ text, span: { from: call.from, to: selector.from } }) +
    selectorText({ text, metric: selector.metric ?? '', matchers: kept }) +
    textOf({ text, span: { from: selector.to, to: call.to } })
  );
};

const ofRequests = ({ subject, call, selector }: { subject: Subject; call: Span; selector: Selector }): string | undefined => {
  const { text, context } = subject;
  const [, prefix] = /^(.+)_(?:errors?|failures?|failed)_total$/.exec(selector.metric ?? '') ?? [];
  const names =
    prefix === undefined
      ? []
      : [`${prefix}_requests_total`, `${prefix}_total`].filter((name) => context.metricTypes?.get(name) === 'counter');
  if (names[0] === undefined || names.length > 1) return undefined;
  return (
    textOf({ text, span: { from: call.from, to: selector.from } }) +
    selectorText({ text, metric: names[0], matchers: selector.matchers }) +
    textOf({ text, span: { from: selector.to, to: call.to } })
  );
};

const selectorText = ({ text, metric, matchers }: { text: string; metric: string; matchers: readonly Matcher[] }): string =>
  matchers.length === 0 ? metric : `${metric}{${matchers.map((span) => textOf({ text, span })).join(', ')}}`;
