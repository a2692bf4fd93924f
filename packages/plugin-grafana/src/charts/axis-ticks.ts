/** Where an axis begins and ends, and the values that it names. */
export interface ValueAxis {
  readonly min: number;
  readonly max: number;
  readonly ticks: readonly number[];
  readonly step: number;
}

/** The farthest and the smallest values that leave room for arithmetic. */
const farthest = 1e300;
const smallest = 1e-300;

/** An axis with round numbers around these values; it begins at zero when zero is not far away. */
export const valueAxis = ({ values, count = 5 }: { values: readonly number[]; count?: number }): ValueAxis => {
  const finite = values
    .filter(Number.isFinite)
    .map((value) => (Math.abs(value) < smallest ? 0 : Math.min(farthest, Math.max(-farthest, value))));
  let low = finite.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  let high = finite.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  if (finite.length === 0) [low, high] = [0, 1];
  if (low > 0 && low < high * 0.5) low = 0;
  if (high < 0 && high > low * 0.5) high = 0;
  // Differences that only rounding made are no shape.
  if (high - low <= Math.max(Math.abs(low), Math.abs(high)) * 1e-9) {
    const room = Math.abs(low) * 0.1 || 1;
    [low, high] = low === 0 ? [0, 1] : [low - room, high + room];
  }
  const step = roundStep((high - low) / count);
  const first = Math.floor(low / step);
  const last = Math.ceil(high / step);
  // Multiples instead of sums: sums drift away from round numbers.
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => cleaned({ value: (first + index) * step, step }));
  return { min: first * step, max: last * step, ticks, step };
};

/** The round number just above: 1, 2 or 5 times a power of ten. */
const roundStep = (rough: number): number => {
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= rough * (1 - 1e-9)) ?? 10;
  return factor * power;
};

const cleaned = ({ value, step }: { value: number; step: number }): number =>
  Math.abs(value) < step / 2 ? 0 : Number(value.toPrecision(12));
