import type { LogQuery, Matcher, MetricQuery, Stage } from './query.ts';
import { aggregators, durationNs, LokiRefusal, toRegExp } from './query.ts';
import { Scanner } from './scanner.ts';

/**
 * Parses what this Loki understands: a selector, line filters, `| json`, `| logfmt`, label filters; `count_over_time` and `rate` of them,
 * and one `sum`, `min`, `max`, `avg` or `count` around it. Throws {@link LokiRefusal} with a parse error for everything else.
 */
export const parseLogQl = (text: string): LogQuery | MetricQuery => {
  const scanner = new Scanner(text);
  const query = expression(scanner);
  return scanner.isAtEnd ? query : scanner.fail();
};

/** A selector alone, as the index endpoints want it. */
export const parseSelector = (text: string): readonly Matcher[] => {
  const query = parseLogQl(text);
  if (query.kind === 'metric' || query.stages.length > 0) throw new LokiRefusal(400, 'only label matchers are supported');
  return query.matchers;
};

const expression = (scanner: Scanner): LogQuery | MetricQuery => {
  const operator = scanner.take(...aggregators);
  if (operator === undefined) return rangeOrLogs(scanner);
  const before = grouping(scanner);
  scanner.expect('(');
  const inner = rangeOrLogs(scanner);
  if (inner.kind !== 'metric') return scanner.fail();
  scanner.expect(')');
  return { ...inner, aggregation: { operator, by: before ?? grouping(scanner) ?? [] } };
};

const grouping = (scanner: Scanner): readonly string[] | undefined => {
  if (scanner.take('by') === undefined) return undefined;
  scanner.expect('(');
  const names: string[] = [];
  while (scanner.take(')') === undefined) {
    if (names.length > 0) scanner.expect(',');
    names.push(scanner.name());
  }
  return names;
};

const rangeOrLogs = (scanner: Scanner): LogQuery | MetricQuery => {
  const range = scanner.take('count_over_time', 'rate');
  if (range === undefined) return logs(scanner);
  scanner.expect('(');
  const inner = logs(scanner);
  scanner.expect('[');
  const ns = durationNs(scanner.quantity() ?? scanner.fail());
  if (ns === undefined) return scanner.fail();
  scanner.expect(']');
  scanner.expect(')');
  return { kind: 'metric', logs: inner, range, rangeMs: ns / 1e6, aggregation: undefined };
};

const logs = (scanner: Scanner): LogQuery => {
  scanner.expect('{');
  const matchers: Matcher[] = [];
  while (scanner.take('}') === undefined) {
    if (matchers.length > 0) scanner.expect(',');
    const name = scanner.name();
    const operator = scanner.expect('=~', '!~', '!=', '=');
    matchers.push({ name, operator, value: scanner.string() });
  }
  refuseUnselective(matchers);
  const stages: Stage[] = [];
  for (let next = stage(scanner); next !== undefined; next = stage(scanner)) stages.push(next);
  return { kind: 'logs', matchers, stages };
};

const stage = (scanner: Scanner): Stage | undefined => {
  const filter = scanner.take('|=', '|~', '!=', '!~');
  if (filter !== undefined) {
    const wanted = scanner.string();
    const pattern = filter.endsWith('~') ? toRegExp(wanted, { isAnchored: false }) : undefined;
    return {
      kind: 'line',
      keeps: filter.startsWith('|'),
      matches: (line) => pattern?.test(line) ?? line.includes(wanted),
    };
  }
  if (scanner.take('|') === undefined) return undefined;
  const format = scanner.take('json', 'logfmt');
  if (format !== undefined) return { kind: 'parser', format };
  const name = scanner.name();
  const operator = scanner.expect('=~', '!~', '!=', '>=', '<=', '==', '=', '>', '<');
  return { kind: 'label', name, operator, value: scanner.quantity() ?? scanner.string() };
};

// The server refuses to go through everything that it has.
const refuseUnselective = (matchers: readonly Matcher[]): void => {
  const narrows = ({ operator, value }: Matcher): boolean =>
    operator === '=' ? value !== '' : operator === '=~' && !toRegExp(value, { isAnchored: true }).test('');
  if (matchers.some(narrows)) return;
  throw new LokiRefusal(
    400,
    'parse error : queries require at least one regexp or equality matcher that does not have an empty-compatible value. ' +
      'For instance, app=~".*" does not meet this requirement, but app=~".+" will',
  );
};
