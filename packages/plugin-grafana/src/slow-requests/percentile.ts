/** The value below which that share of the sorted values lies, by the nearest rank; undefined of none. */
export const percentile = ({ sorted, share }: { sorted: readonly number[]; share: number }): number | undefined =>
  sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
