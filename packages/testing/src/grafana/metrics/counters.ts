/** How the tunnel is doing: fine, or its upstream fails and the circuit breaker is open. */
export type TunnelMode = 'healthy' | 'failing';

/** What the tunnel counted since it started. */
export interface TunnelCounters {
  readonly mode: TunnelMode;
  readonly success: number;
  readonly error: number;
  readonly upstreamErrors: number;
  readonly timeouts: number;
  readonly breakerTrips: number;
  readonly bytes: number;
  /** Requests by the upper bounds of {@link latencyBoundsMs}, each with those below it; the last is all of them. */
  readonly latencyCounts: readonly number[];
  readonly latencySumMs: number;
}

export const latencyBoundsMs = [25, 50, 100, 250, 500, 1000, 2500, 5000] as const;

export const newCounters = (): TunnelCounters => ({
  mode: 'healthy',
  success: 0,
  error: 0,
  upstreamErrors: 0,
  timeouts: 0,
  breakerTrips: 0,
  bytes: 0,
  latencyCounts: [...latencyBoundsMs, Number.POSITIVE_INFINITY].map(() => 0),
  latencySumMs: 0,
});

/** Ten requests a second. One in 200 fails when all is well; half of them when the upstream fails. */
export const advanceCounters = (
  counters: TunnelCounters,
  { seconds, mode, atSecond }: { seconds: number; mode: TunnelMode; atSecond: number },
): TunnelCounters => {
  const requests = seconds * 10;
  // Counted from the beginning, so that the same moments fail however long the steps are.
  const rare = Math.floor((atSecond + seconds) / 20) - Math.floor(atSecond / 20);
  const errors = mode === 'failing' ? requests / 2 : rare;
  const latencies = latenciesMs[mode];
  return {
    mode,
    success: counters.success + requests - errors,
    error: counters.error + errors,
    upstreamErrors: counters.upstreamErrors + (mode === 'failing' ? seconds * 4 : rare),
    timeouts: counters.timeouts + (mode === 'failing' ? seconds : 0),
    breakerTrips: counters.breakerTrips + (mode === 'failing' && counters.mode === 'healthy' ? 1 : 0),
    bytes: counters.bytes + requests * 4096,
    latencyCounts: counters.latencyCounts.map(
      (count, index) =>
        count + seconds * latencies.filter((ms) => ms <= (latencyBoundsMs[index] ?? Number.POSITIVE_INFINITY)).length,
    ),
    latencySumMs: counters.latencySumMs + seconds * latencies.reduce((sum, ms) => sum + ms, 0),
  };
};

/** What the ten requests of a second take. */
const latenciesMs: Readonly<Record<TunnelMode, readonly number[]>> = {
  healthy: [20, 35, 40, 60, 80, 90, 120, 150, 180, 240],
  failing: [60, 120, 300, 600, 900, 1200, 1500, 1800, 2200, 4000],
};
