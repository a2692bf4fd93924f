import { LineclearError } from '@lineclear/core/plugin';
import { parseExpression } from '../expressions/parse-expression.ts';
import type { TimeRange } from '../time/time-range.ts';
import type { PrometheusClient } from './prometheus-client.ts';

/** A percentile of a classic histogram over all series that the labels select. */
export const histogramQuery = ({
  metric,
  percentile,
  labels,
  rateInterval,
}: {
  metric: string;
  /** 0 to 100. */
  percentile: number;
  /** Matchers as PromQL writes them between its braces. */
  labels: string;
  rateInterval: string;
}): string => {
  const matchers = matchersIn(labels);
  if (/[{}]/.test(matchers.replaceAll(/"(?:[^"\\]|\\.)*"/g, ''))) throw noMatchers();
  const selector = `${familyOf(metric)}_bucket${matchers === '' ? '' : `{${matchers}}`}`;
  return `histogram_quantile(${Number((percentile / 100).toFixed(6))}, sum by (le) (rate(${selector}[${rateInterval}])))`;
};

/** Refuses labels that cannot be read; in the whole query nobody would find the place. */
export const checkLabels = async (labels: string): Promise<void> => {
  const { problem } = await parseExpression({ text: `{${matchersIn(labels)}}`, language: 'promql' });
  if (problem?.code === 'syntax') throw noMatchers();
};

const matchersIn = (labels: string): string => labels.trim().replace(/^\{/, '').replace(/\}$/, '').trim();

const noMatchers = (): LineclearError =>
  new LineclearError('invalid_input', 'labels is no list of matchers.', {
    hint: 'Write matchers such as job="api",code=~"5..": values in quotes, without braces.',
    details: { reason: 'labels' },
  });

/** The name of a histogram without what its series add to it. */
export const familyOf = (metric: string): string => metric.replace(/_(?:bucket|sum|count)$/, '');

/** What is wrong with a metric that should be a histogram; nothing where it has buckets in the range. */
export const histogramWarnings = async ({
  client,
  metric,
  range,
  signal,
}: {
  client: PrometheusClient;
  metric: string;
  range: TimeRange;
  signal: AbortSignal;
}): Promise<readonly string[]> => {
  const family = familyOf(metric);
  const has = async (name: string): Promise<boolean> =>
    (await client.labelValues({ label: '__name__', matches: [name], range, signal })).length > 0;
  if (await has(`${family}_bucket`)) return [];
  if (!(await has(metric))) return [];
  const type = (await client.metadata({ metric: family, signal }))[family]?.[0]?.type;
  if (type === 'histogram') {
    return [`${metric} is a native histogram: use query_prometheus with histogram_quantile(0.95, sum(rate(${metric}[5m]))).`];
  }
  const known = type === undefined || type === 'unknown' ? '' : `, it is a ${type}`;
  // Of a number that only grows, a percentile over time says nothing.
  const instead =
    type === 'counter' ? 'It has no percentiles.' : `A percentile over time is quantile_over_time(0.95, ${metric}[5m]).`;
  return [`${metric} is no histogram: there is no ${family}_bucket${known}. ${instead}`];
};
