/** A type of Prometheus' metadata. */
export type MetricType = 'counter' | 'gauge' | 'histogram' | 'summary' | 'gaugehistogram' | 'info' | 'stateset' | 'unknown';

export interface KnownType {
  readonly type: MetricType;
  /** False where only the name suggests it. */
  readonly isCertain: boolean;
}

/** The type of a metric by its metadata, else by what its name looks like; undefined where neither says anything. */
export const typeOf = ({
  metric,
  metricTypes,
}: {
  metric: string;
  metricTypes: ReadonlyMap<string, MetricType> | undefined;
}): KnownType | undefined => {
  const known = knownType({ metric, metricTypes });
  if (known !== undefined && known !== 'unknown') return { type: known, isCertain: true };
  // The name of a recording rule ends in what was recorded, not in what it is.
  if (metric.includes(':')) return undefined;
  // Not _count and _sum: pg_locks_count and its like are gauges.
  if (/(?:_total|_bucket)$/.test(metric)) return { type: 'counter', isCertain: false };
  return gaugeName.test(metric) ? { type: 'gauge', isCertain: false } : undefined;
};

/** Whether a metric is a counter or looks like one. */
export const isCounter = (given: { metric: string; metricTypes: ReadonlyMap<string, MetricType> | undefined }): boolean =>
  typeOf(given)?.type === 'counter';

const gaugeName =
  /^up$|(?:_ratio|_percent|_percentage|_utili[sz]ation|_celsius|_temperature|_info|_timestamp_seconds|_start_time_seconds|_in_progress|_in_flight|_inflight|_goroutines|_threads|_open_fds|_max_fds|_memory_bytes|_free_bytes|_available_bytes|_depth|_load(?:1|5|15)|_active_connections|_connections_active|_open_connections|_queue_(?:size|length)|_state)$/;

const knownType = ({
  metric,
  metricTypes,
}: {
  metric: string;
  metricTypes: ReadonlyMap<string, MetricType> | undefined;
}): MetricType | undefined => {
  const own = metricTypes?.get(metric);
  if (own !== undefined) return own;
  const [, family, suffix] = /^(.+)_(total|count|sum|bucket|created)$/.exec(metric) ?? [];
  const type = family === undefined ? undefined : metricTypes?.get(family);
  if (type === undefined || suffix === 'created') return undefined;
  if (suffix === 'total') return type === 'counter' ? 'counter' : undefined;
  return type === 'histogram' || (type === 'summary' && suffix !== 'bucket') ? 'counter' : undefined;
};
