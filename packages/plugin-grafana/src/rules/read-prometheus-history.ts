import type { PrometheusClient } from '../prometheus/prometheus-client.ts';
import type { TimeRange } from '../time/time-range.ts';
import type { History, StateChange } from './history.ts';

/** Points in a range: as many as tell minutes apart in a day. */
const mostPoints = 1_000;

/** The changes that the series `ALERTS` shows, which Prometheus writes for pending and firing alerts; what has no series is normal. */
export const readPrometheusHistory = async ({
  name,
  range,
  client,
  signal,
}: {
  name: string;
  range: TimeRange;
  client: PrometheusClient;
  signal: AbortSignal;
}): Promise<History> => {
  const stepS = Math.max(1, Math.ceil((range.toMs - range.fromMs) / 1_000 / mostPoints));
  const { data } = await client.queryRange({ expr: `ALERTS{alertname=${JSON.stringify(name)}}`, range, stepS, signal });
  const series = data.resultType === 'matrix' ? data.result : [];
  const instances = Map.groupBy(series, ({ metric }) =>
    JSON.stringify(Object.entries(labelsOf(metric)).toSorted(([one], [other]) => one.localeCompare(other))),
  );
  const changes = [...instances.values()].flatMap((members) => {
    const samples = members
      .flatMap(({ metric, values = [] }) => values.map(({ timeMs }) => ({ timeMs, state: metric['alertstate'] ?? '' })))
      // While both are there, firing is what counts.
      .toSorted((one, other) => one.timeMs - other.timeMs || one.state.localeCompare(other.state));
    return walk({ samples, stepMs: stepS * 1_000, range }).map((change) => ({
      ...change,
      labels: labelsOf(members[0]?.metric ?? {}),
    }));
  });
  return {
    kept_by: 'prometheus',
    changes: changes.toSorted((one, other) => other.timeMs - one.timeMs),
    resolutionS: stepS,
  };
};

const walk = ({
  samples,
  stepMs,
  range,
}: {
  samples: readonly { readonly timeMs: number; readonly state: string }[];
  stepMs: number;
  range: TimeRange;
}): readonly StateChange[] => {
  const changes: StateChange[] = [];
  let state = 'normal';
  let lastMs = range.fromMs;
  const turn = (timeMs: number, to: string): void => {
    if (to !== state) changes.push({ timeMs, from: state, to });
    state = to;
  };
  for (const sample of samples) {
    if (sample.timeMs - lastMs > stepMs * 1.5) turn(lastMs + stepMs, 'normal');
    // What stands at the very beginning began before it.
    if (changes.length === 0 && sample.timeMs - range.fromMs < stepMs) state = sample.state;
    turn(sample.timeMs, sample.state);
    lastMs = sample.timeMs;
  }
  if (state !== 'normal' && range.toMs - lastMs > stepMs * 1.5) turn(lastMs + stepMs, 'normal');
  return changes;
};

const labelsOf = (metric: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(metric).filter(([name]) => name !== '__name__' && name !== 'alertstate'));
