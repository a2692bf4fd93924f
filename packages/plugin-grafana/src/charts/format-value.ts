const suffixes = [
  { divisor: 1e12, suffix: 'T' },
  { divisor: 1e9, suffix: 'G' },
  { divisor: 1e6, suffix: 'M' },
  { divisor: 1e3, suffix: 'k' },
] as const;
const plain = { divisor: 1, suffix: '' };

/** A number with four significant digits, as short as people read it: 0.25, 1.5k, 20M, 3e-7. */
export const formatValue = (value: number): string => {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  if (isExtreme(value)) return exponential(value);
  const { divisor, suffix } = suffixes.find((candidate) => Math.abs(value) >= candidate.divisor) ?? plain;
  return `${Number((value / divisor).toPrecision(4))}${suffix}`;
};

/** The values of an axis, all with the same suffix and precise enough to be told apart. */
export const formatTicks = ({ ticks, step }: { ticks: readonly number[]; step: number }): readonly string[] => {
  const largest = Math.max(...ticks.map(Math.abs));
  if (isExtreme(largest)) return ticks.map(exponential);
  // Thousands stay as they are: 2000 reads better than 2k next to 500.
  const { divisor, suffix } =
    suffixes.find((candidate) => largest >= (candidate.divisor === 1e3 ? 1e4 : candidate.divisor)) ?? plain;
  const digits = Math.min(12, Math.max(0, Math.ceil(-Math.log10(step / divisor) - 1e-9)));
  return ticks.map((value) => (value === 0 ? '0' : `${(value / divisor).toFixed(digits)}${suffix}`));
};

const isExtreme = (value: number): boolean => value !== 0 && (Math.abs(value) >= 1e15 || Math.abs(value) < 1e-4);

const exponential = (value: number): string =>
  value === 0 ? '0' : Number(value.toPrecision(3)).toExponential().replace('e+', 'e');
