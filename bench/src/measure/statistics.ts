export interface Spread {
  readonly low: number;
  readonly high: number;
}

/** The value below which a share of the values lies, `share` in 0…1. Throws for an empty list. */
export const percentile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((left, right) => left - right);
  const found = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  if (found === undefined) throw new Error('there is nothing to take a percentile of');
  return found;
};

/** The middle value; halfway between the two middle ones of an even number. */
export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((left, right) => left - right);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) throw new Error('there is nothing to take a median of');
  return (lower + upper) / 2;
};

export const spreadOf = (values: readonly number[]): Spread => ({ low: Math.min(...values), high: Math.max(...values) });

/** The median and the spread of the rounds' values. */
export const summary = (values: readonly number[]): { readonly value: number; readonly spread: Spread } => ({
  value: median(values),
  spread: spreadOf(values),
});

/** The median and the spread of each round's ratio. Rounds belong together by position. */
export const ratio = ({ of, to }: { of: readonly number[]; to: readonly number[] }) =>
  summary(of.map((value, round) => value / (to[round] ?? Number.NaN)));
