import type { Aggregator, Labels, MetricQuery } from './query.ts';
import type { NsRange } from './select.ts';
import { selectLines } from './select.ts';
import type { LokiStore } from './store.ts';

export interface Series {
  readonly metric: Labels;
  /** Milliseconds and value. */
  readonly points: readonly (readonly [number, number])[];
}

/** The series of a metric query at the given moments. A moment without a line has no point. */
export const evaluateMetric = ({
  store,
  query,
  atMs,
}: {
  store: LokiStore;
  query: MetricQuery;
  atMs: readonly number[];
}): readonly Series[] => {
  const all: NsRange = {
    startNs: toNs((atMs[0] ?? 0) - query.rangeMs) + 1n,
    endNs: toNs(atMs.at(-1) ?? 0) + 1n,
  };
  const byStream = new Map<string, { metric: Labels; ns: bigint[] }>();
  for (const { stream, parsed, metadata, ns } of selectLines({ store, query: query.logs, range: all })) {
    const metric = { ...stream, ...metadata, ...parsed };
    const key = keyOf(metric);
    const found = byStream.get(key) ?? { metric, ns: [] };
    byStream.set(key, found);
    found.ns.push(ns);
  }
  const series = [...byStream.values()].map(({ metric, ns }) => ({
    metric,
    points: atMs.flatMap((ms): (readonly [number, number])[] => {
      const from = toNs(ms - query.rangeMs);
      const count = ns.filter((one) => one > from && one <= toNs(ms)).length;
      return count === 0 ? [] : [[ms, query.range === 'rate' ? count / (query.rangeMs / 1000) : count]];
    }),
  }));
  const filled = series.filter(({ points }) => points.length > 0);
  return query.aggregation === undefined ? filled : aggregate(filled, query.aggregation);
};

const aggregate = (
  series: readonly Series[],
  { operator, by }: { operator: Aggregator; by: readonly string[] },
): readonly Series[] => {
  const groups = Map.groupBy(series, ({ metric }) => keyOf(pick(metric, by)));
  return [...groups.values()].map((group) => {
    const values = Map.groupBy(
      group.flatMap(({ points }) => points),
      ([ms]) => ms,
    );
    return {
      metric: pick(group[0]?.metric ?? {}, by),
      points: [...values]
        .toSorted(([one], [other]) => one - other)
        .map(
          ([ms, points]) =>
            [
              ms,
              combine(
                operator,
                points.map(([, value]) => value),
              ),
            ] as const,
        ),
    };
  });
};

const combine = (operator: Aggregator, values: readonly number[]): number => {
  const sum = values.reduce((total, value) => total + value, 0);
  return { sum, count: values.length, avg: sum / values.length, min: Math.min(...values), max: Math.max(...values) }[operator];
};

const pick = (labels: Labels, names: readonly string[]): Labels =>
  Object.fromEntries(names.flatMap((name) => (labels[name] === undefined ? [] : [[name, labels[name]]])));

const keyOf = (labels: Labels): string =>
  JSON.stringify(Object.entries(labels).toSorted(([one], [other]) => (one < other ? -1 : 1)));

const toNs = (ms: number): bigint => BigInt(Math.round(ms)) * 1_000_000n;
