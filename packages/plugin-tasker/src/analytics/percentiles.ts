/** A sample smaller than this says nothing about its tails. */
export const smallestSample = 5;

export interface Percentiles {
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
}

/** Nearest-rank percentiles: each is a value that was measured. All `null` for fewer than `smallestSample` values. */
export const percentilesOf = (values: readonly number[]): Percentiles => {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (percent: number): number | null =>
    sorted.length < smallestSample ? null : (sorted[Math.ceil((percent / 100) * sorted.length) - 1] ?? null);
  return { p50: at(50), p90: at(90), p95: at(95), p99: at(99) };
};
