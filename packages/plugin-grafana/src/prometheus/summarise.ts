import type { Sample } from './schemas.ts';

/** A number, or the word for what JSON cannot write. */
export type Shown = number | 'NaN' | '+Inf' | '-Inf';

/** What a range of samples says. Numbers are of the finite samples; null where there are none. */
export interface Summary {
  readonly count: number;
  readonly first: Shown | null;
  readonly last: Shown | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly avg: number | null;
  readonly trend: Trend;
  /** Samples that are NaN or infinite. */
  readonly not_finite: number;
}
export type Trend = 'rising' | 'falling' | 'steady' | 'mixed' | 'unknown';

export const summarise = (samples: readonly Sample[]): Summary => {
  const finite = samples.filter(({ value }) => Number.isFinite(value));
  const [first, last] = [samples.at(0), samples.at(-1)];
  const values = finite.map(({ value }) => value);
  return {
    count: samples.length,
    first: first === undefined ? null : shown(first.value),
    last: last === undefined ? null : shown(last.value),
    min: values.length === 0 ? null : rounded(values.reduce((least, value) => Math.min(least, value))),
    max: values.length === 0 ? null : rounded(values.reduce((most, value) => Math.max(most, value))),
    // Divided first: the sum of large values may leave the numbers.
    avg: values.length === 0 ? null : rounded(values.reduce((sum, value) => sum + value / values.length, 0)),
    trend: trendOf(finite),
    not_finite: samples.length - finite.length,
  };
};

/** A value as JSON can hold it, without the digits that only arithmetic made. */
export const shown = (value: number): Shown => {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  return rounded(value);
};

const rounded = (value: number): number => {
  const short = Number.isSafeInteger(value) ? value : Number(value.toPrecision(10));
  // The largest numbers round to infinity; and JSON has no negative zero.
  return (Number.isFinite(short) ? short : value) + 0;
};

/** Differences below this share of the values are noise, not a trend. */
const steadyShare = 0.02;
/** How well a straight line has to fit (correlation) to be called one. */
const clearFit = 0.6;

/** By the straight line that fits the samples best. */
const trendOf = (finite: readonly Sample[]): Trend => {
  if (finite.length < 3) return 'unknown';
  const size = finite.reduce((most, { value }) => Math.max(most, Math.abs(value)), 0);
  if (size === 0) return 'steady';
  // On a scale of its own, so that neither large values nor large times lose digits.
  const startMs = finite[0]?.timeMs ?? 0;
  const points = finite.map(({ timeMs, value }) => ({ x: timeMs - startMs, y: value / size }));
  const spread = points.reduce((most, { y }) => Math.max(most, y), -1) - points.reduce((least, { y }) => Math.min(least, y), 1);
  if (spread < steadyShare) return 'steady';
  const meanX = points.reduce((sum, { x }) => sum + x, 0) / points.length;
  const meanY = points.reduce((sum, { y }) => sum + y, 0) / points.length;
  const [xx, yy, xy] = points.reduce(
    ([sumXx, sumYy, sumXy], { x, y }) => [sumXx + (x - meanX) ** 2, sumYy + (y - meanY) ** 2, sumXy + (x - meanX) * (y - meanY)],
    [0, 0, 0],
  );
  const correlation = xx === 0 || yy === 0 ? 0 : xy / Math.sqrt(xx * yy);
  if (Math.abs(correlation) < clearFit) return 'mixed';
  return correlation > 0 ? 'rising' : 'falling';
};
