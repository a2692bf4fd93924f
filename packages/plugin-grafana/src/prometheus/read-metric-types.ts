import { LineclearError } from '@lineclear/core/plugin';
import type { QueryTarget } from '../client/query-target.ts';
import type { MetricType } from '../expressions/metric-types.ts';
import { PrometheusClient } from './prometheus-client.ts';

const known: ReadonlySet<string> = new Set<MetricType>([
  'counter',
  'gauge',
  'histogram',
  'summary',
  'gaugehistogram',
  'info',
  'stateset',
  'unknown',
]);

/** A preview does not wait longer for what only makes its advice better. */
const longestMs = 5_000;

/** What a Prometheus says about the types of its metrics; undefined where it does not answer, which is no reason to refuse a rule or a dashboard. */
export const readMetricTypes = async ({
  target,
  signal,
}: {
  target: QueryTarget;
  signal: AbortSignal;
}): Promise<ReadonlyMap<string, MetricType> | undefined> => {
  try {
    const metadata = await new PrometheusClient(target).metadata({
      signal: AbortSignal.any([signal, AbortSignal.timeout(longestMs)]),
    });
    return new Map(Object.entries(metadata).flatMap(([metric, [first]]) => (isType(first?.type) ? [[metric, first.type]] : [])));
  } catch (error) {
    if (LineclearError.is(error) && !signal.aborted) return undefined;
    throw error;
  }
};

const isType = (type: string | undefined): type is MetricType => type !== undefined && known.has(type);
