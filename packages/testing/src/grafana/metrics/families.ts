import type { TunnelCounters } from './counters.ts';
import { latencyBoundsMs } from './counters.ts';

/** One metric of the tunnel: what it is, and its samples. */
export interface MetricFamily {
  /** Without `_total`. */
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly samples: (counters: TunnelCounters) => readonly MetricSample[];
}

export interface MetricSample {
  /** The whole name of the series. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What the example service exposes. The same names stand in its dashboards and alerts. */
export const tunnelFamilies: readonly MetricFamily[] = [
  {
    name: 'tunnel_requests',
    type: 'counter',
    help: 'Requests through the tunnel by outcome.',
    samples: ({ success, error }) => [
      { name: 'tunnel_requests_total', labels: { status: 'success' }, value: success },
      { name: 'tunnel_requests_total', labels: { status: 'error' }, value: error },
    ],
  },
  {
    name: 'tunnel_errors',
    type: 'counter',
    help: 'Failed requests by reason.',
    samples: ({ upstreamErrors, timeouts }) => [
      { name: 'tunnel_errors_total', labels: { type: 'upstream' }, value: upstreamErrors },
      { name: 'tunnel_errors_total', labels: { type: 'timeout' }, value: timeouts },
    ],
  },
  {
    name: 'tunnel_request_latency_ms',
    type: 'histogram',
    help: 'Milliseconds from the first byte of a request to the last of its answer.',
    samples: ({ latencyCounts, latencySumMs }) => [
      ...latencyCounts.map((value, index) => ({
        name: 'tunnel_request_latency_ms_bucket',
        labels: { le: latencyBoundsMs[index]?.toString() ?? '+Inf' },
        value,
      })),
      { name: 'tunnel_request_latency_ms_sum', labels: {}, value: latencySumMs },
      { name: 'tunnel_request_latency_ms_count', labels: {}, value: latencyCounts.at(-1) ?? 0 },
    ],
  },
  {
    name: 'tunnel_circuit_breaker_state',
    type: 'gauge',
    help: '0 closed, 1 half open, 2 open.',
    samples: ({ mode }) => [{ name: 'tunnel_circuit_breaker_state', labels: {}, value: mode === 'failing' ? 2 : 0 }],
  },
  {
    name: 'tunnel_circuit_breaker_trips',
    type: 'counter',
    help: 'How often the circuit breaker opened.',
    samples: ({ breakerTrips }) => [{ name: 'tunnel_circuit_breaker_trips_total', labels: {}, value: breakerTrips }],
  },
  {
    name: 'tunnel_active_connections',
    type: 'gauge',
    help: 'Open connections.',
    samples: ({ mode }) => [{ name: 'tunnel_active_connections', labels: {}, value: mode === 'failing' ? 180 : 42 }],
  },
  {
    name: 'tunnel_bytes',
    type: 'counter',
    help: 'Bytes sent to clients.',
    samples: ({ bytes }) => [{ name: 'tunnel_bytes_total', labels: {}, value: bytes }],
  },
];

/** A series as Prometheus writes it: name and labels. */
export const seriesText = (name: string, labels: Readonly<Record<string, string>>): string => {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  return pairs.length === 0 ? name : `${name}{${pairs.join(',')}}`;
};
